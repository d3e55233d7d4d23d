package io.tributary.bench.world;

import io.tributary.catalog.Catalogue;
import io.tributary.model.Account;
import io.tributary.model.Connection;
import io.tributary.model.Directory;
import io.tributary.model.Directory.Change;
import io.tributary.model.Org;
import io.tributary.model.Org.Placement;
import io.tributary.model.Partner;
import io.tributary.model.UsageType;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;

/**
 * The world of the benchmark: one partner, 100 accounts whose root orgs have 400 orgs below them and those 1,500 leaves, which
 * alone have usage; and the 20 usage types that they use, the most used first.
 *
 * @param types most used first
 */
public record World(List<UsageType> types, Directory directory) {
  public static final int ROOTS = 100;
  public static final int MIDS = 400;
  public static final int LEAVES = 1_500;
  public static final String PARTNER = "partner-0001";

  /** Ingest stamps every event with the version that it judged it with. */
  public static final long DIRECTORY_VERSION = 1;

  /** Mostly sums, as in life; hosts, containers and committers are counted by entity, and seats are a maximum. */
  private static final List<UsageType.Key> TYPES = List.of(
      new UsageType.Key("logs", "ingested_events_bytes"),
      new UsageType.Key("ingested_spans", "ingested_events_bytes"),
      new UsageType.Key("timeseries", "ingest_points"),
      new UsageType.Key("infra_hosts", "host_count"),
      new UsageType.Key("logs", "indexed_events_count"),
      new UsageType.Key("serverless", "invocations_sum"),
      new UsageType.Key("indexed_spans", "indexed_events_count"),
      new UsageType.Key("infra_hosts", "container_count"),
      new UsageType.Key("indexed_logs", "logs_indexed_events_15_day_count"),
      new UsageType.Key("rum_browser_sessions", "session_count"),
      new UsageType.Key("network_flows", "indexed_events_count"),
      new UsageType.Key("dbm", "dbm_host_count"),
      new UsageType.Key("custom_events", "custom_events_count"),
      new UsageType.Key("synthetics_api", "check_calls_count"),
      new UsageType.Key("sds", "total_scanned_bytes"),
      new UsageType.Key("error_tracking", "events"),
      new UsageType.Key("ci_app", "ci_visibility_pipeline_committers"),
      new UsageType.Key("log_management", "logs_archive_search_gb_scanned"),
      new UsageType.Key("ai", "ai_credits"),
      new UsageType.Key("incident_management", "seats"));

  /** @param firstHour an hour from which all orgs have their places and all accounts are connected */
  public static World from(int firstHour) {
    var catalogue = Catalogue.builtIn();
    var types = TYPES.stream().map(key -> catalogue.find(key).orElseThrow(
        () -> new IllegalStateException("the catalogue has no usage type " + key))).toList();
    return new World(types, Directory.empty().with(changes(firstHour), DIRECTORY_VERSION));
  }

  /** What makes an empty directory this world's. */
  public static List<Change> changes(int firstHour) {
    var changes = new ArrayList<Change>();
    changes.add(new Change.PutPartner(new Partner(PARTNER, "Benchmark partner", "us1")));
    for (int root = 0; root < ROOTS; root++) {
      changes.add(new Change.PutAccount(new Account(account(root), "Account " + root,
          List.of(new Connection(PARTNER, firstHour, OptionalInt.empty())))));
      changes.add(org(root(root), Placement.rootOf(account(root), firstHour)));
    }
    for (int mid = 0; mid < MIDS; mid++) {
      changes.add(org(mid(mid), Placement.under(root(rootOf(mid)), firstHour)));
    }
    for (int leaf = 0; leaf < LEAVES; leaf++) {
      changes.add(org(leaf(leaf), Placement.under(mid(midOf(leaf)), firstHour)));
    }
    return changes;
  }

  private static Change org(String publicId, Placement placement) {
    return new Change.PutOrg(new Org(publicId, "Org " + publicId, "us1", List.of(placement)));
  }

  public static String account(int root) {
    return "account-%04d".formatted(root);
  }

  public static String root(int root) {
    return id(root);
  }

  public static String mid(int mid) {
    return id(ROOTS + mid);
  }

  public static String leaf(int leaf) {
    return id(ROOTS + MIDS + leaf);
  }

  public static int midOf(int leaf) {
    return leaf % MIDS;
  }

  public static int rootOf(int mid) {
    return mid % ROOTS;
  }

  /** Twelve hexadecimal digits that hash well: keys decide the partition. */
  private static String id(int number) {
    return HexFormat.of().toHexDigits(Workload.mix(number + 1L), 12);
  }
}
