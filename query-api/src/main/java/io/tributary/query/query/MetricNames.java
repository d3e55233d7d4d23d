package io.tributary.query.query;

import io.tributary.catalog.Catalogue;
import io.tributary.model.Directory;
import io.tributary.model.Hours;
import io.tributary.monitor.Metrics;
import io.tributary.query.access.Caller;
import io.tributary.query.access.GroupBy;
import io.tributary.query.access.Scope;
import io.tributary.query.access.VisibleSlots;
import io.tributary.query.reader.UsageReader;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;

/** The names of metrics, sorted. */
public final class MetricNames {
  /** Hours that are looked at for usage. */
  private static final int MOST_HOURS = 31 * 24;

  private MetricNames() {}

  /**
   * Those with usage that the caller sees since {@code from}, seconds since 1970, of the last 31 days at most; all where it is absent.
   *
   * @throws InvalidQuery when it is no time
   * @throws io.tributary.model.NotReady when the usage cannot be read now
   */
  public static List<String> active(Parameters parameters, Caller caller, Directory directory, UsageReader reader, Instant now) {
    var from = parameters.text("from");
    if (from.isEmpty()) {
      return containing("", directory.catalogue());
    }
    if (!from.get().matches("\\d{1,11}")) {
      parameters.invalid("from", from.get(), "seconds since 1970");
    }
    parameters.check();
    int end = Hours.of(now) + 2;
    int first = Math.max(Hours.of(Instant.ofEpochSecond(Long.parseLong(from.get()))), end - MOST_HOURS);
    if (first >= end) {
      return List.of();
    }
    var types = new HashSet<Integer>();
    VisibleSlots.ofHours(caller, directory, Scope.natural(caller), GroupBy.NONE, first, end).ifPresent(visible ->
        visible.question(first, end).ifPresent(question -> reader.read(question).rows().stream().filter(visible::sees)
            .forEach(row -> types.addAll(row.cells().keySet()))));
    return types.stream().flatMap(id -> directory.catalogue().byId(id).stream()).map(Metrics::name).sorted().toList();
  }

  /** @param part of a name, after {@code metrics:} or not; blank for all */
  public static List<String> containing(String part, Catalogue catalogue) {
    var text = part.startsWith("metrics:") ? part.substring("metrics:".length()) : part;
    return catalogue.types().stream().map(Metrics::name).filter(name -> name.contains(text)).sorted().toList();
  }
}
