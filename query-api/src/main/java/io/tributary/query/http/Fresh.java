package io.tributary.query.http;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.tributary.query.query.Timestamps;
import java.time.Instant;

/** An answer that says how fresh it is. */
final class Fresh {
  /** Append time up to which the answer is complete, RFC 3339 with milliseconds; later events may be in too. */
  static final String HEADER = "X-Tributary-As-Of";

  private Fresh() {}

  static MutableHttpResponse<?> answer(Instant asOf, Object body) {
    return HttpResponse.ok(body).header(HEADER, Timestamps.precise(asOf));
  }
}
