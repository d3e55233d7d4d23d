package io.tributary.local.cli;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.util.Locale;

/** Numbers for people. */
final class Figures {
  private static final String[] BYTES = {"B", "kB", "MB", "GB", "TB", "PB"};
  private static final String[] COUNTS = {"", "k", "M", "G", "T", "P"};

  private Figures() {}

  /** Three digits and a prefix: {@code 12.3 TB}, {@code 1.20 M}. */
  static String rounded(BigDecimal value, String unit) {
    boolean bytes = unit.equals("byte");
    var prefixes = bytes ? BYTES : COUNTS;
    int step = 0;
    var scaled = value.round(new MathContext(3, RoundingMode.HALF_EVEN));
    while (scaled.compareTo(BigDecimal.valueOf(1000)) >= 0 && step < prefixes.length - 1) {
      scaled = scaled.movePointLeft(3);
      step++;
    }
    var digits = scaled.stripTrailingZeros();
    return (digits.toPlainString() + " " + prefixes[step]).strip();
  }

  /** All digits, in groups of three; at most three decimals. */
  static String exact(BigDecimal value) {
    var format = new DecimalFormat("#,##0.###", DecimalFormatSymbols.getInstance(Locale.ROOT));
    format.setRoundingMode(RoundingMode.HALF_EVEN);
    return format.format(value);
  }

  static String exact(long value) {
    return exact(BigDecimal.valueOf(value));
  }

  /** {@code [#####-----] 50 %}. */
  static String bar(double share) {
    int width = 30;
    int full = (int) (Math.clamp(share, 0.0, 1.0) * width);
    return "[" + "#".repeat(full) + "-".repeat(width - full) + "] " + (int) (Math.clamp(share, 0.0, 1.0) * 100) + " %";
  }

  /** {@code 1.2 s}, {@code 3 min 5 s}. */
  static String time(Duration time) {
    if (time.compareTo(Duration.ofSeconds(10)) < 0) {
      return String.format(Locale.ROOT, "%.1f s", Math.max(0, time.toMillis()) / 1000.0);
    }
    return time.toMinutes() == 0 ? time.toSeconds() + " s" : time.toMinutes() + " min " + time.toSecondsPart() + " s";
  }
}
