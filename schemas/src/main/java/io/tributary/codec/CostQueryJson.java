package io.tributary.codec;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tributary.model.CostQuery;

/** The question for cost between services as JSON: {@code {"level","holders":[],"grain","from","to","part"}}. */
public final class CostQueryJson {
  private CostQueryJson() {}

  public static String toJson(CostQuery query) {
    var json = JsonNodeFactory.instance.objectNode().put("level", query.level().name()).put("grain", query.grain().name())
        .put("from", query.from()).put("to", query.to()).put("part", query.part().name());
    query.holders().forEach(json.putArray("holders")::add);
    return json.toString();
  }

  /** @throws IllegalArgumentException naming what is wrong */
  public static CostQuery fromJson(String text) {
    var json = RowQueryJson.read(text);
    return new CostQuery(CostQuery.Level.valueOf(json.path("level").asText()), RowQueryJson.strings(json, "holders"),
        CostQuery.Grain.valueOf(json.path("grain").asText()), json.path("from").asInt(), json.path("to").asInt(),
        CostQuery.Part.valueOf(json.path("part").asText(CostQuery.Part.ALL.name())));
  }
}
