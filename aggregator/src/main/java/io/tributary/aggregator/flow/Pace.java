package io.tributary.aggregator.flow;

import java.time.Duration;

/**
 * How often a level commits. A commit has a price of its own, whatever it holds: while the stream keeps up, freshness is worth
 * it; while it catches up, nobody reads the running minute anyway (decision 0006).
 *
 * @param live how long what is fresh may wait for its commit, at each of the three levels
 * @param behind how long it may wait while events are older than two seconds when they are read
 */
public record Pace(Duration live, Duration behind) {
  /** An event that waited longer than this in its topic, in milliseconds, says that the stream is behind. */
  static final long FRESH_MILLIS = 2_000;

  public Pace {
    if (live.toMillis() < 1 || live.compareTo(behind) > 0) {
      throw new IllegalArgumentException("commits: at least every millisecond, and live not longer than behind: " + live + ", " + behind);
    }
  }

  /** The same pace whether the stream keeps up or not. */
  public static Pace every(Duration interval) {
    return new Pace(interval, interval);
  }
}
