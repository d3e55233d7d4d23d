package io.tributary.query.reader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tributary.model.Account;
import io.tributary.model.Connection;
import io.tributary.model.Directory;
import io.tributary.model.Directory.Change;
import io.tributary.model.Hours;
import io.tributary.model.MonthCell;
import io.tributary.model.MonthCell.HourValue;
import io.tributary.model.NameQuery;
import io.tributary.model.Org;
import io.tributary.model.Org.Placement;
import io.tributary.model.Partner;
import io.tributary.model.Quantity;
import io.tributary.model.RowQuery;
import io.tributary.model.RowQuery.Level;
import io.tributary.model.Rows.Row;
import io.tributary.model.UsageType;
import java.time.YearMonth;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What every reader promises, on one small world: a partner with two accounts, of which one leaves it in the middle of the
 * second month; a tree three levels deep; an org that moves below another; a direct customer. Usage is of summed types.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class UsageReaderContract {
  protected static final UsageType.Key BYTES = new UsageType.Key("logs", "billable_ingested_bytes");
  protected static final UsageType.Key RUNS = new UsageType.Key("synthetics_api", "check_calls_count");

  protected static final UsageType.Key LOGS = new UsageType.Key("indexed_logs", "logs_indexed_events_15_day_count");

  private final int first = Hours.firstOfMonth(month());
  private final int second = Hours.firstOfMonth(month() + 1);
  private UsageReader reader;
  private int bytes;
  private int runs;
  private int logs;

  /** Usage of one org in one hour, to be counted once. */
  public record Usage(String org, UsageType.Key type, int hour, long quantity, Map<String, String> tags) {
    public Usage(String org, UsageType.Key type, int hour, long quantity) {
      this(org, type, hour, quantity, Map.of());
    }
  }

  /** A reader of a world with just this directory and this usage, all of it counted. Closed by whoever makes it. */
  protected abstract UsageReader readerOf(Directory directory, List<Usage> usage) throws Exception;

  /** The first of two months that have usage; for adapters that know the time, both not long ago. */
  protected int month() {
    return Hours.month(YearMonth.of(2026, 2));
  }

  @BeforeAll
  void fill() throws Exception {
    int start = Hours.firstOfMonth(month() - 2);
    var directory = Directory.empty().with(List.of(
        new Change.PutPartner(new Partner("par", "Partner", "us1")),
        new Change.PutAccount(new Account("acme", "Acme", List.of(new Connection("par", start, OptionalInt.empty())))),
        new Change.PutAccount(new Account("bolt", "Bolt",
            List.of(new Connection("par", start, OptionalInt.of(second + 10 - Connection.GRACE_HOURS))))),
        new Change.PutAccount(new Account("solo", "Solo", List.of())),
        new Change.PutOrg(org("a", Placement.rootOf("acme", start))),
        new Change.PutOrg(org("a1", Placement.under("a", start))),
        new Change.PutOrg(org("a11", Placement.under("a1", start))),
        new Change.PutOrg(org("a2", Placement.under("a", start), Placement.under("a1", first + 5))),
        new Change.PutOrg(org("b", Placement.rootOf("bolt", start))),
        new Change.PutOrg(org("s", Placement.rootOf("solo", start)))), 1);
    bytes = directory.catalogue().find(BYTES).orElseThrow().id();
    runs = directory.catalogue().find(RUNS).orElseThrow().id();
    logs = directory.catalogue().find(LOGS).orElseThrow().id();
    reader = readerOf(directory, List.of(
        new Usage("a", BYTES, first, 1), new Usage("a1", BYTES, first, 20), new Usage("a1", RUNS, first, 5),
        new Usage("a11", BYTES, first, 300), new Usage("a2", BYTES, first, 4_000), new Usage("a2", BYTES, first + 5, 50_000),
        new Usage("a11", BYTES, first + 7, 7), new Usage("a11", BYTES, second, 11),
        new Usage("b", BYTES, first, 600_000), new Usage("b", BYTES, second + 9, 2), new Usage("b", BYTES, second + 10, 3),
        new Usage("s", BYTES, first, 8), new Usage("s", LOGS, second + 20, 5, Map.of("index", "main")),
        new Usage("s", LOGS, second + 20, 7, Map.of("index", "web")), new Usage("s", LOGS, second + 21, 2, Map.of("index", "main")),
        new Usage("s", LOGS, second + 21, 1)));
  }

  private static Org org(String id, Placement... placements) {
    return new Org(id, "Org " + id, "us1", List.of(placements));
  }

  @Test
  void theHoursOfTheOrgsAskedForHoldTheirOwnUsage() {
    assertRows(RowQuery.hours(Level.ORG_OWN, List.of("acme"), Set.of("a1", "a2"), first, first + 24),
        hour("acme", "a1", "par", first, Map.of(bytes, 20L, runs, 5L)),
        hour("acme", "a2", "par", first, Map.of(bytes, 4_000L)),
        hour("acme", "a2", "par", first + 5, Map.of(bytes, 50_000L)));
  }

  @Test
  void everyOrgOfTheHoldersIsReadWhenNoneIsNamed() {
    assertRows(RowQuery.hours(Level.ORG_OWN, List.of("solo", "acme"), Set.of(), first, first + 1),
        hour("acme", "a", "par", first, Map.of(bytes, 1L)),
        hour("acme", "a1", "par", first, Map.of(bytes, 20L, runs, 5L)),
        hour("acme", "a11", "par", first, Map.of(bytes, 300L)),
        hour("acme", "a2", "par", first, Map.of(bytes, 4_000L)),
        hour("solo", "s", null, first, Map.of(bytes, 8L)));
  }

  @Test
  void anOrgsSubtreeIsWhatStoodBelowItAtThatHour() {
    assertRows(RowQuery.hours(Level.ORG_SUBTREE, List.of("acme"), Set.of("a1"), first, first + 6),
        hour("acme", "a1", "par", first, Map.of(bytes, 320L, runs, 5L)),
        hour("acme", "a1", "par", first + 5, Map.of(bytes, 50_000L)));
  }

  @Test
  void theRangeHoldsItsFirstHourAndNotItsLast() {
    assertRows(RowQuery.hours(Level.ORG_OWN, List.of("acme"), Set.of("a11"), first + 7, second),
        hour("acme", "a11", "par", first + 7, Map.of(bytes, 7L)));
    assertRows(RowQuery.hours(Level.ORG_OWN, List.of("acme"), Set.of("a11"), first + 8, second));
    assertRows(RowQuery.hours(Level.ORG_OWN, List.of("acme"), Set.of("a11"), second, second));
  }

  @Test
  void theTotalsOfAccountsAndPartnersAddUpTheirOrgs() {
    assertRows(RowQuery.hours(Level.ACCOUNT, List.of("acme", "bolt"), Set.of(), first, first + 1),
        hour("acme", null, "par", first, Map.of(bytes, 4_321L, runs, 5L)),
        hour("bolt", null, "par", first, Map.of(bytes, 600_000L)));
    assertEquals(Map.of(bytes, Quantity.ofUnits(604_321), runs, Quantity.ofUnits(5)),
        sums(RowQuery.hours(Level.PARTNER, List.of("par"), Set.of(), first, first + 1)));
  }

  @Test
  void anHourBelongsToThePartnerThatOwnedItThen() {
    assertRows(RowQuery.hours(Level.ACCOUNT, List.of("bolt"), Set.of(), second, second + 24),
        hour("bolt", null, "par", second + 9, Map.of(bytes, 2L)),
        hour("bolt", null, null, second + 10, Map.of(bytes, 3L)));
    assertEquals(Map.of(bytes, Quantity.ofUnits(13)), sums(RowQuery.hours(Level.PARTNER, List.of("par"), Set.of(), second, second + 24)));
  }

  @Test
  void aMonthHoldsItsSumItsCountOfHoursAndItsHighestHours() {
    assertRows(RowQuery.months(Level.ORG_OWN, List.of("acme"), Set.of("a11", "a2"), month(), month() + 1),
        month("acme", "a11", "par", month(), new HourValue(first, Quantity.ofUnits(300)), new HourValue(first + 7, Quantity.ofUnits(7))),
        month("acme", "a2", "par", month(), new HourValue(first + 5, Quantity.ofUnits(50_000)),
            new HourValue(first, Quantity.ofUnits(4_000))));
  }

  @Test
  void aMonthSplitBetweenOwnersHasARowForEach() {
    assertRows(RowQuery.months(Level.ACCOUNT, List.of("bolt"), Set.of(), month() + 1, month() + 2),
        month("bolt", null, "par", month() + 1, new HourValue(second + 9, Quantity.ofUnits(2))),
        month("bolt", null, null, month() + 1, new HourValue(second + 10, Quantity.ofUnits(3))));
  }

  @Test
  void aPartnersMonthIsMadeOfItsOwnSummedHours() {
    var rows = reader.read(RowQuery.months(Level.PARTNER, List.of("par"), Set.of(), month(), month() + 1)).rows();
    assertEquals(1, rows.size());
    assertEquals(MonthCell.of(List.of(new HourValue(first, Quantity.ofUnits(604_321)), new HourValue(first + 5, Quantity.ofUnits(50_000)),
        new HourValue(first + 7, Quantity.ofUnits(7)))), rows.getFirst().cells().get(bytes));
  }

  @Test
  void whoIsUnknownOrHadNoUsageHasNoRows() {
    assertRows(RowQuery.hours(Level.ORG_OWN, List.of("nobody"), Set.of(), first, second));
    assertRows(RowQuery.months(Level.PARTNER, List.of("nobody"), Set.of(), month(), month() + 2));
    assertRows(RowQuery.months(Level.ORG_OWN, List.of("acme"), Set.of("b"), month(), month() + 2));
  }

  @Test
  void usageByNameIsThePartOfAnHourThatHasNames() {
    var query = new NameQuery(List.of("s", "a", "nobody"), Set.of(logs, bytes), NameQuery.Bucket.HOUR, second + 20, second + 22);
    assertEquals(List.of("s 20 main 5", "s 20 web 7", "s 21 main 2"), reader.named(query).rows().stream().map(row -> row.org() + " "
        + (row.at() - second) + " " + row.name().orElse("") + " " + row.sum()).sorted().toList());
    assertEquals(List.of(), reader.named(new NameQuery(List.of("s"), Set.of(logs), NameQuery.Bucket.HOUR, second, second + 20)).rows());
  }

  @Test
  void progressIsHealthyWhenNothingWaits() {
    var progress = reader.progress();
    assertTrue(progress.healthy(), progress.detail());
    assertEquals(0, progress.lag());
  }

  private void assertRows(RowQuery query, Row... expected) {
    assertEquals(sorted(List.of(expected)), sorted(reader.read(query).rows()), query.toString());
  }

  /** One row a line, so that a difference can be read. */
  private static String sorted(List<Row> rows) {
    return rows.stream().map(row -> row.holder() + " " + row.org().orElse("-") + " " + row.owner().orElse("-") + " " + row.bucket() + " "
        + new TreeMap<>(row.cells())).sorted(Comparator.naturalOrder()).collect(Collectors.joining("\n"));
  }

  private Map<Integer, Quantity> sums(RowQuery query) {
    var sums = new TreeMap<Integer, Quantity>();
    reader.read(query).rows().forEach(row -> row.cells().forEach((type, cell) -> sums.merge(type, cell.sum(), Quantity::plus)));
    return sums;
  }

  private static Row hour(String holder, String org, String owner, int hour, Map<Integer, Long> units) {
    var cells = units.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, cell -> new MonthCell(Quantity.ofUnits(cell.getValue()), 1, List.of())));
    return new Row(holder, Optional.ofNullable(org), Optional.ofNullable(owner), hour, cells);
  }

  private Row month(String holder, String org, String owner, int month, HourValue... hours) {
    return new Row(holder, Optional.ofNullable(org), Optional.ofNullable(owner), month, Map.of(bytes, MonthCell.of(List.of(hours))));
  }
}
