package io.tributary.codec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Set;
import java.util.TreeSet;

/** The question for states of monitors between services as JSON: {@code {"monitors":[1,2]}}. */
public final class MonitorQueryJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private MonitorQueryJson() {}

  public static String toJson(Set<Long> monitors) {
    var json = JSON.createObjectNode();
    var ids = json.putArray("monitors");
    monitors.stream().sorted().forEach(ids::add);
    return json.toString();
  }

  /** @throws IllegalArgumentException naming what is wrong */
  public static Set<Long> fromJson(String text) {
    JsonNode json;
    try {
      json = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the question is no JSON: " + e.getOriginalMessage());
    }
    if (!json.path("monitors").isArray()) {
      throw new IllegalArgumentException("monitors must be a list");
    }
    var ids = new TreeSet<Long>();
    for (var id : json.path("monitors")) {
      if (!id.canConvertToLong()) {
        throw new IllegalArgumentException("monitors must be a list of whole numbers");
      }
      ids.add(id.asLong());
    }
    return ids;
  }
}
