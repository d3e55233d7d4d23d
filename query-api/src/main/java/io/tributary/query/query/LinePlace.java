package io.tributary.query.query;

import java.util.Comparator;

/** A line's place in the order of the hourly usage. */
public record LinePlace(int hour, String account, String org, String family) implements Comparable<LinePlace> {
  private static final Comparator<LinePlace> ORDER = Comparator.comparingInt(LinePlace::hour).thenComparing(LinePlace::account)
      .thenComparing(LinePlace::org).thenComparing(LinePlace::family);

  @Override
  public int compareTo(LinePlace other) {
    return ORDER.compare(this, other);
  }
}
