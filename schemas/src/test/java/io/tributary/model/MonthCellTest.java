package io.tributary.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tributary.model.MonthCell.HourValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MonthCellTest {
  /** Hours rise and fall at random; the cell that followed each change equals the one computed from the hours. */
  @Test
  void followingChangesEqualsCountingAgain() {
    var random = new Random(3);
    int recounts = 0;
    for (int world = 0; world < 200; world++) {
      Map<Integer, Quantity> hours = new TreeMap<>();
      var cell = MonthCell.EMPTY;
      for (int change = 0; change < 300; change++) {
        int hour = random.nextInt(30);
        var before = hours.getOrDefault(hour, Quantity.ZERO);
        var after = Quantity.ofUnits(random.nextInt(4) == 0 ? 0 : random.nextInt(20));
        hours.put(hour, after);
        var followed = cell.changed(hour, before, after);
        recounts += followed.isEmpty() ? 1 : 0;
        cell = followed.orElseGet(() -> count(hours));
        assertEquals(count(hours), cell);
      }
    }
    assertEquals(true, recounts > 0 && recounts < 200 * 300 / 3, recounts + " recounts");
  }

  @Test
  void mergingTheCellsOfDisjointHoursEqualsTheCellOfAll() {
    var random = new Random(4);
    for (int world = 0; world < 500; world++) {
      var left = new ArrayList<HourValue>();
      var right = new ArrayList<HourValue>();
      for (int hour = 0; hour < random.nextInt(60); hour++) {
        (random.nextBoolean() ? left : right).add(new HourValue(hour, Quantity.ofUnits(random.nextInt(9))));
      }
      var all = new ArrayList<>(left);
      all.addAll(right);
      assertEquals(MonthCell.of(all), MonthCell.of(left).merge(MonthCell.of(right)));
      assertEquals(MonthCell.of(all), MonthCell.of(right).merge(MonthCell.of(left)));
    }
  }

  private static MonthCell count(Map<Integer, Quantity> hours) {
    List<HourValue> values = new ArrayList<>();
    hours.forEach((hour, value) -> values.add(new HourValue(hour, value)));
    return MonthCell.of(values);
  }
}
