package io.tributary.detection;

import io.tributary.monitor.Aggregator;
import io.tributary.monitor.Query;
import io.tributary.monitor.Window;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Values of windows of one series.
 *
 * @param series by the end of each bucket
 */
record Windows(NavigableMap<Instant, BigDecimal> series, Duration bucket, Query query) {
  /** Where a window begins whose last bucket ends at {@code end}. */
  Instant first(Window window, Instant end) {
    return switch (window) {
      case Window.Last last -> end.minus(last.span().duration());
      case Window.Current current -> floor(end.minus(bucket), switch (current.unit()) {
        case HOUR -> Duration.ofHours(1);
        case DAY -> Duration.ofDays(1);
      });
    };
  }

  private static Instant floor(Instant time, Duration of) {
    return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), of.toSeconds()) * of.toSeconds());
  }

  /** Whether there was data in the bucket that begins then, or before. */
  boolean isKnownFrom(Instant first) {
    return !series.isEmpty() && !series.firstKey().isAfter(first.plus(bucket));
  }

  /** Of the buckets that lie between; a window shorter than a bucket is the last one. Empty when none has data. */
  Optional<BigDecimal> value(Aggregator over, Instant first, Instant end) {
    var from = first.isAfter(end.minus(bucket)) ? end.minus(bucket) : first;
    var buckets = series.subMap(from, false, end, true);
    var value = over.of(query.rollup().map(rollup -> rolled(buckets, rollup)).orElse(buckets.values()));
    return query.as() == Query.As.RATE
        ? value.map(sum -> sum.divide(BigDecimal.valueOf(bucket.toSeconds()), MathContext.DECIMAL64)) : value;
  }

  private Collection<BigDecimal> rolled(NavigableMap<Instant, BigDecimal> buckets, Query.Rollup rollup) {
    var points = new TreeMap<Instant, List<BigDecimal>>();
    buckets.forEach((end, value) -> points.computeIfAbsent(floor(end.minus(bucket), Duration.ofSeconds(rollup.seconds())),
        any -> new ArrayList<>()).add(value));
    return points.values().stream().map(point -> rollup.by().of(point).orElseThrow()).toList();
  }
}
