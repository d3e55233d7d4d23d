package io.tributary.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QuantityTest {
  @Test
  void arithmeticIsThatOfBigDecimals() {
    var random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      var a = new BigDecimal(new BigInteger(random.nextInt(110), random), 15);
      var b = new BigDecimal(new BigInteger(random.nextInt(110), random), 15).multiply(BigDecimal.valueOf(random.nextBoolean() ? 1 : -1));
      var x = Quantity.of(a);
      var y = Quantity.of(b);
      assertEquals(a.add(b), x.plus(y).toBigDecimal());
      assertEquals(a.subtract(b), x.minus(y).toBigDecimal());
      assertEquals(a.compareTo(b), x.compareTo(y));
      assertEquals(b.signum(), y.signum());
      assertEquals(y, Quantity.parse(y.toString()));
    }
  }

  @Test
  void unitsAreExactAtTheirLimits() {
    for (long units : new long[] {0, 1, -1, 9_223, 9_224, Long.MAX_VALUE, Long.MIN_VALUE, 1_000_000_000_000_000L}) {
      assertEquals(Quantity.of(BigDecimal.valueOf(units)), Quantity.ofUnits(units));
    }
  }

  @Test
  void whatDoesNotFitIsRefusedAndNeverRounded() {
    assertThrows(ArithmeticException.class, () -> Quantity.parse("0.0000000000000001"));
    assertThrows(ArithmeticException.class, () -> Quantity.parse("1e30"));
    assertThrows(NumberFormatException.class, () -> Quantity.parse("many"));
    assertThrows(ArithmeticException.class, () -> Quantity.ofBytes(new byte[17], 0, 17));
  }

  @Test
  void aQuantityReadsAsAPlainDecimal() {
    assertEquals("1200", Quantity.parse("1.2e3").toString());
    assertEquals("0.000000000000001", Quantity.parse("1e-15").toString());
    assertEquals("0", Quantity.parse("0.000").toString());
  }
}
