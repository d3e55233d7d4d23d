package io.tributary.bench.freshness;

import io.tributary.aggregator.flow.Pace;
import io.tributary.bench.lab.Span;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * How often to commit, as it is typed: {@code 50ms} while the stream keeps up and what ships while it is behind, or both:
 * {@code 50ms/2s}.
 *
 * @param behind empty for what ships, or for {@code live} if that is longer
 */
record Commits(Duration live, Optional<Duration> behind) {
  static final class Converter implements ITypeConverter<Commits> {
    @Override
    public Commits convert(String text) {
      try {
        return of(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /** @throws IllegalArgumentException when it is none */
  static Commits of(String text) {
    var parts = text.split("/", 2);
    var live = Span.parse(parts[0]);
    var behind = parts.length < 2 ? Optional.<Duration>empty() : Optional.of(Span.parse(parts[1]));
    if (behind.filter(longer -> longer.compareTo(live) < 0).isPresent()) {
      throw new IllegalArgumentException("'" + text + "': commits while the stream is behind are not more frequent than while it keeps up");
    }
    return new Commits(live, behind);
  }

  Pace pace(Pace shipped) {
    return new Pace(live, behind.orElse(live.compareTo(shipped.behind()) > 0 ? live : shipped.behind()));
  }

  /** As it is typed in full. */
  static String text(Pace pace) {
    return Span.text(pace.live()) + "/" + Span.text(pace.behind());
  }
}
