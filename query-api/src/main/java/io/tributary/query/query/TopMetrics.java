package io.tributary.query.query;

import io.tributary.model.Directory;
import io.tributary.model.MonthCell;
import io.tributary.model.MonthlyFunction;
import io.tributary.model.NameQuery;
import io.tributary.model.NamedUsage;
import io.tributary.model.ProductTable;
import io.tributary.model.Quantity;
import io.tributary.model.UsageType;
import io.tributary.query.reader.UsageReader;
import io.tributary.rules.Monthly;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** An org's custom metrics by name, the one with the most timeseries first; the rest, if there is one, last. */
public final class TopMetrics {
  private static final Comparator<NamedUsage.Row> MOST_FIRST = Comparator.comparing((NamedUsage.Row row) -> row.name().isEmpty())
      .thenComparing(NamedUsage.Row::sum, Comparator.reverseOrder()).thenComparing(row -> row.name().orElse(""));

  private TopMetrics() {}

  /**
   * A metric.
   *
   * @param name empty for the metrics beyond those that are kept by name, together
   * @param average timeseries in an hour of those that have begun
   * @param highest timeseries in the highest hour
   */
  public record Metric(Optional<String> name, long average, long highest) {}

  /**
   * Reads them all.
   *
   * @param org whose they are
   * @return append time up to which they are complete
   * @throws io.tributary.model.NotReady when they cannot be read now
   */
  public static Instant read(UsageReader reader, TopMetricsQuery query, String org, Directory directory, Instant now,
      Consumer<Metric> metrics) {
    var type = directory.catalogue().types().stream().filter(each -> ProductTable.of(each).filter(ProductTable.METRICS::equals).isPresent())
        .findFirst().orElseThrow();
    var usage = reader.named(new NameQuery(List.of(org), Set.of(type.id()), query.bucket(), query.at(), query.at() + 1));
    int elapsed = query.elapsed(now);
    usage.rows().stream().filter(row -> query.names().isEmpty() || row.name().filter(query.names()::contains).isPresent())
        .sorted(MOST_FIRST).forEach(row -> metrics.accept(new Metric(row.name(), value(row.sum(), MonthlyFunction.AVG, elapsed, type),
            value(row.peak(), MonthlyFunction.SUM, elapsed, type))));
    return usage.asOf();
  }

  private static long value(Quantity units, MonthlyFunction function, int elapsed, UsageType type) {
    return Monthly.rounded(Monthly.value(new MonthCell(units, 1, List.of()), function, elapsed, type.measure().unitsPerOne()));
  }
}
