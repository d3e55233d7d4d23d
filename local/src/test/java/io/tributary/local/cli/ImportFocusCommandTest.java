package io.tributary.local.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tributary.local.focus.SomeBill;
import io.tributary.local.node.Keys.Holder;
import io.tributary.local.node.Node;
import io.tributary.local.node.NodeSettings;
import io.tributary.model.Access;
import io.tributary.model.Access.Sends;
import io.tributary.model.Directory.Change;
import io.tributary.model.Hours;
import io.tributary.model.Partner;
import io.tributary.model.RowQuery;
import io.tributary.model.RowQuery.Level;
import io.tributary.topics.ControlWriter.Decision;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A bill on its way into a running installation, and its totals as DuckDB reads them from the file. One node serves all tests. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ImportFocusCommandTest {
  /** The file that real rows are in; they are nobody's to copy, so a test without it is skipped. */
  private static final String SAMPLE = "tributary.focus.sample";
  private static final Partner PARTNER = new Partner("strato", "Stratolane", "us1");
  private static final Holder HOLDER = new Holder("partner", PARTNER.publicId(), Sends.NOTHING, Set.of(Access.USAGE_READ));
  /** The newest month that has ended: all of its hours have come. */
  private static final YearMonth MONTH = YearMonth.now(ZoneOffset.UTC).minusMonths(1);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Every row that is usage, at the place and hour where it must count; nothing here knows our code. */
  private static final String ORACLE = """
      WITH used AS (
        SELECT replace(replace(BillingAccountId, '%%', '%%25'), '/', '%%2F') AS account,
          coalesce(replace(replace(SubAccountId, '%%', '%%25'), '/', '%%2F'), account) AS org,
          ServiceName || ' [' || ConsumedUnit || ']' AS title,
          CAST(replace(replace(ChargePeriodStart, 'T', ' '), 'Z', '') AS TIMESTAMP) AS start,
          TRY_CAST(ConsumedQuantity AS DECIMAL(38,15)) AS quantity
        FROM read_csv('%s', all_varchar = true, nullstr = 'NULL') WHERE ChargeCategory = 'Usage'),
      dated AS (
        SELECT *, CASE WHEN start >= TIMESTAMP '%s' THEN start ELSE
          CAST(make_date(%d, %d, CAST(least(day(start), %d) AS INTEGER)) AS TIMESTAMP) + (start - date_trunc('day', start)) END AS booked
        FROM used WHERE quantity >= 0 AND title IS NOT NULL)
      SELECT %s AS place, title, CAST(epoch(date_trunc('hour', booked)) AS BIGINT) // 3600 AS hour, sum(quantity) AS total
      FROM dated GROUP BY ALL HAVING total > 0""";

  @TempDir
  static Path data;

  private static Node node;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void start() {
    node = Node.start(new NodeSettings(data, 0, 0), List.of(HOLDER), step -> { });
    node.ensure((directory, access) -> new Decision.Write(List.of(new Change.PutPartner(PARTNER)), List.of()));
    node.announce();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  @Order(1)
  void aBillCountsOnceAtEveryLevelAndThePartnerSeesIt() throws Exception {
    var bill = new SomeBill()
        .row("ChargePeriodStart", MONTH + "-03T10:00:00Z", "ConsumedQuantity", "0.000000000000001")
        .row("ChargePeriodStart", MONTH + "-03T10:00:00Z", "ConsumedQuantity", "2.5")
        .row("ChargePeriodStart", MONTH + "-03T10:00:00Z", "ConsumedQuantity", "2.5")
        .row("ChargePeriodStart", "2020-01-31 23:00:00", "ConsumedQuantity", "7", "SubAccountId", "NULL")
        .row("ChargePeriodStart", "2020-01-05 23:00:00", "ConsumedQuantity", "3", "ConsumedUnit", "GB", "SubAccountId", "/s/1")
        .row("ChargePeriodStart", MONTH + "-04T10:00:00Z", "ConsumedQuantity", "-1")
        .in(data, "own bill.csv");
    assertEquals(1, run(bill, "--org", "strato"), "old rows, and no month");
    assertTrue(err.toString().startsWith("tributary: 2 rows are older than "), err.toString());
    assertEquals(0, run(bill, "--org", "strato", "--month", MONTH.toString()), err::toString);
    assertTrue(out.toString().contains("line 7: refused: ConsumedQuantity: a quantity may not be negative: -1\n"), out.toString());
    assertTrue(out.toString().contains("6 rows: 5 sent, 0 imported before, 1 refused"), out.toString());
    counted();
    totalsAreThoseOf(bill, Set.of("payer"));
    assertEquals(new BigDecimal("5.000000000000001"), cells(Level.ACCOUNT, Set.of("payer"))
        .get("payer Machines [Hours] " + Hours.of(Instant.parse(MONTH + "-03T10:00:00Z"))));
    try (var seen = Installation.in(data, PATIENCE)) {
      var rows = seen.get("partner", "/api/v2/usage/hourly_usage", Map.of("filter[timestamp][start]", MONTH + "-05T23",
          "filter[product_families]", "machines", "filter[include_descendants]", "true", "filter[include_connected_accounts]", "true"));
      assertEquals("gb 3", rows.at("/data/0/attributes/measurements").valueStream().filter(each -> each.path("value").asLong() > 0)
          .map(each -> each.path("usage_type").asText() + " " + each.path("value")).findFirst().orElse(rows.toString()));
    }
  }

  @Test
  @Order(2)
  void importedAgainItCountsOnceWithTheRecordOfTheFirstImportAndWithinTheHorizonWithoutIt() throws Exception {
    var before = cells(Level.ACCOUNT, Set.of("payer"));
    var bill = data.resolve("own bill.csv");
    assertEquals(0, run(bill, "--org", "strato", "--month", MONTH.toString()), err::toString);
    assertTrue(out.toString().contains("6 rows: 0 sent, 5 imported before, 1 refused"), out.toString());
    Files.delete(data.resolve("imports").resolve("rows.txt"));
    assertEquals(0, run(bill, "--org", "strato", "--month", MONTH.toString()), err::toString);
    assertTrue(out.toString().contains("6 rows: 5 sent, 0 imported before, 1 refused"), out.toString());
    counted();
    assertEquals(before, cells(Level.ACCOUNT, Set.of("payer")));
  }

  @Test
  @Order(3)
  void theTotalsOfRealRowsAreThoseOfTheFile() throws Exception {
    var file = Path.of(System.getProperty(SAMPLE, Path.of("..", "..", "shared", "data", "focus_sample.csv").toString()));
    Assumptions.assumeTrue(Files.isReadable(file), () -> "there are no real rows at " + file + "; -D" + SAMPLE + "=FILE says where");
    for (int time = 0; time < 2; time++) {
      assertEquals(0, run(file, "--org", "strato", "--month", MONTH.toString()), err::toString);
      counted();
      var accounts = places(file, "account");
      assertEquals(3, accounts.size());
      totalsAreThoseOf(file, accounts);
    }
    assertTrue(out.toString().contains("0 sent"), out.toString());
    var ofThePartner = oracle(file, "'strato'");
    oracle(data.resolve("own bill.csv"), "'strato'").forEach((cell, total) -> ofThePartner.merge(cell, total, BigDecimal::add));
    assertEquals(ofThePartner, cells(Level.PARTNER, Set.of("strato")));
    assertEquals(refusedBy(file), Files.readAllLines(data.resolve("imports").resolve("focus_sample.csv.report.txt")).stream()
        .filter(line -> line.contains(": refused: ")).count());
  }

  @Test
  @Order(4)
  void whatIsWrongIsOneLine() {
    assertEquals(1, run(data.resolve("none.csv")));
    assertTrue(err.toString().startsWith("tributary: ") && err.toString().lines().count() == 1, err.toString());
    assertEquals(1, run(data.resolve("own bill.csv"), "--month", "2020-01"));
    assertTrue(err.toString().contains("--month: 2020-01 is older than "), err.toString());
    assertEquals(2, run(data.resolve("own bill.csv"), "--month", "May"));
  }

  private static void totalsAreThoseOf(Path file, Set<String> accounts) throws SQLException {
    var ofAccounts = oracle(file, "account");
    assertTrue(ofAccounts.size() > 1, ofAccounts::toString);
    assertEquals(ofAccounts, cells(Level.ACCOUNT, accounts));
    assertEquals(oracle(file, "account || ' ' || org"), cells(Level.ORG_OWN, accounts));
  }

  /** Totals of hours by place and title. */
  private static Map<String, BigDecimal> oracle(Path file, String place) throws SQLException {
    var found = new TreeMap<String, BigDecimal>();
    try (var duck = DriverManager.getConnection("jdbc:duckdb:"); var sql = duck.createStatement();
        var rows = sql.executeQuery(query(file, place))) {
      while (rows.next()) {
        found.put(rows.getString(1) + " " + rows.getString(2) + " " + rows.getLong(3), rows.getBigDecimal(4).setScale(15));
      }
    }
    return found;
  }

  private static Set<String> places(Path file, String place) throws SQLException {
    var found = new ArrayList<String>();
    try (var duck = DriverManager.getConnection("jdbc:duckdb:"); var sql = duck.createStatement();
        var rows = sql.executeQuery("SELECT DISTINCT place FROM (" + query(file, place) + ")")) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return Set.copyOf(found);
  }

  private static long refusedBy(Path file) throws SQLException {
    try (var duck = DriverManager.getConnection("jdbc:duckdb:"); var sql = duck.createStatement();
        var rows = sql.executeQuery("SELECT count(*) FROM read_csv('" + file + "', all_varchar = true, nullstr = 'NULL')"
            + " WHERE NOT coalesce(ChargeCategory = 'Usage' AND TRY_CAST(ConsumedQuantity AS DECIMAL(38,15)) >= 0, false)")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static String query(Path file, String place) {
    var oldest = Hours.start(Hours.oldestKept(Instant.now())).toString().replace("T", " ").replace("Z", "");
    return ORACLE.formatted(file, oldest, MONTH.getYear(), MONTH.getMonthValue(), MONTH.lengthOfMonth(), place);
  }

  private static Map<String, BigDecimal> cells(Level level, Set<String> accounts) {
    int month = Hours.month(MONTH);
    var catalogue = node.directory().catalogue();
    var found = new TreeMap<String, BigDecimal>();
    node.read(RowQuery.hours(level, List.copyOf(accounts), Set.of(), Hours.firstOfMonth(month), Hours.firstOfMonth(month + 1))).rows()
        .forEach(row -> row.cells().forEach((type, cell) -> found.merge(
            Stream.concat(Stream.of(row.holder()), row.org().stream()).reduce((a, b) -> a + " " + b).orElseThrow() + " "
                + catalogue.byId(type).orElseThrow().title().orElseThrow() + " " + row.bucket(),
            cell.sum().toBigDecimal(), BigDecimal::add)));
    found.values().removeIf(total -> total.signum() == 0);
    return found;
  }

  /** Until everything that was sent is in every cell. */
  private static void counted() throws InterruptedException {
    var sent = Instant.now();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!node.progress().asOf().isAfter(sent)) {
      assertTrue(System.nanoTime() < deadline, "not counted in time");
      Thread.sleep(50); // between two looks, with a deadline
    }
  }

  private int run(Path file, String... options) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    var words = new ArrayList<>(List.of("import", "focus", file.toString(), "--data", data.toString()));
    words.addAll(List.of(options));
    return Tributary.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(words.toArray(String[]::new));
  }
}
