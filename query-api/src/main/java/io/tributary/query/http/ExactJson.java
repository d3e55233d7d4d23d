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

  static JsonGenerator to(OutputStream out) throws IOException {
    return JSON.createGenerator(out);
  }
}
