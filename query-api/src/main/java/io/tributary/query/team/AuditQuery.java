package io.tributary.query.team;

import io.micronaut.http.HttpParameters;
import io.tributary.model.AuditEvent;
import io.tributary.query.query.Timestamps;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Which audit events are asked for. A query is words, all of which must be met: {@code @action:deleted}, {@code @asset.type:role},
 * {@code @asset.id:…}, {@code @usr.id:…}, {@code @metadata.application_key_id:…}, or any word of the asset's name; {@code *} is met by
 * all.
 *
 * @param after id of the event before the page's first; the order has no ties, so it finds its place again
 */
record AuditQuery(List<String> words, Optional<Instant> from, Optional<Instant> to, boolean newestFirst, Optional<String> after, int limit,
    Map<String, String> parameters, List<String> problems) {
  private static final int DEFAULT_LIMIT = 10;
  private static final int MOST = 1_000;
  private static final Map<String, Function<AuditEvent, String>> FIELDS = Map.of(
      "@action", AuditEvent::action, "@asset.type", event -> event.asset().type(), "@asset.id", event -> event.asset().id(),
      "@asset.name", event -> event.asset().name(), "@usr.id", event -> event.actor().user().orElse(""),
      "@metadata.application_key_id", event -> event.actor().key());

  /** @param next id of the page's last event, when there are more */
  record Page(List<AuditEvent> events, Optional<String> next) {}

  static AuditQuery of(HttpParameters given) {
    var problems = new ArrayList<String>();
    var parameters = new TreeMap<String, String>();
    given.names().forEach(name -> given.getFirst(name).filter(value -> !value.isBlank()).ifPresent(value -> parameters.put(name, value)));
    var words = List.of(parameters.getOrDefault("filter[query]", "*").strip().split("\\s+"));
    words.stream().filter(word -> word.startsWith("@") && !FIELDS.containsKey(word.split(":", 2)[0])).forEach(word ->
        problems.add("Invalid filter[query] parameter " + word + ". Must be one of "
            + String.join(", ", FIELDS.keySet().stream().sorted().toList())));
    var sort = parameters.getOrDefault("sort", "-timestamp");
    if (!sort.equals("timestamp") && !sort.equals("-timestamp")) {
      problems.add("Invalid sort parameter " + sort + ". Must be (timestamp|-timestamp)");
    }
    var limit = parameters.getOrDefault("page[limit]", Integer.toString(DEFAULT_LIMIT));
    boolean valid = limit.matches("[1-9]\\d{0,3}") && Integer.parseInt(limit) <= MOST;
    if (!valid) {
      problems.add("Invalid page[limit] parameter " + limit + ". Must be a number from 1 to " + MOST);
    }
    return new AuditQuery(words, time("filter[from]", parameters, problems), time("filter[to]", parameters, problems),
        sort.startsWith("-"), Optional.ofNullable(parameters.get("page[cursor]")), valid ? Integer.parseInt(limit) : DEFAULT_LIMIT,
        parameters, problems);
  }

  private static Optional<Instant> time(String name, Map<String, String> parameters, List<String> problems) {
    var text = Optional.ofNullable(parameters.get(name));
    var time = text.flatMap(Timestamps::parse);
    if (text.isPresent() && time.isEmpty()) {
      problems.add("Invalid " + name + " parameter " + text.get() + ". Must be an ISO 8601 date-time");
    }
    return time;
  }

  /** @param kept the oldest first */
  Page of(List<AuditEvent> kept) {
    var met = new ArrayList<AuditEvent>();
    boolean reached = after.isEmpty();
    for (var event : newestFirst ? kept.reversed() : kept) {
      if (reached && isMet(event)) {
        if (met.size() == limit) {
          return new Page(met, Optional.of(met.getLast().id()));
        }
        met.add(event);
      }
      reached = reached || event.id().equals(after.get());
    }
    return new Page(met, Optional.empty());
  }

  private boolean isMet(AuditEvent event) {
    return from.filter(start -> event.at().isBefore(start)).isEmpty()
        && to.filter(end -> !event.at().isBefore(end.plusSeconds(1))).isEmpty()
        && words.stream().allMatch(word -> isMet(event, word));
  }

  private static boolean isMet(AuditEvent event, String word) {
    var parts = word.split(":", 2);
    var field = FIELDS.get(parts[0]);
    return word.equals("*") || (field != null ? parts.length == 2 && field.apply(event).equals(parts[1])
        : event.asset().name().toLowerCase(Locale.ROOT).contains(word.toLowerCase(Locale.ROOT)));
  }

  /** The parameters of the next page. */
  String next(String cursor) {
    var all = new TreeMap<>(parameters);
    all.put("page[cursor]", cursor);
    var text = new StringBuilder();
    all.forEach((name, value) -> text.append(text.isEmpty() ? '?' : '&').append(encoded(name)).append('=').append(encoded(value)));
    return text.toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
