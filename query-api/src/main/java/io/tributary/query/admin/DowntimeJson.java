package io.tributary.query.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.codec.JsonFields;
import io.tributary.model.Problem;
import io.tributary.monitor.Downtime;
import io.tributary.monitor.Filter;
import io.tributary.monitor.Owner;
import io.tributary.monitor.QueryParser;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Downtimes as JSON of the reference form; times are seconds since 1970. */
final class DowntimeJson {
  private static final List<String> READ_ONLY = List.of("id", "active", "active_child", "canceled", "creator_id", "disabled",
      "downtime_type", "parent_id", "updater_id", "creator", "org_id", "uuid");
  private static final String ALL = "*";

  private DowntimeJson() {}

  /**
   * What is not said stays as it was.
   *
   * @param was as it was; for a new one, one that begins now and has no end
   * @return empty exactly when something was added to {@code problems}
   */
  static Optional<Downtime> read(JsonNode json, Downtime was, List<Problem> problems) {
    int before = problems.size();
    var fields = new JsonFields(json, "", problems);
    READ_ONLY.forEach(fields::names);
    var scope = fields.names("scope") ? scope(fields, json.get("scope"), problems) : Optional.of(was.scope());
    var monitor = fields.names("monitor_id") ? id(fields, json.get("monitor_id")) : was.monitor();
    var tags = fields.names("monitor_tags") ? fields.texts("monitor_tags").stream().filter(tag -> !tag.equals(ALL)).toList()
        : was.monitorTags();
    var start = time(fields, json, "start").orElse(was.start());
    var end = fields.names("end") ? time(fields, json, "end") : was.end();
    var message = fields.names("message") ? json.get("message").asText("") : was.message();
    refuse(fields, json, "recurrence", "a downtime does not come again");
    refuse(fields, json, "notify_end_states", "the end of a downtime is not told");
    refuse(fields, json, "notify_end_types", "the end of a downtime is not told");
    if (fields.optionalBoolean("mute_first_recovery_notification").orElse(false)) {
      fields.problem("mute_first_recovery_notification", "not_supported", "is not supported");
    }
    fields.optionalText("timezone").filter(zone -> !zone.equals("UTC")).ifPresent(zone -> fields.problem("timezone", "not_supported",
        "times are UTC"));
    fields.refuseOthers();
    return problems.size() > before ? Optional.empty() : Optional.of(new Downtime(was.id(), was.owner(), scope.orElseThrow(), monitor, tags,
        start, end, was.cancelled(), message, was.creator()));
  }

  static Downtime fresh(long id, Owner owner, Instant now, Optional<String> creator) {
    return new Downtime(id, owner, Filter.ALL, OptionalLong.empty(), List.of(), Instant.ofEpochSecond(now.getEpochSecond()),
        Optional.empty(), Optional.empty(), "", creator);
  }

  private static void refuse(JsonFields fields, JsonNode json, String field, String why) {
    if (fields.names(field) && !json.get(field).isNull() && !(json.get(field).isContainerNode() && json.get(field).isEmpty())) {
      fields.problem(field, "not_supported", "is not supported: " + why);
    }
  }

  /** One text, or several, each of which must hold. */
  private static Optional<Filter> scope(JsonFields fields, JsonNode json, List<Problem> problems) {
    if (json.isNull()) {
      return Optional.of(Filter.ALL);
    }
    var texts = json.isTextual() ? json.textValue() : fields.texts("scope").stream().collect(Collectors.joining(","));
    return QueryParser.filter(texts.isBlank() ? ALL : texts, "scope", problems);
  }

  private static OptionalLong id(JsonFields fields, JsonNode json) {
    if (json.isNull()) {
      return OptionalLong.empty();
    }
    if (!json.isIntegralNumber() || !json.canConvertToLong()) {
      fields.problem("monitor_id", "not_a_whole_number", "must be a monitor's id");
      return OptionalLong.empty();
    }
    return OptionalLong.of(json.longValue());
  }

  private static Optional<Instant> time(JsonFields fields, JsonNode json, String field) {
    if (!fields.names(field) || json.get(field).isNull()) {
      return Optional.empty();
    }
    var value = json.get(field);
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0 || value.longValue() > 100_000_000_000L) {
      fields.problem(field, "not_a_time", "must be seconds since 1970");
      return Optional.empty();
    }
    return Optional.of(Instant.ofEpochSecond(value.longValue()));
  }

  static ObjectNode write(Downtime downtime, Instant now) {
    var json = JsonNodeFactory.instance.objectNode().put("id", downtime.id());
    if (downtime.monitor().isPresent()) {
      json.put("monitor_id", downtime.monitor().getAsLong());
    } else {
      json.putNull("monitor_id");
    }
    scope(json, downtime);
    var tags = json.putArray("monitor_tags");
    (downtime.monitorTags().isEmpty() ? List.of(ALL) : downtime.monitorTags()).forEach(tags::add);
    json.put("start", downtime.start().getEpochSecond());
    seconds(json, "end", downtime.end());
    seconds(json, "canceled", downtime.cancelled());
    return json.put("message", downtime.message()).put("active", downtime.isActive(now)).put("disabled", downtime.cancelled().isPresent())
        .put("timezone", "UTC").putNull("recurrence").putNull("parent_id");
  }

  /** As a monitor shows it. */
  static void matching(ObjectNode json, Downtime downtime) {
    json.put("id", downtime.id());
    scope(json, downtime);
    json.put("start", downtime.start().getEpochSecond());
    seconds(json, "end", downtime.end());
  }

  private static void scope(ObjectNode json, Downtime downtime) {
    var scope = json.putArray("scope");
    if (downtime.scope().conditions().isEmpty()) {
      scope.add(ALL);
    }
    downtime.scope().conditions().forEach(condition -> scope.add(condition.toString()));
  }

  private static void seconds(ObjectNode json, String field, Optional<Instant> time) {
    time.ifPresentOrElse(at -> json.put(field, at.getEpochSecond()), () -> json.putNull(field));
  }
}
