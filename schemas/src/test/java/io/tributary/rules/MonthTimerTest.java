package io.tributary.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tributary.model.Contract;
import io.tributary.model.Contract.Closes;
import io.tributary.model.Directory;
import io.tributary.model.Directory.Change;
import io.tributary.model.Hours;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class MonthTimerTest {
  private static final int MARCH = Hours.month(YearMonth.of(2026, 3));

  private static Directory with(int start, OptionalInt end, Closes closes) {
    return Directory.empty().with(List.of(new Change.PutContract(
        new Contract("c", "a", Optional.empty(), start, end, "USD", List.of(), closes))), 1);
  }

  private static List<Change> due(Directory directory, String now) {
    return MonthTimer.due(directory, Instant.parse(now));
  }

  @Test
  void aMonthClosesThreeDaysAfterItsEnd() {
    var directory = with(Hours.firstOfMonth(MARCH), OptionalInt.empty(), Closes.LATER.from(MARCH));
    assertEquals(List.of(), due(directory, "2026-04-03T23:59:59Z"));
    assertEquals(List.of(new Change.CloseMonth("a", MARCH, 0)), due(directory, "2026-04-04T00:00:00Z"));
  }

  @Test
  void anotherTimeMayBeSet() {
    var directory = with(Hours.firstOfMonth(MARCH), OptionalInt.empty(), new Closes(1, MARCH));
    assertEquals(List.of(), due(directory, "2026-04-01T00:59:59Z"));
    assertEquals(1, due(directory, "2026-04-01T01:00:00Z").size());
  }

  @Test
  void whatWasClosedIsNotClosedAgainAndWhatWasMissedIsMadeUpFor() {
    var directory = with(Hours.firstOfMonth(MARCH), OptionalInt.empty(), Closes.LATER.from(MARCH))
        .with(List.of(new Change.CloseMonth("a", MARCH, 0)), 2);
    assertEquals(List.of(new Change.CloseMonth("a", MARCH + 1, 0), new Change.CloseMonth("a", MARCH + 2, 0)),
        due(directory, "2026-06-20T00:00:00Z"));
  }

  @Test
  void monthsBeforeTheFirstThatItMayCloseAreLeftToPeople() {
    assertEquals(List.of(new Change.CloseMonth("a", MARCH + 2, 0)),
        due(with(Hours.firstOfMonth(MARCH), OptionalInt.empty(), Closes.LATER.from(MARCH + 2)), "2026-06-20T00:00:00Z"));
    assertEquals(List.of(), due(with(Hours.firstOfMonth(MARCH), OptionalInt.empty(), Closes.LATER), "2026-06-20T00:00:00Z"));
  }

  @Test
  void monthsGoOnBeingClosedWhileLateUsageOfTheContractMayCome() {
    var ended = with(Hours.firstOfMonth(MARCH), OptionalInt.of(Hours.firstOfMonth(MARCH + 1)), Closes.LATER.from(MARCH));
    var due = due(ended, "2028-01-20T00:00:00Z");
    assertEquals(new Change.CloseMonth("a", MARCH + Hours.HOUR_RETENTION_MONTHS, 0), due.getLast());
    assertEquals(Hours.HOUR_RETENTION_MONTHS + 1, due.size());
  }
}
