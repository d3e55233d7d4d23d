package io.tributary.query.query;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/**
 * What a list of reports is asked for.
 *
 * @param size most reports of a page
 * @param number of the page, from 0 on
 */
public record ReportsQuery(int size, int number, Direction direction, Order order) {
  private static final int MOST = 999_999_999;
  private static final int USUAL_SIZE = 60;

  /** Which come first. */
  public enum Direction { DESC, ASC }

  /** What they are sorted by. */
  public enum Order { START_DATE, END_DATE, COMPUTED_ON, SIZE }

  /** @throws InvalidQuery with every problem */
  public static ReportsQuery of(Parameters parameters) {
    var query = new ReportsQuery(parameters.number("page[size]", 1, MOST, USUAL_SIZE), parameters.number("page[number]", 0, MOST, 0),
        parameters.oneOf("sort_dir", Direction.values(), Direction.DESC), parameters.oneOf("sort", Order.values(), Order.START_DATE));
    parameters.check();
    return query;
  }

  /** The day that a report's id names. @throws InvalidQuery when it names none */
  public static LocalDate day(String id) {
    return Optional.of(id).filter(text -> text.matches("\\d{4}-\\d{2}-\\d{2}")).flatMap(ReportsQuery::parsed)
        .orElseThrow(() -> new InvalidQuery(List.of("Date must be YYYY-MM-DD")));
  }

  private static Optional<LocalDate> parsed(String text) {
    try {
      return Optional.of(LocalDate.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
