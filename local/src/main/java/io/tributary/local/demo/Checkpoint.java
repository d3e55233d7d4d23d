package io.tributary.local.demo;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * How far the demo's story is told, in seconds since 1970. Until {@code toldTo} everything was acknowledged. From there to
 * {@code plannedTo} it is being told in the way written here, and must be finished in that way, with the same ids, by whoever
 * comes after a crash.
 *
 * @param anchor the hour from which growth is counted
 * @param rate how the planned part is told: this many events a second; 0 for densely, as the past is
 * @param begunAt the story's first second
 * @param feeding whether the story is to go on after what is planned; false once it was ready and had no live feed
 */
@JsonIgnoreProperties("planned")
record Checkpoint(long seed, int anchor, long begunAt, long toldTo, long plannedTo, int rate, boolean feeding) {
  Checkpoint {
    if (plannedTo < toldTo || rate < 0) {
      throw new IllegalArgumentException("told to " + toldTo + ", planned to " + plannedTo + " at rate " + rate);
    }
  }

  /** Nothing told yet; the story begins at a second. */
  static Checkpoint beginning(long seed, int anchor, long from) {
    return new Checkpoint(seed, anchor, from, from, from, 0, true);
  }

  boolean isPlanned() {
    return plannedTo > toldTo;
  }

  /** A plan is never changed before it is finished: part of it may be told already. */
  Checkpoint plan(long to, int atRate) {
    if (isPlanned()) {
      throw new IllegalStateException("planned to " + plannedTo + ", told to " + toldTo);
    }
    return new Checkpoint(seed, anchor, begunAt, toldTo, to, atRate, feeding);
  }

  Checkpoint told(long to) {
    return new Checkpoint(seed, anchor, begunAt, to, plannedTo, rate, feeding);
  }

  /** Nothing is told of the time up to a second. */
  Checkpoint skip(long to) {
    return new Checkpoint(seed, anchor, begunAt, to, to, 0, feeding);
  }

  Checkpoint feeding(boolean on) {
    return new Checkpoint(seed, anchor, begunAt, toldTo, plannedTo, rate, on);
  }
}
