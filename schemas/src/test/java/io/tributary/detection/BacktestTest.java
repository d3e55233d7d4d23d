package io.tributary.detection;

import static io.tributary.alerting.AlertState.ALERT;
import static io.tributary.alerting.AlertState.NO_DATA;
import static io.tributary.alerting.AlertState.OK;
import static io.tributary.alerting.AlertState.WARN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tributary.alerting.AlertState;
import io.tributary.detection.Backtest.Told;
import io.tributary.monitor.Monitor;
import io.tributary.monitor.Options;
import io.tributary.monitor.Options.Thresholds;
import io.tributary.monitor.Owner;
import io.tributary.monitor.QueryParser;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class BacktestTest {
  private static final Instant MONDAY = Instant.parse("2026-01-05T00:00:00Z");
  private static final Duration FIVE = Duration.ofMinutes(5);
  private static final String METRIC = "sum:datadog.estimated_usage.logs.ingested_bytes{*}";

  private static Monitor monitor(String query, Options options) {
    return new Monitor(7, Owner.partner("p"), "m", "query alert", query, QueryParser.rule(query), "", List.of(), OptionalInt.empty(), options,
        MONDAY, MONDAY, Optional.empty());
  }

  private static Options critical(String critical) {
    return Options.of(Thresholds.of(new BigDecimal(critical)));
  }

  private static Instant end(int bucket) {
    return MONDAY.plus(FIVE.multipliedBy(bucket + 1L));
  }

  /** Null is no data. */
  private static NavigableMap<Instant, BigDecimal> series(int buckets, IntFunction<Integer> value) {
    var series = new TreeMap<Instant, BigDecimal>();
    for (int i = 0; i < buckets; i++) {
      if (value.apply(i) != null) {
        series.put(end(i), BigDecimal.valueOf(value.apply(i)));
      }
    }
    return series;
  }

  private static void assertTold(List<Told> told, Object... bucketsAndStates) {
    assertEquals(bucketsAndStates.length / 2, told.size(), told::toString);
    for (int i = 0; i < told.size(); i++) {
      assertEquals(end((int) bucketsAndStates[2 * i]), told.get(i).at(), told::toString);
      assertEquals((AlertState) bucketsAndStates[2 * i + 1], told.get(i).to(), told::toString);
    }
  }

  @Test
  void aThresholdIsRaisedAndRecovers() {
    var monitor = monitor("sum(last_10m):" + METRIC + " > 15", critical("15"));
    var told = Backtest.run(monitor, series(20, i -> i == 10 ? 12 : 5), FIVE, end(19));
    assertTold(told, 10, ALERT, 12, OK);
    assertEquals(new BigDecimal("17"), told.getFirst().reading().value().orElseThrow());
    assertEquals(new BigDecimal("15"), told.getFirst().reading().threshold().orElseThrow());
    assertTrue(Backtest.run(monitor, series(20, i -> 5), FIVE, end(19)).isEmpty());
    assertTrue(Backtest.run(monitor, new TreeMap<>(), FIVE, end(19)).isEmpty());
  }

  @Test
  void whatIsAfterTheEndIsNotLookedAt() {
    var monitor = monitor("sum(last_5m):" + METRIC + " > 10", critical("10"));
    assertTrue(Backtest.run(monitor, series(20, i -> i >= 15 ? 12 : 5), FIVE, end(14)).isEmpty());
  }

  @Test
  void warningsAndRecoveryThresholdsCount() {
    var thresholds = new Thresholds(new BigDecimal("100"), Optional.of(new BigDecimal("50")), Optional.of(new BigDecimal("80")),
        Optional.empty());
    var told = Backtest.run(monitor("avg(last_5m):" + METRIC + " > 100", Options.of(thresholds)),
        series(10, i -> List.of(10, 60, 120, 90, 90, 70, 40, 10, 10, 10).get(i)), FIVE, end(9));
    assertTold(told, 1, WARN, 2, ALERT, 5, WARN, 6, OK);
  }

  @Test
  void aChangeIsOfTheSameWindowBefore() {
    var told = Backtest.run(monitor("pct_change(sum(last_10m),last_1h):" + METRIC + " > 50", critical("50")),
        series(40, i -> i >= 20 ? 20 : 10), FIVE, end(39));
    assertTold(told, 21, ALERT, 32, OK);
    assertEquals(new BigDecimal("20"), told.getFirst().reading().expected().orElseThrow());
  }

  @Test
  void missingDataIsNotZeroAndIsToldOfWhereThatIsWanted() {
    var below = "sum(last_5m):" + METRIC + " < 3";
    NavigableMap<Instant, BigDecimal> gap = series(40, i -> i >= 10 && i < 20 ? null : 5);
    assertTrue(Backtest.run(monitor(below, critical("3")), gap, FIVE, end(39)).isEmpty());
    var plain = critical("3");
    var options = new Options(plain.thresholds(), true, Optional.of(Duration.ofMinutes(15)), Optional.empty(), Set.of("alert"),
        OptionalInt.empty(), Duration.ZERO, false, Optional.empty(), plain.kept());
    assertTold(Backtest.run(monitor(below, options), gap, FIVE, end(39)), 12, NO_DATA, 20, OK);
  }

  @Test
  void whatLastsIsSaidAgain() {
    var plain = critical("10");
    var options = new Options(plain.thresholds(), false, Optional.empty(), Optional.of(Duration.ofMinutes(20)), Set.of("alert"),
        OptionalInt.of(2), Duration.ZERO, false, Optional.empty(), plain.kept());
    var told = Backtest.run(monitor("sum(last_5m):" + METRIC + " > 10", options), series(30, i -> i >= 5 && i < 25 ? 20 : 1), FIVE, end(29));
    assertTold(told, 5, ALERT, 9, ALERT, 13, ALERT, 25, OK);
    assertTrue(!told.get(0).again() && told.get(1).again() && told.get(2).again());
  }

  @Test
  void aSpikeAndADropAreAnomalies() {
    int day = 288;
    IntFunction<Integer> usage = i -> {
      int usual = 1000 + i * 7919 % 101;
      return i >= 5 * day && i < 5 * day + 6 ? 5 * usual : i >= 6 * day && i < 6 * day + 6 ? 0 : usual;
    };
    var both = Backtest.run(monitor("avg(last_4h):anomalies(" + METRIC + ", 'agile', 3) >= 1", critical("1")), series(7 * day, usage), FIVE,
        end(7 * day - 1));
    assertTold(both, 5 * day, ALERT, 5 * day + 6, OK, 6 * day, ALERT, 6 * day + 6, OK);
    var reading = both.getFirst().reading();
    assertTrue(reading.high().orElseThrow().compareTo(reading.value().orElseThrow()) < 0, reading::toString);
    var above = Backtest.run(monitor("avg(last_4h):anomalies(" + METRIC + ", 'agile', 3, direction='above', alert_window='last_15m') >= 1",
        critical("1")), series(7 * day, usage), FIVE, end(7 * day - 1));
    assertTold(above, 5 * day + 2, ALERT, 5 * day + 6, OK);
  }

  @Test
  void hoursAreTestedLikeFiveMinutes() {
    var series = new TreeMap<Instant, BigDecimal>();
    for (int hour = 0; hour < 24 * 30; hour++) {
      series.put(MONDAY.plus(Duration.ofHours(hour + 1L)), BigDecimal.valueOf(hour == 700 ? 9000 : 1000 + hour * 7919 % 101));
    }
    var told = Backtest.run(monitor("avg(last_4h):anomalies(" + METRIC + ", 'agile', 3, direction='above') >= 1", critical("1")), series,
        Duration.ofHours(1), series.lastKey());
    assertEquals(List.of(ALERT, OK), told.stream().map(Told::to).toList(), told::toString);
    assertEquals(MONDAY.plus(Duration.ofHours(701)), told.getFirst().at());
  }

  @Test
  void aBudgetIsRefused() {
    var budget = monitor("sum(current_1mo):" + METRIC + " > 10", critical("10"));
    assertThrows(IllegalArgumentException.class, () -> Backtest.run(budget, series(3, i -> 1), FIVE, end(2)));
  }
}
