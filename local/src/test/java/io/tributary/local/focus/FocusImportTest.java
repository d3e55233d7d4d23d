package io.tributary.local.focus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tributary.local.focus.FocusImport.Job;
import io.tributary.local.focus.FocusImport.Listener;
import io.tributary.local.focus.FocusImport.Outcome;
import io.tributary.model.Hours;
import io.tributary.model.UsageEvent;
import io.tributary.model.UsageType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FocusImportTest {
  private static final Listener NOBODY = new Listener() {
    @Override
    public void step(String what) { }

    @Override
    public void progress(long done, long of) { }
  };

  @TempDir
  private Path folder;

  private final InMemoryDoors doors = new InMemoryDoors();
  private Instant now = Instant.parse("2026-05-20T12:30:00Z");
  private Optional<YearMonth> month = Optional.empty();
  private Optional<String> org = Optional.empty();

  @Test
  void accountsOrgsAndUsageTypesAreAddedOnceAndRowsWithoutASubAccountAreTheRoots() throws Exception {
    var bill = new SomeBill().row().row("SubAccountId", "").row("BillingAccountId", "/b/2", "SubAccountId", "/s/2", "ConsumedUnit", "GB");
    assertEquals("3 rows: 3 sent, 0 imported before, 0 refused", run(bill).toString());
    assertEquals(1, doors.writes);
    var directory = doors.directory();
    int hour = Hours.of(Instant.parse("2026-05-03T10:00:00Z"));
    assertEquals("shop < payer < payer", directory.path("shop", hour).orElseThrow().toString());
    assertEquals("%2Fs%2F2 < %2Fb%2F2 < %2Fb%2F2", directory.path("%2Fs%2F2", hour).orElseThrow().toString());
    assertEquals("The shop", directory.org("shop").orElseThrow().name());
    assertEquals("Payer, Inc.", directory.account("payer").orElseThrow().name());
    assertEquals(Set.of("machines:hours", "machines:gb"),
        directory.addedUsageTypes().stream().map(type -> type.key().toString()).collect(Collectors.toSet()));
    assertEquals(List.of("shop", "payer", "%2Fs%2F2"), doors.events.stream().map(UsageEvent::org).toList());
  }

  @Test
  void aSecondImportSendsNothingHoweverLateItComes() throws Exception {
    var bill = new SomeBill().row().row().row("ConsumedQuantity", "2");
    run(bill);
    now = now.plus(Duration.ofDays(200));
    month = Optional.of(YearMonth.of(2026, 11));
    assertEquals("3 rows: 0 sent, 3 imported before, 0 refused", run(bill).toString());
    assertEquals(3, doors.events.size());
    assertEquals(3, doors.events.stream().map(UsageEvent::id).distinct().count(), "equal rows are rows of their own");
  }

  @Test
  void aRestatedCostIsTheSameRowAndARestatedQuantityAnother() throws Exception {
    run(new SomeBill().row());
    assertEquals(1, run(new SomeBill().row("BilledCost", "0.09", "Tags", "{}", "ConsumedQuantity", "1.000")).before());
    assertEquals(1, run(new SomeBill().row("ConsumedQuantity", "1.001")).sent());
    assertEquals(1, run(new SomeBill().row().row()).sent(), "the second of two equal rows is new");
  }

  @Test
  void whatGotNoAnswerIsSentAgainWithTheSameIdsWhileTheServerKnowsThem() throws Exception {
    var bill = new SomeBill();
    for (int i = 0; i < 1200; i++) {
      bill.row("ConsumedQuantity", String.valueOf(i));
    }
    doors.answers = 1;
    var first = run(bill);
    assertEquals("1200 rows: 500 sent, 0 imported before, 0 refused, 700 NOT SENT", first.toString());
    assertEquals(Optional.of("no answer"), first.trouble());
    doors.answers = Integer.MAX_VALUE;
    now = now.plus(Duration.ofHours(19));
    assertEquals("1200 rows: 700 sent, 500 imported before, 0 refused", run(bill).toString());
    assertEquals(1700, doors.events.size());
    assertEquals(1200, doors.events.stream().map(UsageEvent::id).distinct().count());
  }

  @Test
  void whatMayCountAlreadyIsNotSentAgainOnceTheServerMayHaveForgottenIt() throws Exception {
    doors.answers = 0;
    run(new SomeBill().row());
    doors.answers = Integer.MAX_VALUE;
    now = now.plus(Duration.ofHours(21));
    var late = run(new SomeBill().row().row("ConsumedQuantity", "2"));
    assertEquals("2 rows: 1 sent, 0 imported before, 1 refused", late.toString());
    assertTrue(late.refusals().getFirst().contains("cannot be told any more"), late.refusals()::toString);
  }

  @Test
  void whatTheServerRefusesIsInTheReportAndMayComeAgain() throws Exception {
    doors.refuses = event -> event.quantity().toString().equals("2");
    var bill = new SomeBill().row().row("ConsumedQuantity", "2").row("ConsumedQuantity", "-3", "ServiceName", "");
    assertEquals("3 rows: 1 sent, 0 imported before, 2 refused", run(bill).toString());
    assertEquals(List.of(
        "line 4: refused: ServiceName: is missing; ConsumedQuantity: a quantity may not be negative: -3",
        "line 3: refused: not today",
        "3 rows: 1 sent, 0 imported before, 2 refused"), report().subList(1, 4));
    doors.refuses = event -> false;
    assertEquals("3 rows: 1 sent, 1 imported before, 1 refused", run(bill).toString());
  }

  @Test
  void oldRowsNeedAMonthAndTheReportSaysWhichDaysItDoesNotHave() throws Exception {
    var bill = new SomeBill().row("ChargePeriodStart", "2024-08-31 22:00:00").row("ChargePeriodStart", "2024-08-02 10:00:00");
    var e = assertThrows(IllegalStateException.class, () -> run(bill));
    assertTrue(e.getMessage().startsWith("2 rows are older than 2025-02"), e.getMessage());
    month = Optional.of(YearMonth.of(2026, 4));
    assertEquals(2, run(bill).sent());
    assertEquals(List.of("2026-04-30T22:00:00Z", "2026-04-02T10:00:00Z"), doors.events.stream().map(event -> event.time().toString()).toList());
    assertTrue(report().contains("line 2: moved: 2024-08-31T22:00:00Z counts at 2026-04-30T22:00:00Z, the month's last day"), report()::toString);
  }

  @Test
  void aClosedMonthTakesNoMovedRowsAndTurnsItsOwnIntoAdjustments() throws Exception {
    run(new SomeBill().row());
    doors.world.withArray("closes").addObject().put("account", "payer").put("month", "2026-04");
    month = Optional.of(YearMonth.of(2026, 4));
    var e = assertThrows(IllegalStateException.class, () -> run(new SomeBill().row("ChargePeriodStart", "2024-08-31")));
    assertEquals("--month: 2026-04 is closed for account 'payer'. Nothing was sent", e.getMessage());
    assertEquals(1, run(new SomeBill().row("ChargePeriodStart", "2026-04-03")).sent());
    assertTrue(report().get(1).startsWith("line 2: late: "), report()::toString);
  }

  @Test
  void belowAnOrgTheBillingAccountIsAnOrgToo() throws Exception {
    run(new SomeBill().row("BillingAccountId", "acme", "SubAccountId", ""));
    org = Optional.of("acme");
    run(new SomeBill().row("BillingAccountId", "cloud").row("BillingAccountId", "cloud", "SubAccountId", ""));
    assertEquals("shop < cloud < acme < acme", doors.directory().path("shop", Hours.of(now)).orElseThrow().toString());
    assertEquals(List.of("acme", "shop", "cloud"), doors.events.stream().map(UsageEvent::org).toList());
    assertTrue(doors.directory().account("cloud").isEmpty());
    org = Optional.of("nobody");
    assertThrows(IllegalStateException.class, () -> run(new SomeBill().row()));
  }

  @Test
  void aPartnerSeesTheNewAccountsButNoOldOnes() throws Exception {
    run(new SomeBill().row("BillingAccountId", "old", "SubAccountId", ""));
    doors.world.withArray("partners").addObject().put("public_id", "strato").put("name", "Stratolane");
    org = Optional.of("strato");
    var outcome = run(new SomeBill().row().row("BillingAccountId", "old", "SubAccountId", "", "ConsumedQuantity", "5"));
    assertEquals("2 rows: 1 sent, 0 imported before, 1 refused", outcome.toString());
    assertEquals("line 3: refused: BillingAccountId: account 'old' is not connected to 'strato' at that hour", outcome.refusals().getFirst());
    assertEquals("shop < payer < payer < strato", doors.directory().path("shop", Hours.oldestKept(now)).orElseThrow().toString());
  }

  @Test
  void aSubAccountOfAnotherAccountIsRefused() throws Exception {
    var outcome = run(new SomeBill().row().row("BillingAccountId", "rival"));
    assertEquals(List.of("line 3: refused: BillingAccountId: 'shop' belongs to account 'payer' in the directory, not to 'rival'"),
        outcome.refusals());
  }

  @Test
  void spellingsThatComeToOneNameAreTwoUsageTypes() throws Exception {
    run(new SomeBill().row("ConsumedUnit", "GB-Months"));
    run(new SomeBill().row("ConsumedUnit", "GB Months").row("ServiceName", "Logs", "ConsumedUnit", "GB")
        .row("ServiceName", "\u6771\u4eac", "ConsumedUnit", "%"));
    var types = doors.directory().addedUsageTypes();
    assertEquals("machines:gb_months", key(types, "Machines [GB-Months]"));
    assertTrue(key(types, "Machines [GB Months]").matches("machines:gb_months_[0-9a-f]{8}"));
    assertEquals("focus_logs:gb", key(types, "Logs [GB]"));
    assertEquals("service:unit", key(types, "\u6771\u4eac [%]"));
  }

  private static String key(List<UsageType> types, String title) {
    return types.stream().filter(type -> type.title().equals(Optional.of(title))).findFirst().orElseThrow().key().toString();
  }

  private List<String> report() throws Exception {
    return Files.readAllLines(folder.resolve("report.txt"));
  }

  private Outcome run(SomeBill bill) throws InterruptedException {
    return FocusImport.run(new Job(bill.in(folder), month, org, folder.resolve("report.txt"), folder.resolve("rows.txt")), doors, NOBODY,
        InstantSource.fixed(now));
  }
}
