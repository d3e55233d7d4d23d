package io.tributary.bench.query;

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
 * An account's card, in invented prices: of the 20 dimensions six are committed, four bring allotments along, four have tiers and one
 * a minimum. Every fourth account's containers are metered by the hour. No two accounts in a row pay the same.
 */
record Card(int account) {
  /** By number: what is used, and in this order rated. The first {@link FleetUsage#ENTITIES} are counted by entity. */
  static final List<String> DIMENSIONS = List.of("infra_host", "apm_host", "dbm_host", "infra_container", "ci_pipeline", "ingested_spans",
      "apm_trace_search", "logs_ingested", "logs_indexed_15day", "logs_indexed_30day", "logs_forwarding", "serverless_invocation",
      "rum_lite", "rum_replay", "synthetics_api_tests", "synthetics_browser_checks", "npm_flow", "sensitive_data_scanner", "custom_event",
      "workflow_execution");

  /** Of what has a quantity, so many are one priced unit. */
  private static final String THOUSAND = "1000";
  private static final int HOURLY_EVERY = 4;

  List<Rate> rates() {
    return List.of(
        committed("infra_host", "1", 2, "15", "18"),
        committed("apm_host", "1", 1, "31", "36"),
        committed("dbm_host", "1", 1, "70", "84"),
        containers(),
        minimum("ci_pipeline", "8", "20"),
        allotted("ingested_spans", "0.1", "apm_host", 150),
        allotted("apm_trace_search", "1.7", "apm_host", 100),
        tiered("logs_ingested", "0.1"),
        tiered("logs_indexed_15day", "1.7"),
        volume("logs_indexed_30day", "2.5"),
        flat("logs_forwarding", "0.25"),
        committed("serverless_invocation", THOUSAND, 5_000, "0.4", "0.5"),
        flat("rum_lite", "0.15"),
        committed("rum_replay", THOUSAND, 1_000, "1.8", "2.6"),
        flat("synthetics_api_tests", "0.5"),
        allotted("synthetics_browser_checks", "1.2", "synthetics_api_tests", 1),
        flat("npm_flow", "0.05"),
        volume("sensitive_data_scanner", "0.2"),
        committed("custom_event", THOUSAND, 2_000, "0.07", "0.1"),
        flat("workflow_execution", "0.3"));
  }

  private Rate containers() {
    var metering = account % HOURLY_EVERY == 0 ? Metering.HOURLY : Metering.MONTHLY;
    return new Rate("infra_container", BigDecimal.ONE, metering, Optional.empty(), new Price.Flat(paid("1")), Optional.of(BigDecimal.ONE),
        Optional.empty(), List.of(new Allotment("infra_host", new BigDecimal("0.5"))));
  }

  private Rate committed(String dimension, String per, int quantity, String price, String beyond) {
    return rate(dimension, per, Optional.of(new Commitment(new BigDecimal(quantity), paid(price))), new Price.Flat(paid(beyond)), beyond,
        Optional.empty(), List.of());
  }

  private Rate flat(String dimension, String list) {
    return rate(dimension, THOUSAND, Optional.empty(), new Price.Flat(paid(list)), list, Optional.empty(), List.of());
  }

  private Rate minimum(String dimension, String list, String minimum) {
    return rate(dimension, "1", Optional.empty(), new Price.Flat(paid(list)), list, Optional.of(new BigDecimal(minimum)), List.of());
  }

  private Rate allotted(String dimension, String list, String parent, int quantity) {
    return rate(dimension, THOUSAND, Optional.empty(), new Price.Flat(paid(list)), list, Optional.empty(),
        List.of(new Allotment(parent, new BigDecimal(quantity))));
  }

  private Rate tiered(String dimension, String list) {
    return rate(dimension, THOUSAND, Optional.empty(), new Price.Graduated(tiers(list)), list, Optional.empty(), List.of());
  }

  private Rate volume(String dimension, String list) {
    return rate(dimension, THOUSAND, Optional.empty(), new Price.Volume(tiers(list)), list, Optional.empty(), List.of());
  }

  /** A month of the benchmark's usage reaches the second. */
  private List<Tier> tiers(String list) {
    var price = paid(list);
    return List.of(new Tier(Optional.of(new BigDecimal(10_000)), price),
        new Tier(Optional.of(new BigDecimal(100_000)), price.multiply(new BigDecimal("0.9"))),
        new Tier(Optional.empty(), price.multiply(new BigDecimal("0.8"))));
  }

  private static Rate rate(String dimension, String per, Optional<Commitment> committed, Price price, String list,
      Optional<BigDecimal> minimum, List<Allotment> allotments) {
    return new Rate(dimension, new BigDecimal(per), Metering.MONTHLY, committed, price, Optional.of(new BigDecimal(list)), minimum,
        allotments);
  }

  /** 70 to 99 percent of the list price. */
  private BigDecimal paid(String list) {
    return new BigDecimal(list).multiply(BigDecimal.valueOf(70 + account % 30)).movePointLeft(2);
  }
}
