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
  void theShortDecimalIsTheSameNumber() {
    var random = new Random(2);
    for (int i = 0; i < 20_000; i++) {
      var whole = new BigDecimal(new BigInteger(random.nextInt(70), random)).multiply(BigDecimal.valueOf(random.nextBoolean() ? 1 : -1));
      assertEquals(whole.unscaledValue().bitLength() < Long.SIZE ? 0 : 15, Quantity.of(whole).toShortDecimal().scale());
      var any = Quantity.ofUnscaled(new BigInteger(random.nextInt(127), random).shiftLeft(random.nextInt(2)));
      assertEquals(0, any.toBigDecimal().compareTo(any.toShortDecimal()), any::toString);
    }
    assertEquals(BigDecimal.valueOf(28_800_000), Quantity.ofUnits(28_800_000).toShortDecimal());
    assertEquals(BigDecimal.valueOf(-1), Quantity.ofUnits(-1).toShortDecimal());
    assertEquals(new BigDecimal("0.500000000000000"), Quantity.parse("0.5").toShortDecimal());
  }

  @Test
  void aShortCountOfADecimalIsThatDecimal() {
    for (int scale = 0; scale <= 15; scale++) {
      for (long unscaled : new long[] {0, 1, -1, 1234, (1L << 53) - 1, Long.MAX_VALUE, Long.MIN_VALUE}) {
        assertEquals(Quantity.of(BigDecimal.valueOf(unscaled, scale)), Quantity.of(unscaled, scale));
      }
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
