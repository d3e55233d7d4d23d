package io.tributary.monitor;

import io.tributary.catalog.Catalogue;
import io.tributary.model.UsageType;
import java.util.List;
import java.util.Optional;

/**
 * Usage types as metrics: the catalogue's name of the metric, or {@code family.usage_type} where it has none, after either prefix.
 */
public final class Metrics {
  /** The reference system's. */
  public static final String PREFIX = "datadog.estimated_usage.";

  /** The same by our own name. */
  public static final String OWN_PREFIX = "tributary.estimated_usage.";

  /** Cost of the running month so far, in the currency of the contracts. */
  public static final String ESTIMATED_COST = "tributary.estimated_cost";

  /** Cost of the whole running month, as it is projected. */
  public static final String PROJECTED_COST = "tributary.projected_cost";

  private Metrics() {}

  /** What follows the prefix; empty when the metric has neither. */
  public static Optional<String> bare(String metric) {
    return List.of(PREFIX, OWN_PREFIX).stream().filter(metric::startsWith).map(prefix -> metric.substring(prefix.length())).findFirst();
  }

  /** The usage type that a metric is of; empty when there is no such metric. */
  public static Optional<UsageType> type(Catalogue catalogue, String metric) {
    return bare(metric).flatMap(name -> catalogue.types().stream().filter(type -> type.estimatedMetric().filter(name::equals).isPresent())
        .findFirst().or(() -> byKey(catalogue, name)));
  }

  private static Optional<UsageType> byKey(Catalogue catalogue, String name) {
    int dot = name.indexOf('.');
    return dot < 0 ? Optional.empty() : catalogue.find(new UsageType.Key(name.substring(0, dot), name.substring(dot + 1)));
  }

  /** A usage type's metric without a prefix. */
  public static String bareName(UsageType type) {
    return type.estimatedMetric().orElseGet(() -> type.family() + "." + type.name());
  }

  public static String name(UsageType type) {
    return PREFIX + bareName(type);
  }

  public static boolean isCost(String metric) {
    return metric.equals(ESTIMATED_COST) || metric.equals(PROJECTED_COST);
  }
}
