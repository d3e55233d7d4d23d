package io.tributary.codec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.model.RowQuery;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** The question between services as JSON: {@code {"level","holders":[],"orgs":[],"bucket","from","to"}}. */
public final class RowQueryJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private RowQueryJson() {}

  public static String toJson(RowQuery query) {
    var json = JSON.createObjectNode().put("level", query.level().name()).put("bucket", query.bucket().name())
        .put("from", query.from()).put("to", query.to());
    query.holders().forEach(json.putArray("holders")::add);
    query.orgs().forEach(json.putArray("orgs")::add);
    return json.toString();
  }

  /** @throws IllegalArgumentException naming what is wrong */
  public static RowQuery fromJson(String text) {
    var json = read(text);
    return new RowQuery(RowQuery.Level.valueOf(json.path("level").asText()), strings(json, "holders"),
        new LinkedHashSet<>(strings(json, "orgs")), RowQuery.Bucket.valueOf(json.path("bucket").asText()),
        json.path("from").asInt(), json.path("to").asInt());
  }

  /** A question with its two ends. */
  static JsonNode read(String text) {
    JsonNode json;
    try {
      json = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the question is no JSON: " + e.getOriginalMessage());
    }
    for (var field : List.of("from", "to")) {
      if (!json.path(field).isInt()) {
        throw new IllegalArgumentException(field + " must be a whole number");
      }
    }
    return json;
  }

  static List<String> strings(JsonNode json, String field) {
    if (!json.path(field).isArray()) {
      throw new IllegalArgumentException(field + " must be a list");
    }
    var strings = new ArrayList<String>();
    json.path(field).forEach(value -> strings.add(value.asText()));
    return strings;
  }
}
