package io.tributary.query.http;

import io.micronaut.http.HttpMethod;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Singleton;
import java.util.List;

/** Gives the server's own refusals, and every failure nobody foresaw, the one error shape. */
@Singleton
final class ErrorHandler implements ErrorResponseProcessor<Errors> {
  @Override
  @SuppressWarnings("unchecked")
  public MutableHttpResponse<Errors> processResponse(ErrorContext context, MutableHttpResponse<?> response) {
    if (context.getRequest().getMethod() == HttpMethod.HEAD) {
      return (MutableHttpResponse<Errors>) response;
    }
    if (response.code() >= 500) {
      // The server has logged the cause; what it says of our inside is none of the caller's business.
      return Errors.in(response, List.of("internal error"));
    }
    return Errors.in(response, context.hasErrors()
        ? context.getErrors().stream().map(error -> error.getMessage()).toList()
        : List.of(response.reason()));
  }
}
