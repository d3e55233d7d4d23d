package io.tributary.local.cli;

import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A month as people write it: {@code 2026-05}. */
final class MonthText implements ITypeConverter<YearMonth> {
  @Override
  public YearMonth convert(String text) {
    try {
      return YearMonth.parse(text);
    } catch (DateTimeParseException e) {
      throw new TypeConversionException("'" + text + "' is no month such as 2026-05");
    }
  }
}
