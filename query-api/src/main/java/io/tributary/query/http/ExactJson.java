package io.tributary.query.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.IOException;
import java.io.OutputStream;

/** Writes decimals with exactly the digits they have, never as 1E+2. */
final class ExactJson {
  private static final JsonFactory JSON = JsonFactory.builder().enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();

  private ExactJson() {}

  /** An object whose list is written row by row; both are left open. */
  static void begin(JsonGenerator json, String list) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart(list);
  }

  /** Ends the list, its object and the text. */
  static void end(JsonGenerator json) throws IOException {
    json.writeEndArray();
    json.writeEndObject();
    json.close();
  }

  static JsonGenerator to(OutputStream out) throws IOException {
    return JSON.createGenerator(out);
  }
}
