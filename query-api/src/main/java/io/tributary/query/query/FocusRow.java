package io.tributary.query.query;

import io.tributary.model.UsageType;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A charge as FOCUS 1.2 has it, see {@code docs/focus.md}.
 *
 * @param month of the bill
 * @param from first hour of the charge period
 * @param to first hour after
 * @param correction whether it corrects a month that was billed before
 * @param cost billed; contracted and effective are the same, because nothing is paid in one month for another
 * @param list what the usage would cost at list prices; zero of what is no usage
 * @param consumed in usage units; empty of what is no usage
 * @param priced in priced units; of a purchase, months
 * @param invoice its number; empty while the month is open
 */
public record FocusRow(String account, String org, String currency, int month, int from, int to, Category category, boolean correction,
    String dimension, Optional<UsageType> type, BigDecimal cost, BigDecimal list, Optional<BigDecimal> consumed, BigDecimal priced,
    BigDecimal per, Optional<String> invoice, String issuer) {
  /** Who meters, and bills partners and direct customers. */
  public static final String PROVIDER = "Tributary";

  /** Families by FOCUS' list of service categories; all others are for watching over systems. */
  private static final Map<String, String> SERVICES = Map.of("analyzed_logs", "Security", "application_security", "Security",
      "cspm", "Security", "cws", "Security", "csm_host_enterprise", "Security", "csm_container_enterprise", "Security",
      "vuln_management", "Security", "sds", "Security", "ci_app", "Developer Tools", "observability_pipelines", "Integration");

  private static final BigDecimal GIGABYTE = BigDecimal.TEN.pow(9);

  /** What is charged. */
  public enum Category {
    /** On-demand usage, and usage that a commitment covers. */
    USAGE("Usage", "Usage-Based"),
    /** What is paid whether anything is used or not: commitments, minimums, and percentages of a bill. */
    PURCHASE("Purchase", "Recurring");

    private final String label;
    private final String frequency;

    Category(String label, String frequency) {
      this.label = label;
      this.frequency = frequency;
    }

    public String label() {
      return label;
    }

    public String frequency() {
      return frequency;
    }
  }

  public String serviceName() {
    return type.map(UsageType::family).orElse(dimension);
  }

  public String serviceCategory() {
    return type.map(one -> SERVICES.getOrDefault(one.family(), "Management and Governance")).orElse("Other");
  }

  public String pricingCategory() {
    return type.isPresent() ? "Standard" : "Other";
  }

  public String description() {
    var what = correction ? "Late usage of " : category == Category.USAGE ? "Usage of " : type.isPresent() ? "Commitment of " : "";
    return what + dimension;
  }

  /** Empty of what is no usage. */
  public Optional<String> consumedUnit() {
    return consumed.flatMap(any -> type).map(one -> plural(one.unit()));
  }

  public String pricingUnit() {
    if (category == Category.PURCHASE) {
      return "Months";
    }
    var unit = type.map(UsageType::unit).orElse("unit");
    if (per.compareTo(BigDecimal.ONE) == 0) {
      return plural(unit);
    }
    return unit.equals("byte") && per.compareTo(GIGABYTE) == 0 ? "GB" : per.stripTrailingZeros().toPlainString() + " " + plural(unit);
  }

  private static String plural(String unit) {
    var words = unit.replace('_', ' ');
    var capital = words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    return capital.endsWith("s") ? capital : capital.endsWith("y") ? capital.substring(0, capital.length() - 1) + "ies" : capital + "s";
  }
}
