package io.tributary.sender;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.model.Problem;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an attempt came to, and so what to do next. */
sealed interface Answer {
  ObjectMapper JSON = new ObjectMapper();

  /** The fate of each event is known. @param refused problems by index; all others are stored */
  record Decided(Map<Integer, List<Problem>> refused) implements Answer {}

  /** Nobody knows what became of the events: the same request again. @param cause null when there was an answer */
  record Later(String reason, Throwable cause, Optional<Duration> retryAfter) implements Answer {}

  /** The request will never be taken, whatever its events are. */
  record Never(String reason) implements Answer {}

  /**
   * Reads an answer.
   *
   * @param events how many were sent: an answer that speaks of any other number is not about them
   * @param retryAfter the header: seconds, or an HTTP date
   */
  static Answer of(int status, Optional<String> retryAfter, String body, int events, Instant now) {
    boolean good = status >= 200 && status < 300;
    if (good || status == 400) {
      var decided = decided(body, events);
      if (decided.isPresent()) {
        return decided.get();
      }
    }
    var reason = status + ": " + shown(body);
    return good || status == 408 || status == 429 || status >= 500
        ? new Later(reason, null, retryAfter.flatMap(text -> wait(text, now)))
        : new Never(reason);
  }

  private static Optional<Answer> decided(String body, int events) {
    var json = read(body);
    if (!json.path("accepted").isInt() || !json.path("rejected").isArray()) {
      return Optional.empty();
    }
    var refused = new HashMap<Integer, List<Problem>>();
    for (var event : json.path("rejected")) {
      int index = event.path("index").asInt(-1);
      if (index < 0 || index >= events || refused.put(index, problems(event.path("problems"))) != null) {
        return Optional.empty();
      }
    }
    return json.path("accepted").intValue() + refused.size() == events ? Optional.of(new Decided(Map.copyOf(refused))) : Optional.empty();
  }

  private static List<Problem> problems(JsonNode list) {
    var problems = new ArrayList<Problem>();
    list.forEach(each -> problems.add(new Problem(each.path("field").asText(), each.path("code").asText(), each.path("detail").asText())));
    return List.copyOf(problems);
  }

  private static JsonNode read(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return JSON.missingNode(); // cut off, or a proxy's page
    }
  }

  private static String shown(String body) {
    var errors = read(body).path("errors");
    var text = errors.isArray() && errors.path(0).isTextual() ? errors.path(0).textValue() : body;
    return text.length() <= 200 ? text : text.substring(0, 200) + "…";
  }

  private static Optional<Duration> wait(String retryAfter, Instant now) {
    try {
      var wait = retryAfter.chars().allMatch(Character::isDigit)
          ? Duration.ofSeconds(Integer.parseInt(retryAfter))
          : Duration.between(now, ZonedDateTime.parse(retryAfter, DateTimeFormatter.RFC_1123_DATE_TIME));
      return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
    } catch (DateTimeException | NumberFormatException e) {
      return Optional.empty();
    }
  }
}
