package io.tributary.sender;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.tributary.model.UsageEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** An event as ingest reads it: a CloudEvent 1.0 in JSON. What is null is left out: ingest says all that is missing, better than we. */
final class EventJson {
  private static final JsonFactory JSON = new JsonFactory();

  private EventJson() {}

  static byte[] of(UsageEvent event) {
    var out = new ByteArrayOutputStream(512);
    try (var json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("specversion", "1.0");
      json.writeStringField("type", "tributary.usage");
      text(json, "id", event.id());
      text(json, "source", event.source());
      text(json, "subject", event.org());
      text(json, "time", event.time());
      json.writeObjectFieldStart("data");
      text(json, "product_family", event.family());
      text(json, "usage_type", event.usageType());
      text(json, "quantity", event.quantity()); // a string: a JSON number passes through a double in too many hands
      text(json, "entity", event.entity());
      if (!event.tags().isEmpty()) {
        json.writeObjectFieldStart("tags");
        for (var tag : event.tags().entrySet()) {
          json.writeStringField(tag.getKey(), tag.getValue());
        }
        json.writeEndObject();
      }
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail to be written", e);
    }
    return out.toByteArray();
  }

  private static void text(JsonGenerator json, String name, Object value) throws IOException {
    if (value != null) {
      json.writeStringField(name, value.toString());
    }
  }
}
