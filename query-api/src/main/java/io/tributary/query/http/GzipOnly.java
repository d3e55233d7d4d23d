package io.tributary.query.http;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpHeaders;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;

/**
 * Answers are compressed with gzip or not at all. What else the server offers depends on the class path, to which Kafka brings
 * zstd, and it takes {@code zstd1}, as the published clients name a coding of their own, for that. A live stream is not
 * compressed: its events would wait in the compressor for more. The console's files are compressed
 * already, as their reader likes.
 */
@Singleton
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class GzipOnly {
  /** One of the codings that are accepted, unless it is there to say that it is not. */
  private static final Pattern GZIP = Pattern.compile("(?i)(^|,)\\s*gzip\\s*(,|$|;(?!\\s*q=0(\\.0*)?\\s*(,|$)))");

  @RequestFilter
  void narrow(HttpRequest<?> request) {
    var accepted = String.join(",", request.getHeaders().getAll(HttpHeaders.ACCEPT_ENCODING));
    if (!accepted.isEmpty() && !request.getPath().startsWith("/assets/") && request.getHeaders() instanceof MutableHttpHeaders headers) {
      headers.remove(HttpHeaders.ACCEPT_ENCODING);
      if (GZIP.matcher(accepted).find() && !request.getPath().equals(LiveController.PATH)) {
        headers.add(HttpHeaders.ACCEPT_ENCODING, "gzip");
      }
    }
  }
}
