package io.tributary.query.http;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import java.util.List;

/** The body of every answer that is none: {@code {"errors":["why"]}}. */
public record Errors(List<String> errors) {
  /** What the reference system's gateway adds where somebody may not ask; the addresses of its operator have no counterpart. */
  public record Gateway(String status, int code, List<String> errors, String statuspage, String twitter, String email) {}

  public static MutableHttpResponse<Errors> answer(HttpStatus status, String why) {
    return answer(status, List.of(why));
  }

  /** @param why one sentence each */
  public static MutableHttpResponse<Errors> answer(HttpStatus status, List<String> why) {
    return in(HttpResponse.status(status), why);
  }

  static MutableHttpResponse<Errors> in(MutableHttpResponse<?> response, List<String> why) {
    return response.body(new Errors(why)).contentType(MediaType.APPLICATION_JSON_TYPE);
  }

  /** @param why one sentence; the reference system's own says no more than that it is forbidden */
  public static MutableHttpResponse<Gateway> forbidden(String why) {
    return HttpResponse.<Gateway>status(HttpStatus.FORBIDDEN)
        .body(new Gateway("error", HttpStatus.FORBIDDEN.getCode(), List.of(why), null, null, null))
        .contentType(MediaType.APPLICATION_JSON_TYPE);
  }
}
