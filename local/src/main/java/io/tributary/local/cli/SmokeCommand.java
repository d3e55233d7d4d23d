package io.tributary.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tributary.catalog.Catalogue;
import io.tributary.model.Measure;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Checks the numbers of a running demo from outside, with nothing but its API. For CI. */
@Command(name = "smoke", hidden = true, mixinStandardHelpOptions = true,
    header = "Reads a running demo's numbers back and checks them against each other.")
final class SmokeCommand implements Callable<Integer> {
  /** What the demo's past has: a month of it is read hour by hour and added up. */
  private static final Set<String> FAMILIES = Set.of("logs", "rum", "serverless", "synthetics_api", "ingested_spans");
  private static final Duration VISIBLE_WITHIN = Duration.ofSeconds(10);

  @Spec
  private CommandSpec spec;

  @Option(names = "--data", defaultValue = ".tributary", paramLabel = "DIR", description = "of the demo (${DEFAULT-VALUE})")
  private Path data;

  @Option(names = "--within", defaultValue = "300s", paramLabel = "TIME", converter = TimeSpan.class,
      description = "how long it may take to become ready (${DEFAULT-VALUE})")
  private Duration patience;

  private final List<String> wrong = new ArrayList<>();
  private int checks;

  @Override
  public Integer call() throws InterruptedException {
    try (var demo = Installation.in(data, patience)) {
      totalsOfTheLastMonth(demo);
      whoIsSeen(demo);
      anEventOnItsWay(demo);
    }
    wrong.forEach(spec.commandLine().getErr()::println);
    spec.commandLine().getOut().println(checks - wrong.size() + " of " + checks + " checks passed");
    return wrong.isEmpty() ? 0 : 1;
  }

  private void check(boolean holds, String what) {
    checks++;
    if (!holds) {
      wrong.add("WRONG: " + what);
    }
  }

  /** A month that ended does not move while it is read. */
  private void totalsOfTheLastMonth(Installation demo) throws InterruptedException {
    var month = YearMonth.now(ZoneOffset.UTC).minusMonths(1);
    var summary = demo.get("partner", "/api/v1/usage/summary", Map.of("start_month", month.toString(), "end_month", month.toString(),
        "include_connected_accounts", "true", "include_org_details", "true"));
    var whole = summary.at("/usage/0");
    var byHour = hourly(demo, "partner", month.atDay(1) + "T00", month.plusMonths(1).atDay(1) + "T00");
    var accounts = new TreeSet<String>();
    whole.path("orgs").forEach(org -> accounts.add(org.path("account_name").asText()));
    check(accounts.size() == 6, "the partner had six accounts in " + month + ", but sees " + accounts);
    for (var type : Catalogue.builtIn().types()) {
      if (!FAMILIES.contains(type.family()) || type.measure() != Measure.SUM || !byHour.containsKey(type.key().toString())) {
        continue;
      }
      for (var key : type.summaryKeys()) {
        var hours = byHour.get(type.key().toString());
        key.date().ifPresent(name -> check(hours.equals(whole.path(name).bigIntegerValue()),
            name + " of " + month + " is " + whole.path(name) + ", but its hours add up to " + hours));
        key.org().ifPresent(name -> {
          var orgs = BigInteger.ZERO;
          for (var org : whole.path("orgs")) {
            orgs = orgs.add(org.path(name).bigIntegerValue());
          }
          check(hours.equals(orgs), name + " of the orgs of " + month + " adds up to " + orgs + ", but its hours to " + hours);
        });
      }
    }
    check(checks > 5, "there is hardly any usage in " + month);
  }

  /** Sums by {@code family:usage_type} of all rows that a holder sees. */
  private static Map<String, BigInteger> hourly(Installation demo, String holder, String from, String to) throws InterruptedException {
    var sums = new HashMap<String, BigInteger>();
    var parameters = new LinkedHashMap<>(Map.of("filter[timestamp][start]", from, "filter[timestamp][end]", to,
        "filter[product_families]", String.join(",", FAMILIES), "filter[include_descendants]", "true",
        "filter[include_connected_accounts]", "true"));
    while (true) {
      var page = demo.get(holder, "/api/v2/usage/hourly_usage", parameters);
      for (var row : page.path("data")) {
        for (var measurement : row.at("/attributes/measurements")) {
          if (measurement.path("value").isNumber()) {
            sums.merge(row.at("/attributes/product_family").asText() + ":" + measurement.path("usage_type").asText(),
                measurement.path("value").bigIntegerValue(), BigInteger::add);
          }
        }
      }
      var next = page.at("/meta/pagination/next_record_id");
      if (!next.isTextual()) {
        return sums;
      }
      parameters.put("page[next_record_id]", next.asText());
    }
  }

  private void whoIsSeen(Installation demo) throws InterruptedException {
    var seen = new HashSet<String>();
    var accounts = new HashSet<String>();
    for (var org : demo.get("partner", "/api/v1/org", Map.of()).path("orgs")) {
      seen.add(org.path("public_id").asText());
      accounts.add(org.path("account_public_id").asText());
    }
    accounts.removeAll(Set.of("", "null"));
    check(accounts.size() == 5, "five accounts are connected today, but the partner sees " + accounts);
    check(seen.contains(demo.publicId("customer")) && seen.contains(demo.publicId("child")), "the partner sees its customer's tree");
    check(!seen.contains(demo.publicId("direct")), "the direct customer is none of the partner's business");
  }

  private void anEventOnItsWay(Installation demo) throws InterruptedException {
    var now = Instant.now();
    var event = JsonNodeFactory.instance.objectNode().put("specversion", "1.0").put("id", UUID.randomUUID().toString())
        .put("source", "smoke").put("type", "tributary.usage").put("subject", demo.publicId("child")).put("time", now.toString());
    event.putObject("data").put("product_family", "network_flows").put("usage_type", "indexed_events_count").put("quantity", 4711);
    long before = flows(demo, now);
    demo.event("ingest", event);
    demo.event("ingest", event);
    long deadline = System.nanoTime() + VISIBLE_WITHIN.toNanos();
    long after = before;
    while (after == before && System.nanoTime() < deadline) {
      Thread.sleep(100);
      after = flows(demo, now);
    }
    check(after == before + 4711, "an event of 4711 that was sent twice changed the hour from " + before + " to " + after);
  }

  /** The hour's network flows of the child, as the partner sees them. */
  private static long flows(Installation demo, Instant at) throws InterruptedException {
    long sum = 0;
    var hour = at.toString().substring(0, 13);
    for (var row : demo.get("partner", "/api/v2/usage/hourly_usage", Map.of("filter[timestamp][start]", hour,
        "filter[product_families]", "network_flows", "filter[include_descendants]", "true",
        "filter[include_connected_accounts]", "true")).path("data")) {
      JsonNode attributes = row.path("attributes");
      if (attributes.path("public_id").asText().equals(demo.publicId("child")) && attributes.path("timestamp").asText().startsWith(hour)) {
        sum += attributes.at("/measurements/0/value").asLong();
      }
    }
    return sum;
  }
}
