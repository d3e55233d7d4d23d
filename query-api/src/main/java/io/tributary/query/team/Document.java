package io.tributary.query.team;

import com.fasterxml.jackson.databind.JsonNode;
import io.tributary.codec.JsonFields;
import io.tributary.model.Problem;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A request in the reference system's form: {@code {"data": {type, id, attributes, relationships}}}. What it does not know is
 * ignored, as there.
 */
final class Document {
  private final List<Problem> problems = new ArrayList<>();
  private final JsonFields data;
  private final Optional<JsonFields> attributes;

  Document(JsonNode json, String type) {
    this.data = new JsonFields(json, "", problems).object("data");
    this.attributes = data.optionalObject("attributes");
    data.optionalText("type").filter(given -> !given.equals(type))
        .ifPresent(given -> data.problem("type", "unknown_type", "must be " + type + ", not '" + given + "'"));
  }

  /** What was wrong with what was asked for so far. */
  List<Problem> problems() {
    return problems;
  }

  /** A body that names a thing must name the one in the address. */
  Document about(String id) {
    data.optionalText("id").filter(given -> !given.equals(id))
        .ifPresent(given -> data.problem("id", "mismatch", "'" + given + "' is not what the address names: '" + id + "'"));
    return this;
  }

  /** The id of what a relationship is to be added to, or removed from. */
  String id() {
    return data.text("id").orElse("");
  }

  /** Blank when it is absent, which is then a problem. */
  String text(String attribute) {
    var text = attributes.flatMap(fields -> fields.optionalText(attribute));
    if (text.isEmpty()) {
      data.problem("attributes." + attribute, "missing", "is required");
    }
    return text.orElse("");
  }

  Optional<String> optionalText(String attribute) {
    return attributes.flatMap(fields -> fields.optionalText(attribute));
  }

  Optional<Boolean> flag(String attribute) {
    return attributes.flatMap(fields -> fields.optionalBoolean(attribute));
  }

  /** Whether an attribute is there, be it with null. */
  boolean names(String attribute) {
    return attributes.filter(fields -> fields.names(attribute)).isPresent();
  }

  /** The names in a list; empty when it is absent or null. */
  Optional<Set<String>> texts(String attribute) {
    return attributes.filter(fields -> fields.has(attribute)).map(fields -> new LinkedHashSet<>(fields.texts(attribute)));
  }

  /** The ids that a relationship names; empty when it is absent. */
  Optional<Set<String>> related(String relationship) {
    return data.optionalObject("relationships").flatMap(fields -> fields.optionalObject(relationship)).map(related -> {
      var ids = new LinkedHashSet<String>();
      related.objects("data").forEach(each -> each.text("id").ifPresent(ids::add));
      return ids;
    });
  }
}
