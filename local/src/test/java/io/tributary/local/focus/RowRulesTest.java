package io.tributary.local.focus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tributary.local.focus.Dating.Dated;
import io.tributary.local.focus.RowRules.Verdict;
import io.tributary.model.Quantity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowRulesTest {
  private static final Instant NOW = Instant.parse("2026-05-20T12:30:00Z");

  @TempDir
  private Path folder;

  @Test
  void aGoodRowSaysWhoUsedWhatAndWhen() {
    assertEquals(new Usage("payer", "Payer, Inc.", Optional.of("shop"), "The shop", new ServiceUnit("Machines", "Hours"),
        Instant.parse("2026-05-03T10:00:00Z"), Quantity.parse("0.000000000000001")), good("ConsumedQuantity", "0.000000000000001").usage());
  }

  @Test
  void whatIsNullInAnyWayIsMissing() {
    assertEquals(List.of("ChargeCategory missing", "BillingAccountId missing", "ServiceName missing", "ConsumedUnit missing",
            "ConsumedQuantity missing", "ChargePeriodStart missing"),
        bad("ChargeCategory", "", "BillingAccountId", "NULL", "ServiceName", " ", "ConsumedUnit", "null", "ConsumedQuantity", "NULL",
            "ChargePeriodStart", ""));
  }

  @Test
  void everyProblemOfARowIsSaid() {
    assertEquals(List.of("ChargeCategory not_usage", "BillingAccountId too_long", "ServiceName bad_character",
            "ConsumedQuantity negative", "ChargePeriodStart bad_time"),
        bad("ChargeCategory", "Credit", "BillingAccountId", "x".repeat(257), "ServiceName", "a\nb", "ConsumedQuantity", "-0.5",
            "ChargePeriodStart", "yesterday"));
  }

  @Test
  void quantitiesAreDecimalsThatFit() {
    for (var number : List.of("0", "2.000000000000000000", "1E-7", "+.5", "1000000000000000")) {
      assertEquals(Quantity.parse(number), good("ConsumedQuantity", number).usage().quantity(), number);
    }
    assertEquals(List.of("ConsumedQuantity too_precise"), bad("ConsumedQuantity", "0.0000000000000001"));
    assertEquals(List.of("ConsumedQuantity too_large"), bad("ConsumedQuantity", "1000000000000000.1"));
    for (var number : List.of("1,000", "NaN", "0x10", "1 000", ".", "1e9999999999")) {
      assertEquals(List.of("ConsumedQuantity bad_number"), bad("ConsumedQuantity", number), number);
    }
  }

  @Test
  void timesAreInUtcUnlessTheySayOtherwise() {
    for (var time : List.of("2026-05-03T10:00:00Z", "2026-05-03 10:00:00", "2026-05-03T10:00Z", "2026-05-03 10:00:00 UTC",
        "2026-05-03T12:00:00.000+02:00")) {
      assertEquals(Instant.parse("2026-05-03T10:00:00Z"), good("ChargePeriodStart", time).usage().start(), time);
    }
    assertEquals(Instant.parse("2026-05-03T00:00:00Z"), good("ChargePeriodStart", "2026-05-03").usage().start());
    assertEquals(List.of("ChargePeriodStart bad_time"), bad("ChargePeriodStart", "2026-02-30T00:00:00Z"));
    assertEquals(List.of("ChargePeriodStart in_the_future"), bad("ChargePeriodStart", "2026-05-20T14:00:00Z"));
  }

  @Test
  void aSlashIsWrittenAsInAnAddressSoThatTwoIdsStayTwo() {
    var usage = good("BillingAccountId", "/providers/1", "SubAccountId", "100%/a").usage();
    assertEquals("%2Fproviders%2F1", usage.account());
    assertEquals(Optional.of("100%25%2Fa"), usage.subAccount());
  }

  @Test
  void theAccountItselfIsNoSubAccountAndWhoHasNoNameIsCalledById() {
    assertEquals(Optional.empty(), good("SubAccountId", "payer").usage().subAccount());
    assertEquals(Optional.empty(), good("SubAccountId", "NULL").usage().subAccount());
    assertEquals("payer", good("BillingAccountName", "").usage().accountName());
  }

  @Test
  void oldRowsKeepDayAndTimeInTheGivenMonth() {
    var february = new Dating(Optional.of(YearMonth.of(2026, 2)), NOW);
    assertEquals(new Dated(Instant.parse("2026-02-18T22:15:00Z"), true, false), february.date(Instant.parse("2024-09-18T22:15:00Z")));
    assertEquals(new Dated(Instant.parse("2026-02-28T22:00:00Z"), true, true), february.date(Instant.parse("2024-09-30T22:00:00Z")));
    assertEquals(new Dated(Instant.parse("2026-05-03T10:00:00Z"), false, false), february.date(Instant.parse("2026-05-03T10:00:00Z")));
    assertEquals(new Dated(Instant.parse("2025-02-01T00:00:00Z"), false, false), february.date(Instant.parse("2025-02-01T00:00:00Z")));
    assertEquals(List.of("ChargePeriodStart too_old"), bad("ChargePeriodStart", "2025-01-31T23:00:00Z"));
  }

  @Test
  void theMonthMustHaveBegunAndBeKept() {
    assertThrows(IllegalArgumentException.class, () -> new Dating(Optional.of(YearMonth.of(2026, 6)), NOW));
    assertThrows(IllegalArgumentException.class, () -> new Dating(Optional.of(YearMonth.of(2025, 1)), NOW));
  }

  @Test
  void aRowThatIsNotWholeIsRefusedAndTheNextIsRead() {
    try (var file = FocusFile.open(new SomeBill().line("1,2,3").row().in(folder))) {
      var verdict = RowRules.judge(file.next(), new Dating(Optional.empty(), NOW));
      assertEquals("has 3 fields, where the header names 13", ((Verdict.Bad) verdict).problems().getFirst().detail());
      assertTrue(RowRules.judge(file.next(), new Dating(Optional.empty(), NOW)) instanceof Verdict.Good);
    }
  }

  @Test
  void whatIsNoFocusFileIsRefusedAsAWhole() throws IOException {
    var file = folder.resolve("other.csv");
    Files.writeString(file, "\uFEFFServiceName,ConsumedUnit\na,b\n");
    assertTrue(assertThrows(IllegalStateException.class, () -> FocusFile.open(file)).getMessage()
        .endsWith("it has no column BillingAccountId, ChargeCategory, ConsumedQuantity, ChargePeriodStart"));
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0, 'a'});
    assertThrows(IllegalStateException.class, () -> FocusFile.open(file));
  }

  private Verdict.Good good(String... fields) {
    return assertInstance(Verdict.Good.class, judge(fields));
  }

  /** Column and code of each problem. */
  private List<String> bad(String... fields) {
    return assertInstance(Verdict.Bad.class, judge(fields)).problems().stream().map(each -> each.field() + " " + each.code()).toList();
  }

  private static <T> T assertInstance(Class<T> kind, Verdict verdict) {
    assertTrue(kind.isInstance(verdict), verdict::toString);
    return kind.cast(verdict);
  }

  private Verdict judge(String... fields) {
    try (var file = FocusFile.open(new SomeBill().row(fields).in(folder))) {
      return RowRules.judge(file.next(), new Dating(Optional.empty(), NOW));
    }
  }
}
