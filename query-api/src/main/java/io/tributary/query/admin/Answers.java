package io.tributary.query.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.tributary.model.Problem;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the admin endpoints answer: what was written, or {@code {"errors": [sentences], "problems": [{field, code, detail}]}}. */
final class Answers {
  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

  /** @param problems the same again, for programs */
  private record Wrong(List<String> errors, List<Problem> problems) {}

  private Answers() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static MutableHttpResponse<?> of(Supplier<Admin.Outcome> change) {
    return guarded(() -> answer(change.get()));
  }

  /** 503 when the control plane could not be written. */
  static MutableHttpResponse<?> guarded(Supplier<MutableHttpResponse<?>> answer) {
    try {
      return answer.get();
    } catch (KafkaException | IllegalStateException e) {
      LOG.warn("the control plane could not be written", e);
      return error(HttpStatus.SERVICE_UNAVAILABLE, "this could not be written now; nothing of it was, or all of it: send it again")
          .header(HttpHeaders.RETRY_AFTER, "1");
    }
  }

  static MutableHttpResponse<?> answer(Admin.Outcome outcome) {
    return switch (outcome) {
      case Admin.Outcome.Written(var changes) -> HttpResponse.ok(object().put("written", changes));
      case Admin.Outcome.Refused(var problems) -> {
        boolean unknown = problems.stream().anyMatch(problem -> problem.code().equals(Admin.NOT_FOUND));
        yield HttpResponse.status(unknown ? HttpStatus.NOT_FOUND : HttpStatus.BAD_REQUEST).body(new Wrong(
            problems.stream().map(Answers::sentence).toList(), problems));
      }
    };
  }

  private static String sentence(Problem problem) {
    return problem.field().isEmpty() ? problem.detail() : problem.field() + ": " + problem.detail();
  }

  static MutableHttpResponse<?> error(HttpStatus status, String why) {
    return HttpResponse.status(status).body(new Wrong(List.of(why), List.of()));
  }

  /** JSON, unless the request says that it is YAML. */
  static MutableHttpResponse<?> read(HttpRequest<?> request, byte[] body, Function<JsonNode, MutableHttpResponse<?>> next) {
    boolean yaml = request.getContentType().filter(type -> type.getSubtype().contains("yaml")).isPresent();
    try {
      var text = body == null ? new byte[0] : body;
      return next.apply(yaml ? WorldText.yaml(text) : WorldText.json(text));
    } catch (WorldText.Unreadable e) {
      return answer(new Admin.Outcome.Refused(List.of(e.problem())));
    }
  }
}
