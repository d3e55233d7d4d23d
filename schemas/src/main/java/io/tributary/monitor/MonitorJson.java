package io.tributary.monitor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.codec.JsonFields;
import io.tributary.model.Problem;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/** Monitors as JSON of the reference form. Numbers are exact: what was written is read back to the last digit. */
public final class MonitorJson {
  /** Reads numbers as they are written. */
  private static final ObjectMapper EXACT = new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
  private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxxx").withZone(ZoneOffset.UTC);

  /** What an answer says besides what was written. */
  private static final List<String> READ_ONLY = List.of("id", "created", "created_at", "modified", "creator", "deleted", "multi", "org_id",
      "overall_state", "overall_state_modified", "state", "matching_downtimes");

  private MonitorJson() {}

  /**
   * What its author says of a monitor.
   *
   * @param type {@code query alert} where nothing is said
   */
  public record Draft(String name, String type, String query, Rule rule, String message, List<String> tags, OptionalInt priority,
      Options options) {
    public Monitor by(long id, Owner owner, Instant created, Instant modified, Optional<String> creator) {
      return new Monitor(id, owner, name, type, query, rule, message, tags, priority, options, created, modified, creator);
    }
  }

  /**
   * Everything that is wrong with the JSON is added to {@code problems}; what is there all the same, so that rules may find more, must not
   * be written then. Empty when the query or the options cannot be read.
   */
  public static Optional<Draft> read(JsonNode json, List<Problem> problems) {
    var fields = new JsonFields(json, "", problems);
    READ_ONLY.forEach(fields::names);
    var name = fields.text("name");
    var type = fields.optionalText("type").orElse("query alert");
    var query = fields.text("query");
    var rule = query.flatMap(text -> QueryParser.rule(text, "query", problems));
    var message = plainText(fields, json, "message");
    var tags = fields.texts("tags");
    var priority = fields.has("priority") ? fields.integer("priority") : OptionalInt.empty();
    onlyIf(fields, json, "restricted_roles", JsonNode::isEmpty, "who may change a monitor is a matter of its owner's keys");
    onlyIf(fields, json, "assets", JsonNode::isEmpty, "a monitor has no assets");
    onlyIf(fields, json, "draft_status", value -> value.asText().equals("published"), "a monitor is never a draft");
    var options = rule.flatMap(known -> OptionsJson.read(json.path("options"), known, problems));
    fields.names("options");
    fields.refuseOthers();
    return options.map(known -> new Draft(name.orElse("unnamed"), type, query.orElseThrow(), OptionsJson.applied(rule.orElseThrow(), known),
        message, tags, priority, known));
  }

  /** Null, absent and blank are all nothing. */
  static String plainText(JsonFields fields, JsonNode json, String field) {
    fields.names(field);
    var value = json.path(field);
    if (!value.isTextual() && !value.isNull() && !value.isMissingNode()) {
      fields.problem(field, "not_a_text", "must be a text");
    }
    return value.asText("");
  }

  static void onlyIf(JsonFields fields, JsonNode json, String field, Predicate<JsonNode> harmless, String why) {
    if (fields.names(field) && !json.get(field).isNull() && !harmless.test(json.get(field))) {
      fields.problem(field, "not_supported", "is not supported: " + why);
    }
  }

  /** The monitor without its states, which somebody else knows. */
  public static ObjectNode write(Monitor monitor) {
    var json = NODES.objectNode().put("id", monitor.id()).put("name", monitor.name()).put("type", monitor.type())
        .put("query", monitor.query()).put("message", monitor.message());
    var tags = json.putArray("tags");
    monitor.tags().forEach(tags::add);
    monitor.priority().ifPresentOrElse(priority -> json.put("priority", priority), () -> json.putNull("priority"));
    json.set("options", options(monitor.options()));
    json.put("multi", monitor.isMulti()).put("created", text(monitor.created())).put("created_at", monitor.created().toEpochMilli())
        .put("modified", text(monitor.modified())).putNull("deleted").putNull("restricted_roles");
    json.putObject("creator").put("name", monitor.creator().orElse("")).put("handle", monitor.creator().orElse("")).put("email", "");
    return json;
  }

  /** {@code 2026-03-15T10:20:00.000+00:00}. */
  public static String text(Instant time) {
    return TIME.format(time);
  }

  /** What {@link #read} reads back as equal options, and {@link #options(String, Rule)} too. */
  public static ObjectNode options(Options options) {
    return OptionsJson.write(options, NODES.objectNode());
  }

  /**
   * Options of a monitor that was accepted once.
   *
   * @throws IllegalArgumentException when they are not
   */
  public static Options options(String json, Rule rule) {
    var problems = new ArrayList<Problem>();
    return OptionsJson.read(parse(json), rule, problems).orElseThrow(() -> new IllegalArgumentException(
        "the options of a monitor cannot be read: " + problems));
  }

  /** The rule, with what the options say of it. */
  public static Rule applied(Rule rule, Options options) {
    return OptionsJson.applied(rule, options);
  }

  static JsonNode parse(String json) {
    try {
      return EXACT.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON: " + json, e);
    }
  }

  static JsonNode number(BigDecimal value) {
    return NODES.numberNode(value);
  }
}
