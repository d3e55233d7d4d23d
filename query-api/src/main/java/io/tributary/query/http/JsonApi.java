package io.tributary.query.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import java.util.List;

/** The dialect of a few endpoints that are newer than the rest: a media type of its own, and errors with a form for each. */
final class JsonApi {
  static final MediaType TYPE = new MediaType("application/vnd.api+json");
  private static final ObjectMapper JSON = new ObjectMapper();

  private JsonApi() {}

  private record Failure(String id, String links, String status, String code, String title, String detail, String source, String meta) {}

  private record Failures(List<Failure> errors) {}

  static MutableHttpResponse<?> ok(Object body) {
    return HttpResponse.ok(bytes(body)).contentType(TYPE);
  }

  /** The same answer; if it is a refusal, in this dialect. */
  static HttpResponse<?> of(HttpResponse<?> answer) {
    if (!(answer.body() instanceof Errors(var errors))) {
      return answer;
    }
    var status = answer.status();
    return answer.toMutableResponse().body(bytes(new Failures(errors.stream().map(why -> new Failure(null, null,
        Integer.toString(status.getCode()), null, status.getReason(), why, null, null)).toList()))).contentType(TYPE);
  }

  private static byte[] bytes(Object body) {
    try {
      return JSON.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records of texts are always JSON", e);
    }
  }
}
