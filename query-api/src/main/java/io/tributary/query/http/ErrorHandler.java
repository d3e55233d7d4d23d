package io.tributary.query.http;

import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Gives the server's own refusals, and every failure nobody foresaw, the one error shape. */
@Singleton
final class ErrorHandler implements ErrorResponseProcessor<Errors> {
  @Override
  @SuppressWarnings("unchecked")
  public MutableHttpResponse<Errors> processResponse(ErrorContext context, MutableHttpResponse<?> response) {
    tooLong(context.getRequest()).ifPresent(response::status);
    if (context.getRequest().getMethod() == HttpMethod.HEAD) {
      return (MutableHttpResponse<Errors>) response;
    }
    if (response.code() >= 500) {
      // The server has logged the cause; what it says of our inside is none of the caller's business.
      return Errors.in(response, List.of("internal error"));
    }
    return Errors.in(response, context.hasErrors() && tooLong(context.getRequest()).isEmpty()
        ? context.getErrors().stream().map(error -> error.getMessage()).toList()
        : List.of(response.reason()));
  }

  /** The server says of everything that its body is too large. */
  private static Optional<HttpStatus> tooLong(HttpRequest<?> request) {
    return request instanceof NettyHttpRequest<?> raw ? switch (raw.getNativeRequest().decoderResult().cause()) {
      case TooLongHttpLineException ignored -> Optional.of(HttpStatus.REQUEST_URI_TOO_LONG);
      case TooLongHttpHeaderException ignored -> Optional.of(HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE);
      case null, default -> Optional.empty();
    } : Optional.empty();
  }
}
