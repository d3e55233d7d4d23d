package io.tributary.bench.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.local.node.Announcement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;

/** Where a node can be reached and with which keys, as it announces itself. */
public record Doors(JsonNode announced) {
  public static Doors of(Path data) {
    try {
      return new Doors(new ObjectMapper().readTree(Announcement.in(data).toFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code api}, {@code ingest} or {@code aggregator}. */
  public URI uri(String door) {
    return URI.create(text("/" + door));
  }

  /** {@code bootstrap} or {@code registry}. */
  public String address(String door) {
    return text("/" + door);
  }

  public String apiKey(String holder) {
    return text("/keys/" + holder + "/api_key");
  }

  public String applicationKey(String holder) {
    return text("/keys/" + holder + "/application_key");
  }

  private String text(String pointer) {
    var value = announced.at(pointer);
    if (!value.isTextual()) {
      throw new IllegalStateException("the node does not announce " + pointer);
    }
    return value.asText();
  }
}
