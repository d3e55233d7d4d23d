package io.tributary.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class HoursTest {
  @Test
  void monthsAreThoseOfTheUtcCalendar() {
    for (var time = Instant.parse("2019-12-30T00:30:00Z"); time.isBefore(Instant.parse("2028-03-02T00:00:00Z")); time =
        time.plusSeconds(7 * 3600)) {
      var month = YearMonth.from(time.atOffset(ZoneOffset.UTC));
      assertEquals(Hours.month(month), Hours.monthOf(time));
      assertEquals(month, Hours.yearMonth(Hours.monthOf(time)));
      assertEquals(month.atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC), Hours.start(Hours.firstOfMonth(Hours.monthOf(time))));
      assertEquals(month.lengthOfMonth() * 24, Hours.inMonth(Hours.monthOf(time)));
    }
  }

  @Test
  void theRunningHourHasBegun() {
    int june = Hours.month(YearMonth.of(2026, 6));
    assertEquals(0, Hours.elapsed(june, Instant.parse("2026-05-31T23:59:59Z")));
    assertEquals(1, Hours.elapsed(june, Instant.parse("2026-06-01T00:00:00Z")));
    assertEquals(25, Hours.elapsed(june, Instant.parse("2026-06-02T00:59:59Z")));
    assertEquals(720, Hours.elapsed(june, Instant.parse("2026-08-01T00:00:00Z")));
  }

  @Test
  void hoursAreKeptFromTheMonthFifteenMonthsAgo() {
    assertEquals(Instant.parse("2025-03-01T00:00:00Z"), Hours.start(Hours.oldestKept(Instant.parse("2026-06-15T12:30:00Z"))));
  }
}
