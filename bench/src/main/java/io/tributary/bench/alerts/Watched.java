package io.tributary.bench.alerts;

import io.tributary.catalog.Catalogue;
import io.tributary.model.Account;
import io.tributary.model.Connection;
import io.tributary.model.Directory.Change;
import io.tributary.model.Measure;
import io.tributary.model.Org;
import io.tributary.model.Org.Placement;
import io.tributary.model.Partner;
import io.tributary.model.UsageType;
import io.tributary.monitor.Metrics;
import io.tributary.monitor.Monitor;
import io.tributary.monitor.Options;
import io.tributary.monitor.Owner;
import io.tributary.monitor.QueryParser;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The world of the benchmark: one partner with 50 accounts, below whose root orgs there are as many orgs as it takes for the series that
 * are asked for, at 20 usage types each; and a monitor of anomalies and one of a threshold for each type, by org. One more
 * type is for probes.
 *
 * @param orgs below the root orgs
 */
record Watched(int orgs) {
  static final String PARTNER = "watching";
  static final int TYPES = 20;
  private static final int ACCOUNTS = 50;
  private static final List<UsageType> SUMS = Catalogue.builtIn().types().stream()
      .filter(type -> type.measure() == Measure.SUM && type.scale() == 0).limit(TYPES + 1).toList();

  static Watched of(long series) {
    return new Watched((int) Math.max(ACCOUNTS, series / TYPES));
  }

  static List<UsageType> types() {
    return SUMS.subList(0, TYPES);
  }

  static UsageType probed() {
    return SUMS.get(TYPES);
  }

  static String org(int number) {
    return "watched-%06d".formatted(number);
  }

  /** @param firstHour from which everything is there */
  List<Change> world(int firstHour) {
    var changes = new ArrayList<Change>();
    changes.add(new Change.PutPartner(new Partner(PARTNER, "Watching partner", "us1")));
    for (int account = 0; account < ACCOUNTS; account++) {
      changes.add(new Change.PutAccount(new Account("account-" + account, "Account " + account,
          List.of(new Connection(PARTNER, firstHour, OptionalInt.empty())))));
      changes.add(org("root-" + account, Placement.rootOf("account-" + account, firstHour)));
    }
    for (int org = 0; org < orgs; org++) {
      changes.add(org(org(org), Placement.under("root-" + org % ACCOUNTS, firstHour)));
    }
    return changes;
  }

  private static Change org(String publicId, Placement placement) {
    return new Change.PutOrg(new Org(publicId, publicId, "us1", List.of(placement)));
  }

  /** One that every probe of a new org raises, and a webhook tells. */
  static Change probing(Instant now) {
    return monitor(1, "sum(last_5m):sum:" + Metrics.name(probed()) + "{*} by {child_org_name} > 0", "0",
        "@webhook-" + Receiver.NAME, now);
  }

  /** Two monitors of each type: 40 times as many groups as orgs. */
  static List<Change> watching(Instant now) {
    var changes = new ArrayList<Change>();
    long id = 2;
    for (var type : types()) {
      changes.add(monitor(id++, "avg(last_4h):anomalies(sum:"
          + Metrics.name(type) + "{*} by {child_org_name}, 'agile', 3, direction='both',"
          + " alert_window='last_15m', count_default_zero='true') >= 1", "1", "", now));
      changes.add(monitor(id++, "sum(last_1h):sum:" + Metrics.name(type) + "{*} by {child_org_name} > 1000000000000", "1000000000000",
          "", now));
    }
    return changes;
  }

  private static Change monitor(long id, String query, String critical, String message, Instant now) {
    return new Change.PutMonitor(new Monitor(id, Owner.partner(PARTNER), "monitor " + id, "query alert", query, QueryParser.rule(query),
        message, List.of(), OptionalInt.empty(), Options.of(Options.Thresholds.of(new BigDecimal(critical))), now, now, Optional.empty()));
  }
}
