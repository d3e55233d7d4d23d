package io.tributary.bench.query;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;

/** What a usage summary says, read with none of the code that wrote it. */
final class Summary {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Summary() {}

  /**
   * What an answer lacks: the running month with usage, and where asked for, each account's org in it.
   *
   * @throws IOException when the answer is no JSON, or ends early
   */
  static List<String> gaps(byte[] answer, Question question, int accounts) throws IOException {
    var month = JSON.readTree(answer).path("usage").path(0);
    if (month.valueStream().noneMatch(value -> value.asLong() > 0)) {
      return List.of("an answer %s has no usage".formatted(question));
    }
    int orgs = month.path("orgs").size();
    int wanted = question == Question.SUMMARY_OF_ORGS ? accounts : 0;
    return orgs == wanted ? List.of() : List.of("an answer %s has %,d orgs of %,d".formatted(question, orgs, wanted));
  }
}
