package io.tributary.monitor;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** A length of time as queries write it: {@code 5m}, {@code 4h}, {@code 1d}, {@code 1w}, {@code 1mo}. */
public record Span(int amount, Unit unit) {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,5})(mo|m|h|d|w)");
  private static final int SLOT_MINUTES = 5;

  public enum Unit {
    MINUTE("m", 1),
    HOUR("h", 60),
    DAY("d", 24 * 60),
    WEEK("w", 7 * 24 * 60),
    /** 30 days. */
    MONTH("mo", 30 * 24 * 60);

    private final String label;
    private final int minutes;

    Unit(String label, int minutes) {
      this.label = label;
      this.minutes = minutes;
    }
  }

  public static Span minutes(int minutes) {
    return new Span(minutes, Unit.MINUTE);
  }

  public static Optional<Span> parse(String text) {
    var match = TEXT.matcher(text);
    if (!match.matches()) {
      return Optional.empty();
    }
    int amount = Integer.parseInt(match.group(1));
    for (var unit : Unit.values()) {
      if (amount > 0 && unit.label.equals(match.group(2))) {
        return Optional.of(new Span(amount, unit));
      }
    }
    return Optional.empty();
  }

  public Duration duration() {
    return Duration.ofMinutes((long) amount * unit.minutes);
  }

  /** Five-minute slots; a part of one counts as one. */
  public int slots() {
    return (int) Math.ceilDiv((long) amount * unit.minutes, SLOT_MINUTES);
  }

  @Override
  public String toString() {
    return amount + unit.label;
  }
}
