package io.tributary.bench.lab;

import java.time.Duration;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A time span: {@code 50ms}, {@code 60s}, {@code 5m}. */
public final class Span implements ITypeConverter<Duration> {
  private static final Pattern FORM = Pattern.compile("(\\d{1,7})(ms|s|m)");

  @Override
  public Duration convert(String text) {
    try {
      return parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  /** @throws IllegalArgumentException when it is none, or nothing */
  public static Duration parse(String text) {
    var match = FORM.matcher(text);
    if (!match.matches() || Long.parseLong(match.group(1)) == 0) {
      throw new IllegalArgumentException("'" + text + "' is no time span such as 50ms, 60s or 5m");
    }
    long number = Long.parseLong(match.group(1));
    return switch (match.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      default -> Duration.ofMinutes(number);
    };
  }

  /** As it is typed: {@code 1s} for 1000 ms. */
  public static String text(Duration span) {
    return span.toMillis() % 1000 == 0 ? span.toSeconds() + "s" : span.toMillis() + "ms";
  }
}
