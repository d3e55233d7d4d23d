package io.tributary.codec;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tributary.model.NameQuery;
import java.util.stream.Collectors;

/** The question for usage by name between services as JSON: {@code {"orgs":[],"types":[],"bucket","from","to"}}. */
public final class NameQueryJson {
  private NameQueryJson() {}

  public static String toJson(NameQuery query) {
    var json = JsonNodeFactory.instance.objectNode().put("bucket", query.bucket().name()).put("from", query.from()).put("to", query.to());
    query.orgs().forEach(json.putArray("orgs")::add);
    var types = json.putArray("types");
    query.types().forEach(type -> types.add(type.toString()));
    return json.toString();
  }

  /** @throws IllegalArgumentException naming what is wrong */
  public static NameQuery fromJson(String text) {
    var json = RowQueryJson.read(text);
    return new NameQuery(RowQueryJson.strings(json, "orgs"),
        RowQueryJson.strings(json, "types").stream().map(Integer::valueOf).collect(Collectors.toSet()),
        NameQuery.Bucket.valueOf(json.path("bucket").asText()), json.path("from").asInt(), json.path("to").asInt());
  }
}
