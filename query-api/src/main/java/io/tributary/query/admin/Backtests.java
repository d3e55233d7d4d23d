package io.tributary.query.admin;

import io.tributary.alerting.Backtest;
import io.tributary.alerting.Backtest.Raised;
import io.tributary.model.Directory;
import io.tributary.model.Hours;
import io.tributary.model.Measure;
import io.tributary.model.UsageType;
import io.tributary.monitor.Aggregator;
import io.tributary.monitor.Metrics;
import io.tributary.monitor.Monitor;
import io.tributary.monitor.Query;
import io.tributary.monitor.Rule;
import io.tributary.query.access.Caller;
import io.tributary.query.query.InvalidQuery;
import io.tributary.query.query.MetricSeries;
import io.tributary.query.query.MetricsQuery;
import io.tributary.query.reader.UsageReader;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A monitor over stored history: five-minute cells where the time that is asked for is the last seven days, hours beyond. What comes
 * before that time, as far as it is kept, teaches and is not told.
 */
final class Backtests {
  /** Hours that are looked at to learn from, before those that are asked for. */
  private static final int LEARNING_HOURS = 14 * 24;
  private static final int MOST_HOURS = 62 * 24;
  private static final int MOST_GROUPS = 200;
  private static final int SLOT = 300;
  private static final int HOUR = 3_600;

  private final UsageReader reader;
  private final Instant now;

  /** @param group its name, {@code *} for a monitor without groups */
  record Group(String group, List<Raised> raised) {}

  /** @param from whole five minutes, or hours */
  record Result(Instant asOf, Instant from, Instant to, boolean byHours, UsageType type, List<Group> groups) {}

  Backtests(UsageReader reader, Instant now) {
    this.reader = reader;
    this.now = now;
  }

  /**
   * @throws InvalidQuery when there is no history to test it on, or too much
   * @throws io.tributary.model.NotReady when it cannot be read now
   */
  Result run(Monitor monitor, Instant from, Instant to, Caller caller, Directory directory) {
    var end = to.isAfter(now) ? now : to;
    var type = Metrics.type(directory.catalogue(), monitor.rule().query().metric());
    if (type.isEmpty()) {
      throw new InvalidQuery(List.of("Cost keeps no history of its days to test a monitor on; its usage does"));
    }
    if (!from.isBefore(end)) {
      throw new InvalidQuery(List.of("from must be before to, and not in the future"));
    }
    if (from.isBefore(end.minusSeconds((long) MOST_HOURS * HOUR))) {
      throw new InvalidQuery(List.of("At most 62 days are tested at once"));
    }
    int oldest = Hours.oldestSlotKept(now) + 1;
    boolean byHours = monitor.rule() instanceof Rule.Budget || Hours.slotOf(from) < oldest;
    if (!byHours) {
      int first = Hours.slotOf(from);
      int last = Hours.slotOf(end);
      return result(monitor, type.get(), caller, directory, SLOT, Math.max(oldest, first - before(monitor, oldest, first)), first, last);
    }
    int first = Hours.of(from);
    int learning = monitor.rule() instanceof Rule.Budget ? Hours.firstOfMonth(Hours.month(first)) : first - LEARNING_HOURS;
    return result(monitor, type.get(), caller, directory, HOUR, Math.max(learning, Hours.oldestKept(now)), first, Hours.of(end));
  }

  /** Slots that are needed of the time before: a detector learns from all that there are. */
  private static int before(Monitor monitor, int oldest, int first) {
    int silence = monitor.options().noDataAfter().map(after -> (int) after.toMinutes() / 5 + 1).orElse(0);
    return Math.max(silence, switch (monitor.rule()) {
      case Rule.Threshold rule -> first - rule.window().first(first);
      case Rule.Change rule -> rule.window().slots() + rule.back().slots();
      default -> first - oldest;
    });
  }

  private Result result(Monitor monitor, UsageType type, Caller caller, Directory directory, int seconds, int learning,
      int first, int last) {
    var asked = monitor.rule().query();
    var query = new Query(asked.metric(), asked.filter(), asked.groupBy(), Query.As.PLAIN, Optional.empty());
    var answer = MetricSeries.read(new MetricsQuery(query.toString(), query, type, (long) learning * seconds, (long) last * seconds,
        Aggregator.SUM, seconds), caller, directory, reader);
    if (answer.series().size() > MOST_GROUPS) {
      throw new InvalidQuery(List.of("The monitor has " + answer.series().size() + " groups; at most " + MOST_GROUPS
          + " are tested at once"));
    }
    var groups = new ArrayList<Group>();
    for (var series : answer.series()) {
      var values = new TreeMap<Integer, BigDecimal>();
      series.points().forEach((at, value) -> values.put((int) (at / seconds), value));
      groups.add(new Group(query.groupName(series.group()), raised(monitor, type, values, seconds, first, last)));
    }
    return new Result(answer.asOf(), Instant.ofEpochSecond((long) first * seconds), Instant.ofEpochSecond((long) last * seconds),
        seconds == HOUR, type, groups);
  }

  private static List<Raised> raised(Monitor monitor, UsageType type, TreeMap<Integer, BigDecimal> values, int seconds,
      int first, int last) {
    if (monitor.rule() instanceof Rule.Budget) {
      return Backtest.ofBudget(monitor, values, first, last);
    }
    if (seconds == SLOT) {
      return Backtest.ofSlots(monitor, values, first, last);
    }
    if (type.measure() == Measure.SUM) {
      values.replaceAll((hour, value) -> value.divide(BigDecimal.valueOf(Hours.SLOTS), MathContext.DECIMAL128));
    }
    return Backtest.ofHours(monitor, values, first, last);
  }
}
