package io.tributary.query.query;

import io.tributary.model.Directory;
import io.tributary.model.Hours;
import io.tributary.model.Measure;
import io.tributary.model.Problem;
import io.tributary.model.UsageType;
import io.tributary.monitor.Aggregator;
import io.tributary.monitor.Metrics;
import io.tributary.monitor.Query;
import io.tributary.monitor.Query.As;
import io.tributary.monitor.Query.Rollup;
import io.tributary.monitor.QueryParser;
import io.tributary.monitor.Tag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.OptionalLong;

/**
 * Which series of a metric are asked for.
 *
 * @param text as it was asked
 * @param from seconds since 1970, the beginning of a point
 * @param to first second after, the end of a point
 * @param by what the cells of a point's interval become
 * @param interval seconds of a point
 */
public record MetricsQuery(String text, Query query, UsageType type, long from, long to, Aggregator by, int interval) {
  /** Points that one series may have. */
  public static final int MOST_POINTS = 3_000;

  private static final int SLOT = 300;
  private static final int HOUR = 3_600;
  private static final int DAY = 24 * HOUR;
  private static final long MOST_SECONDS = 100_000_000_000L;

  /**
   * Reads and checks the parameters {@code query}, {@code from} and {@code to}, seconds since 1970.
   *
   * @throws InvalidQuery with every problem
   */
  public static MetricsQuery of(Parameters parameters, Directory directory, Instant now) {
    parameters.require("query");
    var from = seconds(parameters, "from");
    var to = seconds(parameters, "to");
    var text = parameters.text("query").orElse("");
    var problems = new ArrayList<Problem>();
    var query = text.isEmpty() ? null : QueryParser.query(text, "query", problems).orElse(null);
    problems.forEach(problem -> parameters.problem("Invalid query: " + problem.detail()));
    var type = query == null ? null : type(parameters, directory, query);
    if (from.isPresent() && to.isPresent() && from.getAsLong() >= to.getAsLong()) {
      parameters.problem("from must be before to");
    }
    parameters.check();
    return of(parameters, text, query, type, from.getAsLong(), to.getAsLong(), now);
  }

  private static MetricsQuery of(Parameters parameters, String text, Query query, UsageType type, long from, long to, Instant now) {
    int interval = query.rollup().map(Rollup::seconds).orElseGet(() -> interval(from, to, now));
    var counted = type.measure() == Measure.SUM || query.as() != As.PLAIN;
    var by = query.rollup().map(Rollup::by).orElse(counted ? Aggregator.SUM : Aggregator.AVG);
    long first = Math.floorDiv(from, (long) interval) * interval;
    long end = Math.min(Math.ceilDiv(to, (long) interval) * interval, end(now, interval));
    if (interval < HOUR && first < oldestSlot(now)) {
      parameters.problem("Five-minute cells are kept 7 days, so from may not be before " + Instant.ofEpochSecond(oldestSlot(now))
          + "; ask for a rollup of 3600 seconds or more");
    }
    long oldest = Hours.start(Hours.oldestKept(now)).getEpochSecond();
    if (first < oldest) {
      parameters.problem("Usage is kept 15 months, so from may not be before " + Instant.ofEpochSecond(oldest));
    }
    long points = Math.max(0, end - first) / interval;
    if (points > MOST_POINTS) {
      parameters.problem("The query has " + points + " points in a series; at most " + MOST_POINTS
          + " are answered: ask for a longer rollup, or for less time");
    }
    parameters.check();
    return new MetricsQuery(text, query, type, first, Math.max(first, end), by, interval);
  }

  private static OptionalLong seconds(Parameters parameters, String name) {
    parameters.require(name);
    var text = parameters.text(name);
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    long seconds = text.get().matches("\\d{1,12}") ? Long.parseLong(text.get()) : MOST_SECONDS;
    if (seconds >= MOST_SECONDS) {
      parameters.invalid(name, text.get(), "seconds since 1970");
      return OptionalLong.empty();
    }
    return OptionalLong.of(seconds);
  }

  private static UsageType type(Parameters parameters, Directory directory, Query query) {
    if (query.groupBy().contains(Tag.BILLING_DIMENSION)
        || query.filter().conditions().stream().anyMatch(condition -> condition.tag() == Tag.BILLING_DIMENSION)) {
      parameters.problem("Invalid query: only cost has the tag billing_dimension");
    }
    var type = Metrics.type(directory.catalogue(), query.metric());
    if (type.isEmpty()) {
      parameters.problem("Invalid query: "
          + (Metrics.isCost(query.metric()) ? "cost is answered by /api/v2/usage/estimated_cost and projected_cost"
          : "there is no metric '" + query.metric() + "'; /api/v1/search lists them"));
    }
    return type.orElse(null);
  }

  /** What suits a span: up to a day in five minutes, up to two months in hours, days beyond. */
  private static int interval(long from, long to, Instant now) {
    if (to - from <= DAY && from >= oldestSlot(now)) {
      return SLOT;
    }
    return to - from <= 62L * DAY ? HOUR : DAY;
  }

  private static long oldestSlot(Instant now) {
    return Hours.slotStart(Hours.oldestSlotKept(now) + 1).getEpochSecond();
  }

  /** Usage may be an hour ahead, and no later. */
  private static long end(Instant now, int interval) {
    return Math.ceilDiv(now.getEpochSecond() + HOUR, (long) interval) * interval;
  }

  /** Whether points are made of five-minute cells; else they are made of hours. */
  public boolean isOfSlots() {
    return interval < HOUR;
  }

  /** The first bucket, a slot or an hour. */
  int firstBucket() {
    return (int) (from / (isOfSlots() ? SLOT : HOUR));
  }

  /** The first bucket after. */
  int endBucket() {
    return (int) (to / (isOfSlots() ? SLOT : HOUR));
  }

  /** The second that the point of a bucket begins with. */
  long pointOf(int bucket) {
    return Math.floorDiv((long) bucket * (isOfSlots() ? SLOT : HOUR), (long) interval) * interval;
  }
}
