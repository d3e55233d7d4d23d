package io.tributary.detection;

import io.tributary.alerting.Alert.Reading;
import io.tributary.alerting.AlertState;
import io.tributary.alerting.Judgement;
import io.tributary.alerting.Notices;
import io.tributary.alerting.Notices.Finding;
import io.tributary.alerting.Standing;
import io.tributary.model.Hours;
import io.tributary.monitor.Monitor;
import io.tributary.monitor.Rule;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;

/**
 * What a monitor would have told of one series, had it watched it from its first bucket on. It looks when a bucket is over, so what the
 * stream raises while a bucket goes on is here at its end; downtimes are left out.
 */
public final class Backtest {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private final Monitor monitor;
  private final Windows windows;
  private final Optional<Outside> outside;
  private final List<Told> told = new ArrayList<>();
  private Standing standing = Standing.NEW;
  private Instant lastData;

  /**
   * One notification.
   *
   * @param at end of the bucket that decided
   * @param again whether it only says once more what was told before
   * @param reading the figures that decided; without a value where there was no data
   */
  public record Told(Instant at, AlertState from, AlertState to, boolean again, Reading reading) {}

  /** What a rule makes of a bucket: the figures for people, and what thresholds are of. */
  private record Found(Reading reading, BigDecimal compared) {}

  private Backtest(Monitor monitor, NavigableMap<Instant, BigDecimal> series, Duration bucket) {
    this.monitor = monitor;
    windows = new Windows(series, bucket, monitor.rule().query());
    outside = monitor.rule() instanceof Rule.Anomaly rule ? Optional.of(new Outside(rule, bucket)) : Optional.empty();
    lastData = series.isEmpty() ? Instant.MIN : series.firstKey();
  }

  /**
   * @param series values by the end of their buckets; a bucket that is not there has no data
   * @param bucket length of each: five minutes or an hour
   * @param until end of the last bucket that is looked at; what series has after it is not
   * @return in the order in which they would have come
   * @throws IllegalArgumentException when the rule is not of windows, a change or an anomaly: budgets and first uses are not of one series
   */
  public static List<Told> run(Monitor monitor, NavigableMap<Instant, BigDecimal> series, Duration bucket, Instant until) {
    if (monitor.rule() instanceof Rule.Budget || monitor.rule() instanceof Rule.FirstUsage) {
      throw new IllegalArgumentException("not of one series: " + monitor.rule().text());
    }
    var test = new Backtest(monitor, series.headMap(until, true), bucket);
    if (!series.isEmpty()) {
      for (var end = series.firstKey(); !end.isAfter(until); end = end.plus(bucket)) {
        test.ended(end, Optional.ofNullable(series.get(end)));
      }
    }
    return List.copyOf(test.told);
  }

  private void ended(Instant end, Optional<BigDecimal> value) {
    if (value.isPresent()) {
      lastData = end;
    }
    int slot = Hours.slotOf(end) - 1;
    var silence = Duration.between(lastData, end);
    var found = found(end, value);
    if (monitor.options().noDataAfter().filter(after -> silence.compareTo(after) >= 0).isPresent()) {
      take(Notices.found(standing, new Finding(AlertState.NO_DATA, slot, true), monitor.options(), false, end), end, Reading.NONE);
    } else if (found.isPresent()) {
      var judgement = Judgement.of(monitor, found.get().compared(), standing.state());
      var reading = outside.isPresent() ? found.get().reading()
          : judgement.threshold().map(found.get().reading()::withThreshold).orElse(found.get().reading());
      take(Notices.found(standing, new Finding(judgement.state(), slot, true), monitor.options(), false, end), end, reading);
    } else if (isOverWithoutData()) {
      take(Notices.found(standing, new Finding(AlertState.OK, slot, true), monitor.options(), false, end), end, Reading.NONE);
    } else {
      take(Notices.passed(standing, monitor.options(), false, end), end, Reading.NONE);
    }
  }

  /** What only rises ends when its window has passed, also when nothing comes any more; as the stream has it. */
  private boolean isOverWithoutData() {
    return outside.isEmpty() && monitor.rule().comparison().isUpward() && monitor.options().noDataAfter().isEmpty();
  }

  private void take(Notices.Step step, Instant end, Reading reading) {
    standing = step.standing();
    step.notice().ifPresent(notice -> told.add(new Told(end, notice.from(), notice.to(), notice.isRepeat(), reading)));
  }

  private Optional<Found> found(Instant end, Optional<BigDecimal> value) {
    return switch (monitor.rule()) {
      case Rule.Threshold rule -> {
        var first = windows.first(rule.window(), end);
        yield monitor.options().requireFullWindow() && !windows.isKnownFrom(first) ? Optional.empty()
            : windows.value(rule.over(), first, end).map(reading -> new Found(Reading.of(reading), reading));
      }
      case Rule.Change rule -> {
        var now = windows.value(rule.over(), end.minus(rule.window().duration()), end);
        var then = end.minus(rule.back().duration());
        var before = windows.value(rule.over(), then.minus(rule.window().duration()), then)
            .filter(base -> !rule.percent() || base.signum() != 0);
        yield now.isEmpty() || before.isEmpty() ? Optional.empty() : Optional.of(change(rule, now.get(), before.get()));
      }
      case Rule.Anomaly rule -> outside.orElseThrow().part(end, value)
          .map(part -> new Found(outside.orElseThrow().reading(), part));
      case Rule.Budget any -> throw new IllegalArgumentException(any.text());
      case Rule.FirstUsage any -> throw new IllegalArgumentException(any.text());
    };
  }

  private static Found change(Rule.Change rule, BigDecimal now, BigDecimal before) {
    var difference = now.subtract(before);
    var change = rule.percent() ? difference.multiply(HUNDRED).divide(before.abs(), MathContext.DECIMAL64) : difference;
    return new Found(Reading.of(change).withExpected(before), change);
  }
}
