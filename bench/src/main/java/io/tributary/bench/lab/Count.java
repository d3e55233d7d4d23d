package io.tributary.bench.lab;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A number of events: {@code 20m}, {@code 500k}, {@code 20000}. */
public final class Count implements ITypeConverter<Long> {
  @Override
  public Long convert(String text) {
    var lower = text.toLowerCase(Locale.ROOT);
    long times = lower.endsWith("m") ? 1_000_000 : lower.endsWith("k") ? 1_000 : 1;
    try {
      return Math.multiplyExact(Long.parseLong(times == 1 ? lower : lower.substring(0, lower.length() - 1)), times);
    } catch (ArithmeticException | NumberFormatException e) {
      throw new TypeConversionException("'" + text + "' is no number of events, such as 20m, 500k or 20000");
    }
  }
}
