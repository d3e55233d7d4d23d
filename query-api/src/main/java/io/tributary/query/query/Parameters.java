package io.tributary.query.query;

import io.tributary.model.Hours;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The parameters of a request, read one by one; what is wrong with any of them is kept until all have been looked at. The
 * sentences are those of the reference system where it has one.
 */
public final class Parameters {
  /** Whether a partner asks for its customers. */
  static final String CONNECTED = "include_connected_accounts";

  private final Function<String, Optional<String>> values;
  private final List<String> problems = new ArrayList<>();

  /** @param values by name; a parameter that is given but empty counts as absent */
  public Parameters(Function<String, Optional<String>> values) {
    this.values = name -> values.apply(name).filter(value -> !value.isBlank());
  }

  Optional<String> text(String name) {
    return values.apply(name);
  }

  /** The values between commas, none when the parameter is absent. */
  List<String> list(String name) {
    return text(name).stream().flatMap(csv -> Arrays.stream(csv.split(","))).map(String::strip).filter(value -> !value.isEmpty()).toList();
  }

  boolean flag(String name) {
    var text = text(name).orElse("false");
    if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
      invalid(name, text, "(true|false)");
    }
    return text.equalsIgnoreCase("true");
  }

  /** One of these by its name in lower case. */
  <T extends Enum<T>> T oneOf(String name, T[] values, T absent) {
    var text = text(name);
    if (text.isEmpty()) {
      return absent;
    }
    for (var value : values) {
      if (value.name().toLowerCase(Locale.ROOT).equals(text.get())) {
        return value;
      }
    }
    invalid(name, text.get(), Arrays.stream(values).map(value -> value.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining("|", "(", ")")));
    return absent;
  }

  /** The values of {@code filter[name]}, between commas; none when it is absent. */
  Set<String> filter(String name) {
    return new LinkedHashSet<>(list("filter[" + name + "]"));
  }

  /** A value that two parameters may say, if they say the same. */
  Optional<String> same(String name, Optional<String> one, String other) {
    if (one.isPresent() && !one.get().equals(other)) {
      problem("Only one " + name + " may be asked for, not both " + one.get() + " and " + other);
    }
    return Optional.of(other);
  }

  int number(String name, int least, int most, int absent) {
    var text = text(name);
    if (text.isEmpty()) {
      return absent;
    }
    if (text.get().matches("\\d{1,9}")) {
      int number = Integer.parseInt(text.get());
      if (number >= least && number <= most) {
        return number;
      }
    }
    invalid(name, text.get(), "a number from " + least + " to " + most);
    return absent;
  }

  /** The hour that a time lies in; empty when it is absent or, which is then a problem, no time. */
  OptionalInt hour(String name) {
    return time(name).map(time -> OptionalInt.of(Hours.of(time))).orElse(OptionalInt.empty());
  }

  /** The month that a time lies in; empty as {@link #hour}. */
  OptionalInt month(String name) {
    return time(name).map(time -> OptionalInt.of(Hours.monthOf(time))).orElse(OptionalInt.empty());
  }

  private Optional<Instant> time(String name) {
    var text = text(name);
    var time = text.flatMap(Timestamps::parse);
    if (text.isPresent() && time.isEmpty()) {
      invalid(name, text.get(), "an ISO 8601 date-time");
    }
    return time;
  }

  void require(String name) {
    if (text(name).isEmpty()) {
      problem("The parameter '" + name + "' is required");
    }
  }

  void invalid(String name, String value, String mustBe) {
    problem("Invalid " + name + " parameter " + value + ". Must be " + mustBe);
  }

  void problem(String sentence) {
    problems.add(sentence);
  }

  /** @throws InvalidQuery when there was any problem */
  void check() {
    if (!problems.isEmpty()) {
      throw new InvalidQuery(problems);
    }
  }
}
