package io.tributary.catalog;

import io.tributary.model.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** A usage type, or several, that cannot be taken as they are; says everything that is wrong with them at once. */
public final class InvalidUsageType extends IllegalArgumentException {
  private final transient List<Problem> problems;

  InvalidUsageType(List<Problem> problems) {
    super(lines(problems));
    this.problems = List.copyOf(problems);
  }

  /** At least one. */
  public List<Problem> problems() {
    return problems;
  }

  static String lines(List<Problem> problems) {
    return problems.stream().map(problem -> problem.field() + ": " + problem.detail()).collect(Collectors.joining("\n"));
  }
}
