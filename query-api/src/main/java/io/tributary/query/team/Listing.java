package io.tributary.query.team;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.tributary.query.http.Errors;
import io.tributary.query.query.Timestamps;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What a request for a list says: which page, in which order, of which entries. What is wrong with it is noted. */
final class Listing<T> {
  private static final int DEFAULT_SIZE = 10;
  private static final int MOST = 1_000;

  private final HttpRequest<?> request;
  private final List<String> problems = new ArrayList<>();
  private final List<Predicate<T>> filters = new ArrayList<>();
  private final int size;
  private final int number;
  private Comparator<T> order;

  /** @param total of all entries that there are; @param filtered of those that were asked for */
  record Page<T>(List<T> entries, int total, int filtered) {}

  Listing(HttpRequest<?> request) {
    this.request = request;
    this.size = number("page[size]", 1, MOST, DEFAULT_SIZE);
    this.number = number("page[number]", 0, Integer.MAX_VALUE / MOST, 0);
  }

  Optional<String> parameter(String name) {
    return Optional.ofNullable(request.getParameters().get(name)).filter(text -> !text.isBlank());
  }

  /** Entries one of whose texts has the parameter's in it, whatever the case. */
  Listing<T> matching(Function<T, Stream<String>> texts) {
    parameter("filter").map(text -> text.toLowerCase(Locale.ROOT)).ifPresent(wanted ->
        filters.add(entry -> texts.apply(entry).anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(wanted))));
    return this;
  }

  /** Entries whose text is one of those between the parameter's commas. */
  Listing<T> oneOf(String name, Function<T, String> text) {
    parameter(name).map(csv -> List.of(csv.toLowerCase(Locale.ROOT).split(" *, *"))).ifPresent(wanted ->
        filters.add(entry -> wanted.contains(text.apply(entry).toLowerCase(Locale.ROOT))));
    return this;
  }

  /** Entries of a time span, given to the second as {@code name[start]} and {@code name[end]}, both inclusive. */
  Listing<T> between(String name, Function<T, Instant> time) {
    time(name + "[start]").ifPresent(start -> filters.add(entry -> !time.apply(entry).isBefore(start)));
    time(name + "[end]").ifPresent(end -> filters.add(entry -> time.apply(entry).isBefore(end.plusSeconds(1))));
    return this;
  }

  /** By the parameter {@code sort}; a minus before a name, or {@code sort_dir=desc}, turns it round. */
  Listing<T> sorted(String absent, Map<String, Comparator<T>> orders) {
    var given = parameter("sort").orElse(absent);
    var name = given.startsWith("-") ? given.substring(1) : given;
    var direction = parameter("sort_dir").orElse("asc");
    if (!orders.containsKey(name)) {
      problems.add("Invalid sort parameter " + given + ". Must be (" + String.join("|", orders.keySet().stream().sorted().toList()) + ")");
      return this;
    }
    if (!direction.equals("asc") && !direction.equals("desc")) {
      problems.add("Invalid sort_dir parameter " + direction + ". Must be (asc|desc)");
    }
    order = given.startsWith("-") ^ direction.equals("desc") ? orders.get(name).reversed() : orders.get(name);
    return this;
  }

  /** The page, or what was wrong. */
  MutableHttpResponse<?> answer(Stream<T> entries, Function<Page<T>, MutableHttpResponse<?>> form) {
    if (!problems.isEmpty()) {
      return Errors.answer(HttpStatus.BAD_REQUEST, problems);
    }
    var all = entries.toList();
    var asked = all.stream().filter(entry -> filters.stream().allMatch(filter -> filter.test(entry)))
        .sorted(order == null ? (one, other) -> 0 : order).toList();
    return form.apply(new Page<>(asked.stream().skip((long) number * size).limit(size).toList(), all.size(), asked.size()));
  }

  private int number(String name, int least, int most, int absent) {
    var text = parameter(name);
    if (text.isEmpty()) {
      return absent;
    }
    if (text.get().matches("\\d{1,9}")) {
      int number = Integer.parseInt(text.get());
      if (number >= least && number <= most) {
        return number;
      }
    }
    problems.add("Invalid " + name + " parameter " + text.get() + ". Must be a number from " + least + " to " + most);
    return absent;
  }

  private Optional<Instant> time(String name) {
    var text = parameter(name);
    var time = text.flatMap(Timestamps::parse);
    if (text.isPresent() && time.isEmpty()) {
      problems.add("Invalid " + name + " parameter " + text.get() + ". Must be an ISO 8601 date-time");
    }
    return time;
  }
}
