package io.tributary.aggregator.flow;

import java.time.Duration;

/**
 * How often a level commits. A commit has a price of its own, whatever it holds: while the stream keeps up, freshness is worth
 * it; while it catches up, nobody reads the running minute anyway (decision 0006).
 *
 * @param live how long what is fresh may wait for its commit, at each of the three levels
 * @param behind how long it may wait at most, and does while events are at least twice as old when they are read
 */
public record Pace(Duration live, Duration behind) {
  public Pace {
    if (live.toMillis() < 1 || live.compareTo(behind) > 0) {
      throw new IllegalArgumentException("commits: at least every millisecond, and live not longer than behind: " + live + ", " + behind);
    }
  }

  /**
   * How long after the last commit the next one is due: half the age of what is read, so that a stream which cannot carry the short
   * pause settles at the shortest that it can, and within {@link #live} and {@link #behind}.
   */
  long pauseMillis(long ageMillis) {
    return Math.clamp(ageMillis / 2, live.toMillis(), behind.toMillis());
  }

  /** The same pace whether the stream keeps up or not. */
  public static Pace every(Duration interval) {
    return new Pace(interval, interval);
  }
}
