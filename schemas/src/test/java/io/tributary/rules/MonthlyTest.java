package io.tributary.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tributary.model.MonthCell;
import io.tributary.model.MonthCell.HourValue;
import io.tributary.model.MonthlyFunction;
import io.tributary.model.Quantity;
import java.math.BigDecimal;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MonthlyTest {
  /** Hours 1 … n with the value of their number. */
  private static MonthCell ramp(int n) {
    return MonthCell.of(IntStream.rangeClosed(1, n).mapToObj(hour -> new HourValue(hour, Quantity.ofUnits(hour))).toList());
  }

  private static long value(MonthCell cell, MonthlyFunction function, int elapsed) {
    return Monthly.rounded(Monthly.value(cell, function, elapsed, 1));
  }

  @Test
  void topOnePercentOfTheElapsedHoursIsDropped() {
    assertEquals(99, value(ramp(99), MonthlyFunction.TOP99P, 99), "floor(0.99) = 0 dropped");
    assertEquals(99, value(ramp(100), MonthlyFunction.TOP99P, 100), "1 dropped");
    assertEquals(713, value(ramp(720), MonthlyFunction.TOP99P, 720), "7 dropped: the eighth highest");
    assertEquals(737, value(ramp(744), MonthlyFunction.TOP99P, 744), "7 dropped: the eighth highest");
    assertEquals(666, value(ramp(672), MonthlyFunction.TOP99P, 672), "6 dropped in February");
  }

  @Test
  void hoursWithoutUsageCountAsZero() {
    assertEquals(0, value(ramp(7), MonthlyFunction.TOP99P, 720), "7 hours had usage, and 7 are dropped");
    assertEquals(1, value(ramp(8), MonthlyFunction.TOP99P, 720));
    assertEquals(0, value(MonthCell.EMPTY, MonthlyFunction.MAX, 10));
    assertEquals(5, value(ramp(10), MonthlyFunction.AVG, 11));
  }

  @Test
  void sumAndMaximumAreThoseOfTheHours() {
    assertEquals(55, value(ramp(10), MonthlyFunction.SUM, 720));
    assertEquals(10, value(ramp(10), MonthlyFunction.MAX, 720));
  }

  @Test
  void slotsBecomeEntityHours() {
    var cell = MonthCell.of(java.util.List.of(new HourValue(1, Quantity.ofUnits(18))));
    assertEquals(0, new BigDecimal("1.5").compareTo(Monthly.value(cell, MonthlyFunction.MAX, 1, 12)));
  }

  @Test
  void integersAreRoundedOnceHalfToEven() {
    assertEquals(2, Monthly.rounded(new BigDecimal("2.5")));
    assertEquals(4, Monthly.rounded(new BigDecimal("3.5")));
    assertEquals(3, Monthly.rounded(new BigDecimal("2.500000000000001")));
  }
}
