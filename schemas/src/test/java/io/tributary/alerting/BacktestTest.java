package io.tributary.alerting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tributary.alerting.Backtest.Raised;
import io.tributary.model.Hours;
import io.tributary.monitor.Monitor;
import io.tributary.monitor.MonitorJson.Draft;
import io.tributary.monitor.Options;
import io.tributary.monitor.Options.Thresholds;
import io.tributary.monitor.Owner;
import io.tributary.monitor.QueryParser;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class BacktestTest {
  private static final String SERIES = "sum:datadog.estimated_usage.logs.ingested_bytes{*}";
  private static final int FROM = Hours.slotOf(Instant.parse("2026-03-10T00:00:00Z"));

  private static Monitor monitor(String query, Options options) {
    return new Draft("m", "query alert", query, QueryParser.rule(query), "", List.of(), OptionalInt.empty(), options)
        .by(1, Owner.account("a"), Instant.EPOCH, Instant.EPOCH, Optional.empty());
  }

  private static Monitor monitor(String query) {
    return monitor(query, Options.of(Thresholds.of(QueryParser.rule(query).critical())));
  }

  private static TreeMap<Integer, BigDecimal> values(int from, int count, IntToDoubleFunction value) {
    var values = new TreeMap<Integer, BigDecimal>();
    for (int i = 0; i < count; i++) {
      double one = value.applyAsDouble(i);
      if (!Double.isNaN(one)) {
        values.put(from + i, BigDecimal.valueOf(one));
      }
    }
    return values;
  }

  /** {@code 12 Alert 150}, the number of the slot first. */
  private static List<String> told(List<Raised> raised, int from) {
    return raised.stream().map(each -> each.slot() - from + " " + each.notice().to().label() + (each.notice().isRepeat() ? " again" : "")
        + each.reading().value().map(value -> " " + value.stripTrailingZeros().toPlainString()).orElse("")).toList();
  }

  @Test
  void aThresholdIsToldOfWhenItIsCrossedAndWhenItIsOver() {
    var values = values(FROM, 40, i -> i >= 10 && i < 13 ? 150 : i == 20 ? Double.NaN : 5);
    assertEquals(List.of("10 Alert 150", "13 OK 5"),
        told(Backtest.ofSlots(monitor("max(last_5m):" + SERIES + " > 100"), values, FROM, FROM + 40), FROM));
    assertEquals(List.of("10 Alert 160", "15 OK 15"),
        told(Backtest.ofSlots(monitor("sum(last_15m):" + SERIES + " > 155"), values, FROM, FROM + 40), FROM));
    assertEquals(List.of("11 Alert 150"),
        told(Backtest.ofSlots(monitor("max(last_5m):" + SERIES + " > 100"), values, FROM + 11, FROM + 12), FROM));
  }

  @Test
  void warningsRecoveriesAndRepetitionsAreToldAsTheOptionsSay() {
    var values = values(FROM, 30, i -> i < 5 ? 10 : i < 10 ? 60 : i < 16 ? 120 : i < 20 ? 95 : 10);
    var options = new Options(new Thresholds(new BigDecimal("100"), Optional.of(new BigDecimal("50")), Optional.of(new BigDecimal("90")),
        Optional.empty()), false, Optional.empty(), Optional.of(Duration.ofMinutes(30)), Set.of("alert"), OptionalInt.of(1), Duration.ZERO,
        false, Optional.empty(), Map.of());
    assertEquals(List.of("5 Warn 60", "10 Alert 120", "16 Alert again 95", "20 OK 10"),
        told(Backtest.ofSlots(monitor("max(last_5m):" + SERIES + " > 100", options), values, FROM, FROM + 30), FROM));
  }

  @Test
  void noDataIsToldOfWhereThatIsAskedFor() {
    var values = values(FROM, 30, i -> i < 10 || i >= 20 ? 10 : Double.NaN);
    var options = new Options(Thresholds.of(new BigDecimal("100")), true, Optional.of(Duration.ofMinutes(15)), Optional.empty(), Set.of(),
        OptionalInt.empty(), Duration.ZERO, false, Optional.empty(), Map.of());
    assertEquals(List.of("12 No Data", "20 OK 10"),
        told(Backtest.ofSlots(monitor("max(last_5m):" + SERIES + " > 100", options), values, FROM, FROM + 30), FROM));
  }

  @Test
  void aChangeIsAgainstWhatWasBefore() {
    var values = values(FROM, 60, i -> i < 40 ? 10 : 30);
    assertEquals(List.of("40 Alert 200", "52 OK 0"),
        told(Backtest.ofSlots(monitor("pct_change(avg(last_5m),last_1h):" + SERIES + " > 100"), values, FROM, FROM + 60), FROM));
  }

  @Test
  void aSpikeIsToldOfOnceAndNamesWhatWasExpected() {
    var random = new Random(7);
    int spike = FROM + 1_500;
    var values = values(FROM, 1_800, i -> Math.round((FROM + i >= spike && FROM + i < spike + 6 ? 5 : 1)
        * (1000 + 300 * Math.sin(i * 2 * Math.PI / 288) + 30 * random.nextGaussian())));
    var raised = Backtest.ofSlots(monitor("avg(last_4h):anomalies(" + SERIES + ", 'agile', 3, direction='above') >= 1"), values,
        FROM + 1_440, FROM + 1_800);
    var alerts = raised.stream().filter(each -> each.notice().to() == AlertState.ALERT).toList();
    assertEquals(1, alerts.size(), () -> told(raised, FROM).toString());
    assertEquals(spike, alerts.getFirst().slot());
    var reading = alerts.getFirst().reading();
    assertTrue(reading.high().orElseThrow().compareTo(reading.value().orElseThrow()) < 0);
    assertTrue(reading.low().orElseThrow().compareTo(reading.expected().orElseThrow()) < 0);
    assertEquals(AlertState.OK, raised.getLast().notice().to());
  }

  @Test
  void whereOnlyHoursAreKnownWindowsAreWholeHours() {
    int hour = FROM / Hours.SLOTS;
    var values = values(hour, 48, i -> i == 20 ? 100 : 10);
    assertEquals(List.of("251 Alert 1200", "263 OK 120"),
        told(Backtest.ofHours(monitor("sum(last_1h):" + SERIES + " > 1000"), values, hour, hour + 48), FROM));
    assertEquals(List.of("251 Alert 100", "263 OK 10"),
        told(Backtest.ofHours(monitor("avg(last_5m):" + SERIES + " > 50"), values, hour, hour + 48), FROM));
    assertEquals(List.of("251 Alert 300", "263 OK 30"),
        told(Backtest.ofHours(monitor("sum(last_15m):" + SERIES + " > 200"), values, hour, hour + 48), FROM));
  }

  @Test
  void aBudgetIsOfTheMonthAndEndsWithIt() {
    int hour = Hours.of(Instant.parse("2026-03-01T00:00:00Z"));
    var values = values(hour, 31 * 24 + 24, i -> 1);
    assertEquals(List.of("1211 Alert 101", "8939 OK 1"),
        told(Backtest.ofBudget(monitor("sum(current_1mo):" + SERIES + " > 100"), values, hour, hour + 31 * 24 + 24), hour * Hours.SLOTS));
    assertEquals(List.of(), Backtest.ofBudget(monitor("avg(current_1mo):" + SERIES + " > 100"), values, hour, hour + 800));
  }
}
