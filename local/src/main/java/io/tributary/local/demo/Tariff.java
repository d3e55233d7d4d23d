package io.tributary.local.demo;

import io.tributary.model.Rate;
import io.tributary.model.Rate.Allotment;
import io.tributary.model.Rate.Commitment;
import io.tributary.model.Rate.Metering;
import io.tributary.model.Rate.Price;
import io.tributary.model.Rate.Tier;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * Invented list prices of what the generator uses, and how much of them an account pays.
 *
 * @param hosts infra hosts bought in advance
 * @param percent of the list price
 */
record Tariff(int hosts, int percent) {
  private static final String THOUSAND = "1000";
  private static final String MILLION = "1000000";
  private static final String GIGABYTE = "1000000000";

  List<Rate> rates() {
    return List.of(
        committed("infra_host", hosts, "18", "21.6"),
        committed("apm_host", hosts / 3, "36", "42"),
        hourlyContainers(),
        allotted("timeseries", "1", "0.5", new Allotment("infra_host", new BigDecimal("0.5"))),
        onDemand("lambda_function", "1", "5.2"),
        withMinimum("ci_pipeline", "9.5", "200"),
        onDemand("serverless_invocation", MILLION, "0.45"),
        graduated("logs_ingested", GIGABYTE, "0.11", new Step("2000", "0.1"), new Step("10000", "0.085"), new Step(null, "0.07")),
        volume("logs_indexed_15day", MILLION, "1.8", new Step("1000", "1.7"), new Step("5000", "1.55"), new Step(null, "1.4")),
        allotted("ingested_spans", GIGABYTE, "0.12", new Allotment("apm_host", new BigDecimal(150))),
        allotted("apm_trace_search", MILLION, "1.9", new Allotment("apm_host", BigDecimal.ONE)),
        onDemand("rum_lite", THOUSAND, "0.16"),
        onDemand("rum_replay", THOUSAND, "2.6"),
        onDemand("synthetics_api_tests", "10000", "5.4"),
        onDemand("synthetics_browser_checks", THOUSAND, "12.9"));
  }

  private record Step(String upTo, String price) {}

  /** Support: so many percent of all else, and no less than this a month. */
  static Rate support(String percent, String minimum) {
    return new Rate("premier_support", BigDecimal.ONE, Metering.MONTHLY, Optional.empty(), new Price.PercentOfBill(new BigDecimal(percent)),
        Optional.empty(), Optional.of(new BigDecimal(minimum)), List.of());
  }

  private Rate committed(String dimension, int quantity, String list, String beyond) {
    return new Rate(dimension, BigDecimal.ONE, Metering.MONTHLY, Optional.of(new Commitment(new BigDecimal(quantity), paid(list))),
        new Price.Flat(paid(beyond)), list(beyond), Optional.empty(), List.of());
  }

  /** Compared hour by hour; twenty hosts bring a container along, and some are bought. */
  private Rate hourlyContainers() {
    return new Rate("infra_container", BigDecimal.ONE, Metering.HOURLY,
        Optional.of(new Commitment(new BigDecimal(Math.max(1, hosts / 20)), paid("1.1"))), new Price.Flat(paid("2")), list("2"),
        Optional.empty(), List.of(new Allotment("infra_host", new BigDecimal("0.05"))));
  }

  private Rate onDemand(String dimension, String per, String list) {
    return rate(dimension, per, new Price.Flat(paid(list)), list, List.of());
  }

  private Rate withMinimum(String dimension, String list, String minimum) {
    var rate = onDemand(dimension, "1", list);
    return new Rate(dimension, rate.per(), rate.metering(), rate.committed(), rate.onDemand(), rate.list(),
        Optional.of(new BigDecimal(minimum)), List.of());
  }

  private Rate allotted(String dimension, String per, String list, Allotment allotment) {
    return rate(dimension, per, new Price.Flat(paid(list)), list, List.of(allotment));
  }

  private Rate graduated(String dimension, String per, String list, Step... steps) {
    return rate(dimension, per, new Price.Graduated(tiers(steps)), list, List.of());
  }

  private Rate volume(String dimension, String per, String list, Step... steps) {
    return rate(dimension, per, new Price.Volume(tiers(steps)), list, List.of());
  }

  private static Rate rate(String dimension, String per, Price price, String list, List<Allotment> allotments) {
    return new Rate(dimension, new BigDecimal(per), Metering.MONTHLY, Optional.empty(), price, list(list), Optional.empty(), allotments);
  }

  private List<Tier> tiers(Step... steps) {
    return List.of(steps).stream().map(step -> new Tier(Optional.ofNullable(step.upTo).map(BigDecimal::new), paid(step.price))).toList();
  }

  private BigDecimal paid(String list) {
    return new BigDecimal(list).multiply(new BigDecimal(percent)).movePointLeft(2);
  }

  private static Optional<BigDecimal> list(String price) {
    return Optional.of(new BigDecimal(price));
  }
}
