package io.tributary.forecast;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tributary.forecast.Forecast.Expected;
import io.tributary.forecast.Forecast.TooYoung;
import io.tributary.model.Hours;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class ForecasterTest {
  private static final int MARCH = Hours.month(YearMonth.of(2026, 3));
  private static final int MARCH_1 = Hours.firstOfMonth(MARCH);
  private static final int JANUARY_1 = Hours.firstOfMonth(MARCH - 2);

  private static Forecaster learned(int from, int to, IntToDoubleFunction units) {
    var model = Forecaster.from(from);
    for (int hour = from; hour < to; hour++) {
      model.learn(hour, units.applyAsDouble(hour));
    }
    return model;
  }

  private static Expected march(Forecaster model) {
    return assertInstanceOf(Expected.class, model.forecast(MARCH));
  }

  private static boolean isWeekend(int hour) {
    int weekday = Math.floorMod(hour / 24, 7); // 0 is a Thursday
    return weekday == 2 || weekday == 3;
  }

  @Test
  void aConstantSeriesGoesOnAsItIs() {
    var expected = march(learned(JANUARY_1, MARCH_1 + 100, hour -> 3.5));
    assertEquals(MARCH_1 + 100, expected.from());
    assertEquals(744 - 100, expected.hours());
    assertEquals(644 * 3.5, expected.sum(), 1e-9);
    assertEquals(3.5, expected.units(MARCH_1 + 743), 1e-12);
    var bands = expected.bands().orElseThrow();
    assertEquals(expected.sum(), bands.lo95(), 1e-6);
    assertEquals(expected.sum(), bands.hi95(), 1e-6);
  }

  @Test
  void weekdaysAndHoursKeepTheirShape() {
    IntToDoubleFunction office = hour -> isWeekend(hour) ? 1 : hour % 24 >= 8 && hour % 24 < 18 ? 50 : 5;
    var expected = march(learned(JANUARY_1, MARCH_1 + 61, office));
    for (int hour = expected.from(); hour < expected.from() + expected.hours(); hour++) {
      assertEquals(office.applyAsDouble(hour), expected.units(hour), 1e-6, "hour " + (hour - MARCH_1));
    }
  }

  @Test
  void aNewLevelIsFollowedWithinTheMonth() {
    var expected = march(learned(JANUARY_1, MARCH_1 + 480, hour -> hour < MARCH_1 ? 10 : 20));
    assertEquals(264 * 20, expected.sum(), 264 * 20 * .06);
  }

  @Test
  void aDayIsKnownBeforeAnythingIsForecastAndFourWeeksBeforeThereAreBands() {
    assertEquals(new TooYoung(0, 1), learned(JANUARY_1, MARCH_1, hour -> 0).forecast(MARCH));
    assertEquals(new TooYoung(0, 1), learned(MARCH_1, MARCH_1 + 23, hour -> 1).forecast(MARCH));
    var day = march(learned(MARCH_1, MARCH_1 + 24, hour -> hour % 24 + 1));
    assertEquals(30 * 300, day.sum(), 1e-9);
    assertEquals(Optional.of(new TooYoung(1, 28)), day.whyNoBands());
    assertEquals("1 day of usage known, 28 needed", day.whyNoBands().orElseThrow().reason());
    assertEquals(Optional.empty(), day.bands());
    int start = MARCH_1 - 13 * 24 - 5;
    assertTrue(march(learned(start, start + 28 * 24 - 1, hour -> 1)).bands().isEmpty());
    assertTrue(march(learned(start, start + 28 * 24, hour -> 1)).bands().isPresent());
  }

  @Test
  void historyBeginsWithTheFirstUsage() {
    var late = learned(JANUARY_1, MARCH_1 + 72, hour -> hour < MARCH_1 + 10 ? 0 : 4);
    var fresh = learned(MARCH_1 + 10, MARCH_1 + 72, hour -> 4);
    assertArrayEquals(fresh.toBytes(), late.toBytes());
    assertEquals(672 * 4, march(late).sum(), 1e-9);
  }

  @Test
  void aRunOfZerosIsLearnedLikeEachOfThem() {
    var one = learned(JANUARY_1, JANUARY_1 + 500, hour -> hour % 7);
    var other = Forecaster.of(one.toBytes());
    for (int hour = one.learnedTo(); hour < MARCH_1; hour++) {
      one.learn(hour, 0);
    }
    other.learnZeros(MARCH_1);
    other.learnZeros(MARCH_1 - 5);
    assertArrayEquals(one.toBytes(), other.toBytes());
    var never = Forecaster.from(JANUARY_1);
    never.learnZeros(MARCH_1);
    assertEquals(MARCH_1, never.learnedTo());
  }

  @Test
  void aSilentSeriesIsForgotten() {
    var silent = march(learned(JANUARY_1, MARCH_1 + 240, hour -> hour < JANUARY_1 + 400 ? 100 : 0));
    assertTrue(silent.sum() < 504 * 100 * .1, "less than a tenth is left: " + silent.sum());
    assertTrue(silent.bands().orElseThrow().lo80() >= 0);
  }

  @Test
  void writtenAndReadAtAnyHourMakesNoDifference() {
    var random = new Random(7);
    var units = new double[90 * 24];
    for (int i = 0; i < units.length; i++) {
      units[i] = random.nextInt(4) == 0 ? 0 : Math.exp(3 * random.nextGaussian());
    }
    var straight = learned(JANUARY_1, JANUARY_1 + units.length, hour -> units[hour - JANUARY_1]);
    var stored = Forecaster.from(JANUARY_1);
    for (int i = 0; i < units.length; i++) {
      stored.learn(JANUARY_1 + i, units[i]);
      stored = Forecaster.of(stored.toBytes());
    }
    assertArrayEquals(straight.toBytes(), stored.toBytes());
    assertTrue(straight.toBytes().length <= 4096, () -> straight.toBytes().length + " bytes");
    assertEquals(march(straight).sum(), march(stored).sum());
  }

  @Test
  void onlyTheNextHourIsLearned() {
    var model = learned(MARCH_1, MARCH_1 + 5, hour -> 1);
    assertThrows(IllegalArgumentException.class, () -> model.learn(MARCH_1 + 6, 1));
    assertThrows(IllegalArgumentException.class, () -> model.learn(MARCH_1 + 4, 1));
    assertThrows(IllegalArgumentException.class, () -> model.learn(MARCH_1 + 5, Double.NaN));
    assertEquals(MARCH_1 + 5, model.learnedTo());
  }

  @Test
  void bytesOfAnotherVersionOrLengthAreRefused() {
    var bytes = learned(MARCH_1, MARCH_1 + 5, hour -> 1).toBytes();
    assertThrows(IllegalArgumentException.class, () -> Forecaster.of(Arrays.copyOf(bytes, bytes.length - 1)));
    assertThrows(IllegalArgumentException.class, () -> Forecaster.of(Arrays.copyOf(bytes, bytes.length + 1)));
    assertThrows(IllegalArgumentException.class, () -> Forecaster.of(new byte[0]));
    bytes[0] = 99;
    assertThrows(IllegalArgumentException.class, () -> Forecaster.of(bytes));
  }

  @Test
  void aLearnedMonthHasNothingLeftToForecast() {
    var young = learned(MARCH_1 + 740, MARCH_1 + 744, hour -> 1);
    var over = assertInstanceOf(Expected.class, young.forecast(MARCH));
    assertEquals(0, over.hours());
    assertTrue(over.bands().isPresent(), "nothing can change, so there is nothing to be unsure of");
    assertInstanceOf(TooYoung.class, young.forecast(MARCH + 1));
  }

  @Test
  void bandsLieInEachOtherAndShrinkTowardsTheEnd() {
    var random = new Random(5);
    var model = Forecaster.from(JANUARY_1);
    double width = Double.MAX_VALUE;
    for (int hour = JANUARY_1; hour < MARCH_1 + 744; hour++) {
      model.learn(hour, 100 + 30 * random.nextGaussian());
      if (hour >= MARCH_1 + 71 && hour % 168 == 0) {
        var bands = march(model).bands().orElseThrow();
        double sum = march(model).sum();
        assertTrue(0 <= bands.lo95() && bands.lo95() <= bands.lo80() && bands.lo80() <= sum && sum <= bands.hi80()
            && bands.hi80() <= bands.hi95(), bands::toString);
        assertTrue(bands.hi80() - bands.lo80() < width, bands::toString);
        width = bands.hi80() - bands.lo80();
      }
    }
  }
}
