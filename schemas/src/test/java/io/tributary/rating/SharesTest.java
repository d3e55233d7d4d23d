package io.tributary.rating;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SharesTest {
  /** {@code id weight, id weight}. */
  private static SortedMap<String, BigDecimal> weights(String text) {
    var weights = new TreeMap<String, BigDecimal>();
    for (var each : text.split(", ")) {
      weights.put(each.split(" ")[0], new BigDecimal(each.split(" ")[1]));
    }
    return weights;
  }

  private static String split(String amount, String weights) {
    return Shares.split(new BigDecimal(amount), weights(weights), "root").toString();
  }

  @Test
  void whatIsLeftOverGoesToTheLargestRemainders() {
    assertEquals("{a=0.333334, b=0.333333, c=0.333333}", split("1", "a 1, b 1, c 1"), "a tie goes to the lower id");
    assertEquals("{a=0.166667, b=0.333333, c=0.500000}", split("1", "a 1, b 2, c 3"));
    assertEquals("{a=0.000000, b=0.000001, c=0.000001}", split("0.000002", "a 1, b 1.5, c 2"));
    assertEquals("{a=0.000001, b=0.000000, c=0.000001}", split("0.000002", "a 2, b 0, c 2"), "without usage, without cost");
  }

  @Test
  void aNegativeAmountIsSpreadLikeThePositiveOne() {
    assertEquals("{a=-0.333334, b=-0.333333, c=-0.333333}", split("-1", "a 1, b 1, c 1"));
  }

  @Test
  void withoutAnyUsageTheParentOrgPays() {
    assertEquals("{a=0.000000, b=0.000000, root=12.500000}", split("12.5", "a 0, b 0.000"));
    assertEquals("{a=0.000000, root=12.500000}", split("12.5", "a 0, root 0"));
    assertEquals("{root=3.000000}", Shares.split(BigDecimal.valueOf(3), new TreeMap<>(), "root").toString());
  }

  @Test
  void whatCannotBeSpreadExactlyIsRefused() {
    assertThrows(ArithmeticException.class, () -> split("0.0000001", "a 1"));
    assertThrows(IllegalArgumentException.class, () -> split("1", "a 1, b -1"));
  }

  @Test
  void partsAddUpAndNoneIsFurtherThanOneQuantumFromItsShare() {
    var random = new Random(8);
    var quantum = new BigDecimal("0.000001");
    for (int round = 0; round < 2_000; round++) {
      var weights = new TreeMap<String, BigDecimal>();
      for (int org = 0; org < 1 + random.nextInt(40); org++) {
        weights.put("org" + random.nextInt(100), BigDecimal.valueOf(random.nextLong(1L << random.nextInt(1, 50)), random.nextInt(20)));
      }
      weights.put("one", BigDecimal.ONE);
      var amount = BigDecimal.valueOf(random.nextLong(-1L << random.nextInt(50), 1L << random.nextInt(50)), 6);
      var all = weights.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
      var parts = Shares.split(amount, weights, "root");
      assertEquals(amount, parts.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add));
      parts.forEach((org, part) -> {
        var off = part.multiply(all).subtract(amount.multiply(weights.get(org))).abs();
        assertEquals(true, off.compareTo(quantum.multiply(all)) < 0, org);
      });
    }
  }
}
