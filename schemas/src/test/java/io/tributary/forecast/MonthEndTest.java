package io.tributary.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tributary.forecast.Forecast.End;
import io.tributary.forecast.Forecast.Expected;
import io.tributary.model.MonthCell;
import io.tributary.model.MonthCell.HourValue;
import io.tributary.model.Quantity;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MonthEndTest {
  private static final int MONTH_HOURS = 720;
  private static final int FROM = 500_000;

  private static MonthEnd end(MonthCell month, TreeMap<Integer, Quantity> unlearned, int scale, double... units) {
    var peaks = new double[MonthCell.TOP];
    Arrays.fill(peaks, 1);
    var whyNoBands = new Forecast.TooYoung(3, 28);
    return new MonthEnd(month, unlearned, new Expected(MONTH_HOURS, FROM, units,
        new Outlook[] {new Outlook(Arrays.stream(units).sum(), peaks)}, whyNoBands), scale);
  }

  private static String hour(double units, int scale) {
    return end(MonthCell.EMPTY, new TreeMap<>(), scale, units).hour(FROM, End.EXPECTED).toString();
  }

  @Test
  void aForecastIsRoundedToTheScaleOfItsType() {
    assertEquals("2310", hour(2309.9999999999995, 0));
    assertEquals("2", hour(2.5, 0));
    assertEquals("4", hour(3.5, 0));
    assertEquals("0.1", hour(0.1, 15));
    assertEquals("12.35", hour(12.3456, 2));
    assertEquals("1000000.1", hour(1_000_000.1, 15), "more digits than a double has");
    assertEquals("900000000000000", hour(9e14, 3));
    assertEquals("0", hour(1e-9, 6));
  }

  @Test
  void theHighestHoursAreThoseThatCameAndThoseForetold() {
    int before = FROM - 5;
    // Of the running hour 40 units have come, of the one before it 7 of the 9 that are expected.
    var unlearned = new TreeMap<>(Map.of(FROM, Quantity.ofUnits(7), FROM + 1, Quantity.ofUnits(40)));
    var month = MonthCell.of(List.of(new HourValue(before, Quantity.ofUnits(30)), new HourValue(FROM, Quantity.ofUnits(7)),
        new HourValue(FROM + 1, Quantity.ofUnits(40))));
    var cell = end(month, unlearned, 0, 9, 20, 11, 30).cell(End.EXPECTED);
    assertEquals(List.of(new HourValue(FROM + 1, Quantity.ofUnits(40)), new HourValue(before, Quantity.ofUnits(30)),
        new HourValue(FROM + 3, Quantity.ofUnits(30)), new HourValue(FROM + 2, Quantity.ofUnits(11)),
        new HourValue(FROM, Quantity.ofUnits(9))), cell.top());
    assertEquals(Quantity.ofUnits(30 + 9 + 40 + 11 + 30), cell.sum());
  }
}
