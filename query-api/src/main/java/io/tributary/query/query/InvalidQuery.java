package io.tributary.query.query;

import java.util.List;

/** A question that cannot be answered as it was asked, with everything that is wrong with it: one sentence each. */
public final class InvalidQuery extends RuntimeException {
  private final List<String> problems;

  public InvalidQuery(List<String> problems) {
    super(String.join("; ", problems));
    this.problems = List.copyOf(problems);
  }

  public List<String> problems() {
    return problems;
  }
}
