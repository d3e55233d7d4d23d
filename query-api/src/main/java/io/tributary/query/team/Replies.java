package io.tributary.query.team;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.tributary.model.Problem;
import io.tributary.query.http.Errors;
import io.tributary.rules.GrantRules;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is answered where nothing is done: {@code {"errors": [one sentence each]}}. */
final class Replies {
  private static final Logger LOG = LoggerFactory.getLogger(Replies.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private Replies() {}

  static MutableHttpResponse<?> notFound(String what, String id) {
    return refused(List.of(Team.notFound(what, id)));
  }

  /** 404 for what is not there, 403 for what may not be granted, 409 for what others have or would lose, else 400. */
  static MutableHttpResponse<?> refused(List<Problem> problems) {
    var sentences = problems.stream().map(Replies::sentence).toList();
    if (has(problems, GrantRules.NOT_HELD)) {
      return Errors.forbidden(String.join("; ", sentences));
    }
    return Errors.answer(has(problems, Team.NOT_FOUND) ? HttpStatus.NOT_FOUND
        : has(problems, GrantRules.LAST_ADMIN) || has(problems, "taken") ? HttpStatus.CONFLICT : HttpStatus.BAD_REQUEST, sentences);
  }

  private static boolean has(List<Problem> problems, String code) {
    return problems.stream().anyMatch(problem -> problem.code().equals(code));
  }

  /** Rules name a thing by its id, which the caller knows from the address, or not at all. */
  private static String sentence(Problem problem) {
    var field = problem.field().replaceFirst("^(roles|users|keys|shares)\\.[^.]*\\.?", "");
    return field.isEmpty() ? problem.detail() : field + ": " + problem.detail();
  }

  /** 503 when the control plane could not be read or written. */
  static MutableHttpResponse<?> guarded(Supplier<MutableHttpResponse<?>> answer) {
    try {
      return answer.get();
    } catch (KafkaException | IllegalStateException e) {
      LOG.warn("the control plane could not be used", e);
      return Errors.answer(HttpStatus.SERVICE_UNAVAILABLE,
          "this cannot be done now; of a change nothing was written, or all: look, and try again")
          .header(HttpHeaders.RETRY_AFTER, "1");
    }
  }

  /** @param body null when there is none */
  static MutableHttpResponse<?> read(byte[] body, Function<JsonNode, MutableHttpResponse<?>> next) {
    try {
      var json = JSON.readTree(body == null ? new byte[0] : body);
      return next.apply(json == null ? JSON.missingNode() : json);
    } catch (JsonProcessingException e) {
      return Errors.answer(HttpStatus.BAD_REQUEST, "this is not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      return Errors.answer(HttpStatus.BAD_REQUEST, "this is not JSON: " + e.getMessage());
    }
  }

  static MutableHttpResponse<?> deleted() {
    return HttpResponse.noContent();
  }
}
