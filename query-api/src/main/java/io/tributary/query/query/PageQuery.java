package io.tributary.query.query;

import java.util.Optional;

/**
 * Which page is asked for.
 *
 * @param limit most rows of it
 * @param cursor what the page before said comes next; empty for the first
 * @param parameter that the cursor came in, for messages
 */
public record PageQuery(int limit, Optional<String> cursor, String parameter) {
  /** What a client asks for that writes its absent cursor out as text. */
  private static final String NULL = "null";

  /**
   * Reads and checks the parameters.
   *
   * @param limit the name of the one that says how many rows
   * @param cursor the name of the one that says where the page begins
   * @param largest most rows that a page may have
   */
  public static PageQuery of(Parameters parameters, String limit, int largest, int absent, String cursor) {
    return new PageQuery(parameters.number(limit, 1, largest, absent), parameters.text(cursor), cursor);
  }

  /** There is nothing after the last page, and that is an answer. */
  public boolean isAfterTheLast() {
    return cursor.filter(NULL::equals).isPresent();
  }
}
