package io.tributary.ingest.http;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import java.util.List;

/** The body of every answer that is not about single events: {@code {"errors":["why"]}}. */
record Errors(List<String> errors) {
  static MutableHttpResponse<Errors> answer(HttpStatus status, String why) {
    return in(HttpResponse.status(status), List.of(why));
  }

  static MutableHttpResponse<Errors> in(MutableHttpResponse<?> response, List<String> why) {
    return response.body(new Errors(why)).contentType(MediaType.APPLICATION_JSON_TYPE);
  }
}
