package io.tributary.query.query;

import io.tributary.catalog.Catalogue;
import io.tributary.model.UsageType;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** The usage types of indexed logs, by the days they are kept: fewest first, {@code custom} last. */
public final class Retentions {
  private static final Comparator<String> BY_DAYS = Comparator.comparing((String days) -> !isNumber(days))
      .thenComparingInt(days -> isNumber(days) ? Integer.parseInt(days) : 0).thenComparing(days -> days);

  private Retentions() {}

  /** What of the indexed logs a usage type counts. */
  public enum Kind {
    ALL, LIVE, REHYDRATED;

    static Kind of(UsageType type) {
      return type.name().startsWith("logs_live_") ? LIVE : type.name().startsWith("logs_rehydrated_") ? REHYDRATED : ALL;
    }
  }

  public static Map<String, Map<Kind, UsageType>> of(Catalogue catalogue) {
    var retentions = new TreeMap<String, Map<Kind, UsageType>>(BY_DAYS);
    for (var type : catalogue.types()) {
      type.retention().ifPresent(days -> retentions.computeIfAbsent(days, any -> new EnumMap<>(Kind.class)).put(Kind.of(type), type));
    }
    return Collections.unmodifiableMap(retentions);
  }

  /** Whether a retention is a number of days. */
  public static boolean isNumber(String days) {
    return days.matches("\\d{1,9}");
  }
}
