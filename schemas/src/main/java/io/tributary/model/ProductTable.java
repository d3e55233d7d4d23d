package io.tributary.model;

import java.util.Optional;

/**
 * A table of an org's own usage by a name that its events carry in a tag. Each org has at most {@link #mostNames} names of a usage
 * type in a month, so that a tag with a number in it fills no disk: they are those that come first, each is counted exactly for the
 * whole month, and all later ones together are one rest. Usage without the tag is in no table.
 */
public enum ProductTable {
  /** Custom metrics, by the name of the metric: days and months, with the highest hour of each. */
  METRICS("metric_name", 10_000, true),
  /** Indexed logs of each retention, by the index they lie in: hours. */
  INDEXES("index", 1_000, false);

  private static final Optional<ProductTable> OF_METRICS = Optional.of(METRICS);
  private static final Optional<ProductTable> OF_INDEXES = Optional.of(INDEXES);

  private final String tag;
  private final int mostNames;
  private final boolean byMonth;

  ProductTable(String tag, int mostNames, boolean byMonth) {
    this.tag = tag;
    this.mostNames = mostNames;
    this.byMonth = byMonth;
  }

  /** The tag whose value is the name. */
  public String tag() {
    return tag;
  }

  /** Of one org, usage type and month. */
  public int mostNames() {
    return mostNames;
  }

  /** Whether days and months are kept beside the hours. */
  public boolean byMonth() {
    return byMonth;
  }

  /** The table that a usage type is told apart in, if it is. Asked for every event. */
  public static Optional<ProductTable> of(UsageType type) {
    if (type.retention().isPresent()) {
      // What is live and what was rehydrated is counted a second time by types of its own.
      return type.name().startsWith("logs_live_") || type.name().startsWith("logs_rehydrated_") ? Optional.empty() : OF_INDEXES;
    }
    return type.name().equals("num_custom_timeseries") && type.family().equals("timeseries") ? OF_METRICS : Optional.empty();
  }
}
