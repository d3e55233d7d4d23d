package io.tributary.local.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;

class FiguresTest {
  @Test
  void roundedNumbersHaveThreeDigitsAndAPrefix() {
    assertEquals("0", Figures.rounded(BigDecimal.ZERO, "host"));
    assertEquals("999", Figures.rounded(new BigDecimal("999.4"), "host"));
    assertEquals("1 k", Figures.rounded(new BigDecimal("999.6"), "host"));
    assertEquals("12.3 M", Figures.rounded(new BigDecimal("12345678"), "event"));
    assertEquals("1.5 TB", Figures.rounded(new BigDecimal("1500000000000"), "byte"));
  }

  @Test
  void exactNumbersKeepAllDigits() {
    assertEquals("12,345,678.25", Figures.exact(new BigDecimal("12345678.250")));
    assertEquals("7", Figures.exact(7));
  }

  @Test
  void timeSpansAreANumberAndAUnit() {
    var spans = new TimeSpan();
    assertEquals(Duration.ofSeconds(60), spans.convert("60s"));
    assertEquals(Duration.ofDays(100), spans.convert("100d"));
    for (var wrong : new String[] {"", "60", "s", "-1s", "1w", "1.5h"}) {
      assertThrows(TypeConversionException.class, () -> spans.convert(wrong), wrong);
    }
  }

  @Test
  void aBarIsFullAtTheEnd() {
    assertEquals("[##############################] 100 %", Figures.bar(1.2));
    assertEquals("[------------------------------] 0 %", Figures.bar(0));
  }
}
