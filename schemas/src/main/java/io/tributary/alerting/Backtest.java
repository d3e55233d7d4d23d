package io.tributary.alerting;

import io.tributary.alerting.Alert.Reading;
import io.tributary.alerting.Notices.Finding;
import io.tributary.alerting.Notices.Notice;
import io.tributary.detection.Detector;
import io.tributary.detection.Sensitivity;
import io.tributary.detection.Verdict;
import io.tributary.model.Hours;
import io.tributary.model.MonthCell;
import io.tributary.model.Quantity;
import io.tributary.monitor.Aggregator;
import io.tributary.monitor.Monitor;
import io.tributary.monitor.Rule;
import io.tributary.rules.Monthly;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/**
 * What a monitor would have raised for one group, over usage that is all there: each five minutes are judged once they are over, so an
 * alert that the stream raises before is here at their end.
 */
public final class Backtest {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
  private static final int SHOWN_DIGITS = 9;

  private final Monitor monitor;
  private final NavigableMap<Integer, BigDecimal> values;
  private final int stepSlots;
  private final List<Raised> raised = new ArrayList<>();
  private Standing standing = Standing.NEW;

  /** @param slot the five minutes at whose end it would have been told, the last of an hour where only hours are known */
  public record Raised(int slot, Notice notice, Reading reading) {}

  /** A value, and what thresholds are compared with where that is another. */
  private record Found(Reading reading, BigDecimal compared) {
    static Found of(Reading reading) {
      return new Found(reading, reading.value().orElseThrow());
    }
  }

  private Backtest(Monitor monitor, NavigableMap<Integer, BigDecimal> values, int stepSlots) {
    this.monitor = monitor;
    this.values = values;
    this.stepSlots = stepSlots;
  }

  /**
   * Of any rule but budgets.
   *
   * @param values by five minutes; a step without usage is not there
   * @param from first five minutes that something is raised of; those before teach
   * @param to first after
   */
  public static List<Raised> ofSlots(Monitor monitor, NavigableMap<Integer, BigDecimal> values, int from, int to) {
    return new Backtest(monitor, values, 1).run(from, to);
  }

  /** As {@link #ofSlots}, where only hours are known: by hour, what five minutes of it had on average. */
  public static List<Raised> ofHours(Monitor monitor, NavigableMap<Integer, BigDecimal> values, int from, int to) {
    return new Backtest(monitor, values, Hours.SLOTS).run(from, to);
  }

  /**
   * Of a budget.
   *
   * @param values by hour, those of the first month from its beginning
   * @param from first hour that something is raised of
   * @param to first hour after
   */
  public static List<Raised> ofBudget(Monitor monitor, NavigableMap<Integer, BigDecimal> values, int from, int to) {
    return new Backtest(monitor, values, Hours.SLOTS).spend((Rule.Budget) monitor.rule(), from, to);
  }

  private List<Raised> run(int from, int to) {
    if (monitor.rule() instanceof Rule.Anomaly rule) {
      detect(rule, from, to);
    } else {
      for (int step = from; step < to; step++) {
        judge(step, window(step));
      }
    }
    return List.copyOf(raised);
  }

  private Optional<Found> window(int step) {
    return switch (monitor.rule()) {
      case Rule.Threshold rule -> value(rule.over(), slot -> rule.window().first(slot), step).map(value -> Found.of(Reading.of(value)));
      case Rule.Change rule -> {
        int back = Math.ceilDiv(rule.back().slots(), stepSlots);
        IntUnaryOperator first = slot -> slot - rule.window().slots() + 1;
        yield value(rule.over(), first, step).flatMap(now -> value(rule.over(), first, step - back)
            .filter(before -> !rule.percent() || before.signum() != 0)
            .map(before -> Found.of(Reading.of(change(rule, now, before)).withExpected(before))));
      }
      default -> throw new IllegalArgumentException("not a rule of windows: " + monitor.rule());
    };
  }

  private static BigDecimal change(Rule.Change rule, BigDecimal now, BigDecimal before) {
    var difference = now.subtract(before);
    return rule.percent() ? difference.multiply(HUNDRED).divide(before.abs(), MathContext.DECIMAL64) : difference;
  }

  /** @param first of the slots of a window, by its last */
  private Optional<BigDecimal> value(Aggregator over, IntUnaryOperator first, int step) {
    int last = (step + 1) * stepSlots - 1;
    int begin = first.applyAsInt(last);
    var steps = values.subMap(Math.floorDiv(begin, stepSlots), true, step, true).values();
    var value = over.of(steps);
    if (over != Aggregator.SUM || stepSlots == 1) {
      return value;
    }
    // Twelve five minutes are in each hour, but for a window that is shorter than one.
    return value.map(sum -> sum.multiply(BigDecimal.valueOf(Math.min(stepSlots, last - begin + 1L))));
  }

  private void judge(int step, Optional<Found> found) {
    int slot = (step + 1) * stepSlots - 1;
    if (isSilent(step)) {
      take(new Finding(AlertState.NO_DATA, slot, true), Reading.NONE);
    } else if (found.isPresent()) {
      var judgement = Judgement.of(monitor, found.get().compared(), standing.state());
      var reading = monitor.rule() instanceof Rule.Anomaly ? found.get().reading()
          : judgement.threshold().map(found.get().reading()::withThreshold).orElse(found.get().reading());
      take(new Finding(judgement.state(), slot, true), reading);
    } else if (standing.state() != AlertState.OK) {
      take(new Finding(AlertState.OK, slot, true), Reading.NONE);
    }
  }

  private boolean isSilent(int step) {
    var after = monitor.options().noDataAfter();
    if (after.isEmpty() || values.isEmpty() || step < values.firstKey()) {
      return false;
    }
    return 300L * stepSlots * (step - values.floorKey(step)) >= after.get().toSeconds();
  }

  private void take(Finding finding, Reading reading) {
    var step = Notices.found(standing, finding, monitor.options(), false, Hours.slotStart(finding.slot() + 1));
    standing = step.standing();
    step.notice().ifPresent(notice -> raised.add(new Raised(finding.slot(), notice, reading)));
  }

  private void detect(Rule.Anomaly rule, int from, int to) {
    if (values.isEmpty()) {
      return;
    }
    var detector = Detector.fresh();
    var sensitivity = new Sensitivity(rule.bounds().doubleValue());
    int most = Math.max(1, Math.ceilDiv(rule.alertWindow().slots(), stepSlots));
    Deque<Boolean> outside = new ArrayDeque<>();
    for (int step = values.firstKey(); step < to; step++) {
      var value = Optional.ofNullable(values.get(step)).or(() -> rule.emptyIsZero() ? Optional.of(BigDecimal.ZERO) : Optional.empty());
      int end = (step + 1) * stepSlots;
      var verdict = value.map(units -> detector.observe(Hours.slotStart(end).getEpochSecond(), units.doubleValue()));
      outside.addLast(verdict.filter(one -> isOutside(one, rule, sensitivity)).isPresent());
      if (outside.size() > most) {
        outside.removeFirst();
      }
      if (step >= from) {
        var part = BigDecimal.valueOf(outside.stream().filter(is -> is).count()).divide(BigDecimal.valueOf(most), MathContext.DECIMAL64);
        judge(step, verdict.map(one -> new Found(reading(value.get(), one, sensitivity), part)));
      }
    }
  }

  private static boolean isOutside(Verdict verdict, Rule.Anomaly rule, Sensitivity sensitivity) {
    boolean above = rule.direction() != Rule.Direction.BELOW && verdict.above(sensitivity);
    boolean below = rule.direction() != Rule.Direction.ABOVE && verdict.below(sensitivity);
    return !verdict.learning() && (above || below);
  }

  private static Reading reading(BigDecimal value, Verdict verdict, Sensitivity sensitivity) {
    var reading = Reading.of(value);
    return verdict.learning() ? reading
        : reading.withExpected(shown(verdict.expected())).withBand(shown(verdict.low(sensitivity)), shown(verdict.high(sensitivity)));
  }

  /** A guess has no more digits that mean anything. */
  private static BigDecimal shown(double guess) {
    return new BigDecimal(guess).round(new MathContext(SHOWN_DIGITS));
  }

  private List<Raised> spend(Rule.Budget rule, int from, int to) {
    var cell = MonthCell.EMPTY;
    int month = Hours.month(from);
    for (int hour = Hours.firstOfMonth(month); hour < to; hour++) {
      if (Hours.month(hour) != month) {
        month = Hours.month(hour);
        cell = MonthCell.EMPTY;
      }
      var value = values.get(hour);
      if (value != null) {
        cell = cell.changed(hour, Quantity.ZERO, Quantity.of(value.setScale(Quantity.SCALE, RoundingMode.HALF_EVEN))).orElseThrow();
      }
      if (hour >= from) {
        var spent = Monthly.value(cell, rule.function(), hour - Hours.firstOfMonth(month) + 1, 1).stripTrailingZeros();
        judge(hour, cell.hours() == 0 ? Optional.empty() : Optional.of(Found.of(Reading.of(spent))));
      }
    }
    return List.copyOf(raised);
  }
}
