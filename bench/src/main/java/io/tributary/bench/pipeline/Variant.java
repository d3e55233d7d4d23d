package io.tributary.bench.pipeline;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is measured. Each run is a JVM of its own.
 *
 * @param commit interval of ours; empty for the one that ships
 */
record Variant(Kind kind, Optional<Duration> commit) implements Comparable<Variant> {
  enum Kind {
    /** One thread, one consumer, HashMaps: nothing is written anywhere. */
    LIMIT,
    /** Tributary as it ships, but perhaps for its commit interval. */
    OURS,
    /** Every event sent to every cell it belongs to. */
    NAIVE
  }

  static final Variant LIMIT = new Variant(Kind.LIMIT, Optional.empty());
  static final Variant OURS = new Variant(Kind.OURS, Optional.empty());
  static final Variant OURS_1S = new Variant(Kind.OURS, Optional.of(Duration.ofSeconds(1)));
  static final Variant NAIVE = new Variant(Kind.NAIVE, Optional.empty());

  private static final Pattern INTERVAL = Pattern.compile("ours-(\\d{1,6})(ms|s)");
  private static final Comparator<Variant> ORDER =
      Comparator.comparing(Variant::kind).thenComparing(variant -> variant.commit().orElse(Duration.ZERO));

  /**
   * {@code limit}, {@code naive}, {@code ours}, or {@code ours-200ms} for ours with a commit interval.
   *
   * @throws IllegalArgumentException when it is none of them
   */
  @JsonCreator
  static Variant of(String label) {
    var interval = INTERVAL.matcher(label);
    if (interval.matches() && Integer.parseInt(interval.group(1)) > 0) {
      long number = Long.parseLong(interval.group(1));
      return new Variant(Kind.OURS, Optional.of(interval.group(2).equals("s") ? Duration.ofSeconds(number) : Duration.ofMillis(number)));
    }
    return switch (label) {
      case "limit" -> LIMIT;
      case "ours" -> OURS;
      case "naive" -> NAIVE;
      default -> throw new IllegalArgumentException("'" + label + "' is no variant: limit, ours, naive, or ours-1s, ours-200ms, ...");
    };
  }

  @JsonValue
  String label() {
    return switch (kind) {
      case LIMIT -> "limit";
      case NAIVE -> "naive";
      case OURS -> "ours" + commit.map(time -> time.toMillis() % 1000 == 0 ? "-" + time.toSeconds() + "s" : "-" + time.toMillis() + "ms")
          .orElse("");
    };
  }

  /** Whether it counts as the oracle's plain cells do: no dedup, entities and maxima added up. */
  boolean isPlain() {
    return kind == Kind.NAIVE;
  }

  @Override
  public int compareTo(Variant other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return label();
  }
}
