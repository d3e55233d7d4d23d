package io.tributary.model;

import java.util.List;
import java.util.Optional;

/**
 * One kind of usage and every name the public API knows it by. Source of the built-in ones: the catalogue file.
 *
 * @param id small, unique, never reused: what stored rows name the type by
 * @param family product family, as {@code filter[product_families]} names it
 * @param name usage type within the family, as {@code measurements[].usage_type} names it
 * @param unit what one of it is: {@code host}, {@code byte}, …
 * @param scale decimals an event's quantity may have, 0 to 15
 * @param measure how an hour is measured
 * @param monthly the function of the month that this type is read and billed by
 * @param summaryKeys the keys of the usage summary that this type feeds
 * @param retention for indexed logs, the value of {@code logs_by_retention} ({@code 15}, {@code custom})
 * @param billingDimension e.g. {@code infra_host}
 * @param billableKeys keys of the billable summary: {@code infra_host_top99p}, …
 * @param attributionKey key of hourly and monthly attribution: {@code infra_host_usage}
 * @param estimatedMetric metric name after {@code datadog.estimated_usage.}: {@code hosts}
 * @param title what its source calls it, in full: an imported bill's {@code Object Storage [GB-Months]}
 */
public record UsageType(
    int id,
    String family,
    String name,
    String unit,
    int scale,
    Measure measure,
    MonthlyFunction monthly,
    List<SummaryKey> summaryKeys,
    Optional<String> retention,
    Optional<String> billingDimension,
    List<String> billableKeys,
    Optional<String> attributionKey,
    Optional<String> estimatedMetric,
    Optional<String> title) {

  /**
   * A key of the usage summary at its three levels, and the function that makes its value (a type may be read by
   * several: containers have an average and a high-water mark).
   *
   * @param date key in {@code usage[]}
   * @param org key in {@code usage[].orgs[]}
   * @param response key of the whole answer, the sum over its months
   */
  public record SummaryKey(Optional<String> date, Optional<String> org, Optional<String> response, MonthlyFunction function) {}

  public UsageType {
    summaryKeys = List.copyOf(summaryKeys);
    billableKeys = List.copyOf(billableKeys);
  }

  /** A usage type with no name in the public API but its own: how those added at run time begin. */
  public static UsageType plain(int id, String family, String name, String unit, int scale, Measure measure, MonthlyFunction monthly) {
    return new UsageType(id, family, name, unit, scale, measure, monthly, List.of(), Optional.empty(), Optional.empty(), List.of(),
        Optional.empty(), Optional.empty(), Optional.empty());
  }

  public UsageType withTitle(String title) {
    return new UsageType(id, family, name, unit, scale, measure, monthly, summaryKeys, retention, billingDimension, billableKeys,
        attributionKey, estimatedMetric, Optional.of(title));
  }

  /** Family and name: what an event and a row of the hourly usage identify a type by. */
  public Key key() {
    return new Key(family, name);
  }

  public record Key(String family, String name) {
    @Override
    public String toString() {
      return family + ":" + name;
    }
  }
}
