package io.tributary.query.query;

import io.tributary.model.Hours;
import java.time.Instant;

/**
 * The hours from a first one on and before a last one, which is 24 hours later where it is not named.
 *
 * @param from first hour
 * @param to first hour after
 */
public record HourSpan(int from, int to) {
  static final String START = "start_hr";
  static final String END = "end_hr";
  private static final int DAY = 24;

  /** Reads and checks {@code start_hr} and {@code end_hr}. */
  static HourSpan read(Parameters parameters, Instant now) {
    parameters.require(START);
    var from = parameters.hour(START);
    int to = parameters.hour(END).orElse(from.orElse(0) + DAY);
    from.ifPresent(first -> HourlyQuery.checkTimes(parameters, first, to, now));
    return new HourSpan(from.orElse(0), to);
  }

  /** Of an endpoint that has no other parameters. @throws InvalidQuery with every problem */
  public static HourSpan of(Parameters parameters, Instant now) {
    var span = read(parameters, now);
    parameters.check();
    return span;
  }

  /** Those of them that have begun. */
  HourSpan begun(Instant now) {
    return new HourSpan(from, Math.min(to, Hours.of(now) + 1));
  }
}
