package io.tributary.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tributary.forecast.Projection.Banded;
import io.tributary.forecast.Projection.None;
import io.tributary.forecast.Projection.Unsure;
import io.tributary.model.Hours;
import io.tributary.model.Measure;
import io.tributary.model.MonthCell;
import io.tributary.model.MonthCell.HourValue;
import io.tributary.model.MonthlyFunction;
import io.tributary.model.Quantity;
import io.tributary.model.UsageType;
import io.tributary.rules.Monthly;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

class ProjectionTest {
  private static final int MARCH = Hours.month(YearMonth.of(2026, 3));
  private static final int MARCH_1 = Hours.firstOfMonth(MARCH);
  private static final int JANUARY_1 = Hours.firstOfMonth(MARCH - 2);
  private static final SortedMap<Integer, Quantity> NOTHING = new TreeMap<>();

  private static UsageType type(Measure measure, int scale) {
    return UsageType.plain(900, "lab", "lab", "unit", scale, measure, MonthlyFunction.SUM);
  }

  private static final UsageType WHOLE = type(Measure.SUM, 0);

  private static Forecaster learned(int to, IntUnaryOperator units) {
    var model = Forecaster.from(JANUARY_1);
    for (int hour = JANUARY_1; hour < to; hour++) {
      model.learn(hour, units.applyAsInt(hour));
    }
    return model;
  }

  private static MonthCell march(int to, IntUnaryOperator units) {
    var hours = new ArrayList<HourValue>();
    for (int hour = MARCH_1; hour < to; hour++) {
      hours.add(new HourValue(hour, Quantity.ofUnits(units.applyAsInt(hour))));
    }
    return MonthCell.of(hours);
  }

  private static BigDecimal value(Projection projection) {
    return assertInstanceOf(Banded.class, projection).value().stripTrailingZeros();
  }

  private static BigDecimal units(int units) {
    return BigDecimal.valueOf(units).stripTrailingZeros();
  }

  @Test
  void aConstantSeriesEndsAsEachFunctionSays() {
    int now = MARCH_1 + 250;
    var forecast = learned(now, hour -> 7).forecast(MARCH);
    var month = march(now, hour -> 7);
    assertEquals(units(744 * 7), value(Projection.of(month, NOTHING, forecast, WHOLE, MonthlyFunction.SUM)));
    assertEquals(units(7), value(Projection.of(month, NOTHING, forecast, WHOLE, MonthlyFunction.AVG)));
    assertEquals(units(7), value(Projection.of(month, NOTHING, forecast, WHOLE, MonthlyFunction.MAX)));
    assertEquals(units(7), value(Projection.of(month, NOTHING, forecast, WHOLE, MonthlyFunction.TOP99P)));
  }

  @Test
  void entityHoursAreDividedOnceAtOutput() {
    int now = MARCH_1 + 250;
    var projection = Projection.of(march(now, hour -> 6), NOTHING, learned(now, hour -> 6).forecast(MARCH), type(Measure.DISTINCT5, 0),
        MonthlyFunction.SUM);
    assertEquals(units(372), value(projection));
  }

  @Test
  void anHourThatIsNotLearnedButHasUsageCountsOnce() {
    int now = MARCH_1 + 250;
    var forecast = learned(now, hour -> 10).forecast(MARCH);
    var unlearned = new TreeMap<Integer, Quantity>();
    unlearned.put(now, Quantity.ofUnits(4));
    assertEquals(units(744 * 10), value(Projection.of(march(now, hour -> 10).merge(MonthCell.of(List.of(
        new HourValue(now, Quantity.ofUnits(4))))), unlearned, forecast, WHOLE, MonthlyFunction.SUM)),
        "it may still grow to what was foretold");
    unlearned.put(now, Quantity.ofUnits(25));
    var more = march(now, hour -> 10).merge(MonthCell.of(List.of(new HourValue(now, Quantity.ofUnits(25)))));
    assertEquals(units(743 * 10 + 25), value(Projection.of(more, unlearned, forecast, WHOLE, MonthlyFunction.SUM)));
    assertEquals(units(25), value(Projection.of(more, unlearned, forecast, WHOLE, MonthlyFunction.MAX)));
    assertEquals(units(10), value(Projection.of(more, unlearned, forecast, WHOLE, MonthlyFunction.TOP99P)));
  }

  @Test
  void usageThatCameLateForALearnedHourCountsAsItIs() {
    int now = MARCH_1 + 250;
    var forecast = learned(now, hour -> 10).forecast(MARCH);
    var month = march(now, hour -> hour == MARCH_1 ? 1_000 : 10);
    assertEquals(units(743 * 10 + 1_000), value(Projection.of(month, NOTHING, forecast, WHOLE, MonthlyFunction.SUM)));
  }

  @Test
  void hoursThatAreNotForecastAreRefused() {
    int now = MARCH_1 + 250;
    var forecast = learned(now, hour -> 10).forecast(MARCH);
    var learnedAlready = new TreeMap<>(Map.of(now - 1, Quantity.ONE));
    assertThrows(IllegalArgumentException.class,
        () -> Projection.of(march(now, hour -> 10), learnedAlready, forecast, WHOLE, MonthlyFunction.SUM));
  }

  @Test
  void withoutHistoryThereIsAReasonAndNoBand() {
    var young = Forecaster.from(MARCH_1);
    young.learn(MARCH_1, 5);
    var none = Projection.of(march(MARCH_1 + 1, hour -> 5), NOTHING, young.forecast(MARCH), WHOLE, MonthlyFunction.SUM);
    assertEquals("0 days of usage known, 1 needed", assertInstanceOf(None.class, none).why().reason());
    for (int hour = MARCH_1 + 1; hour < MARCH_1 + 48; hour++) {
      young.learn(hour, 5);
    }
    var unsure = assertInstanceOf(Unsure.class,
        Projection.of(march(MARCH_1 + 48, hour -> 5), NOTHING, young.forecast(MARCH), WHOLE, MonthlyFunction.SUM));
    assertEquals(units(744 * 5), unsure.value().stripTrailingZeros());
    assertEquals("2 days of usage known, 28 needed", unsure.why().reason());
  }

  @Test
  void aFinishedMonthIsWhatItsHoursSay() {
    int end = MARCH_1 + 744;
    IntUnaryOperator units = hour -> hour % 13;
    var model = learned(end, units);
    for (var function : MonthlyFunction.values()) {
      var over = assertInstanceOf(Banded.class, Projection.of(march(end, units), NOTHING, model.forecast(MARCH), WHOLE, function));
      assertEquals(Monthly.value(march(end, units), function, 744, 1), over.value());
      assertEquals(new Projection.Band(over.value(), over.value()), over.band95());
    }
  }

  /** Any history, any hour of the month, late and early usage: what must hold of every projection. */
  @Test
  void bandsLieInEachOtherAndNeverBelowWhatIsCertain() {
    for (int seed = 0; seed < 60; seed++) {
      var random = new Random(seed);
      double zeros = .95 * random.nextDouble();
      int scale = random.nextInt(3);
      var type = type(Measure.SUM, scale);
      int now = MARCH_1 + 1 + random.nextInt(744);
      var hours = new ArrayList<HourValue>();
      var unlearned = new TreeMap<Integer, Quantity>();
      var model = Forecaster.from(JANUARY_1);
      int learnedTo = Math.max(MARCH_1, now - 3);
      for (int hour = JANUARY_1; hour < now; hour++) {
        var units = random.nextDouble() < zeros ? Quantity.ZERO
            : Quantity.of(new BigDecimal(Math.exp(2 * random.nextGaussian())).setScale(scale, RoundingMode.UP));
        if (hour < learnedTo) {
          model.learn(hour, units.toBigDecimal().doubleValue());
        } else if (units.signum() != 0) {
          unlearned.put(hour, units);
        }
        if (hour >= MARCH_1) {
          hours.add(new HourValue(hour, units));
        }
      }
      var month = MonthCell.of(hours);
      for (var function : MonthlyFunction.values()) {
        var of = assertInstanceOf(Banded.class, Projection.of(month, unlearned, model.forecast(MARCH), type, function));
        var certain = Monthly.value(month, function, 744, 1);
        var rising = List.of(certain, of.band95().lo(), of.band80().lo(), of.value(), of.band80().hi(), of.band95().hi());
        for (int i = 1; i < rising.size(); i++) {
          assertTrue(rising.get(i - 1).compareTo(rising.get(i)) <= 0, "seed " + seed + " " + function + ": " + rising);
        }
        if (function == MonthlyFunction.SUM) {
          assertTrue(of.value().stripTrailingZeros().scale() <= scale, () -> of.value() + " has more decimals than the type");
        }
      }
    }
  }
}
