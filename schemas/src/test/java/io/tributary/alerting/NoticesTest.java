package io.tributary.alerting;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tributary.alerting.Notices.Finding;
import io.tributary.model.Hours;
import io.tributary.monitor.Options;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A state is told of once. */
class NoticesTest {
  private static final Instant NOW = Instant.parse("2026-06-15T12:32:00Z");
  private static final int SLOT = Hours.slotOf(NOW);
  private static final Options PLAIN = Options.of(Options.Thresholds.of(BigDecimal.ONE));

  private Standing standing = Standing.NEW;
  private final List<String> told = new ArrayList<>();

  private static Options options(boolean notifyNoData, Duration renotify, OptionalInt times, Duration cooldown) {
    return new Options(Options.Thresholds.of(BigDecimal.ONE), notifyNoData, Optional.empty(), Optional.ofNullable(renotify),
        Set.of("alert"), times, cooldown, false, Optional.empty(), Map.of());
  }

  private void find(AlertState state, int slot, boolean finished, Options options, boolean silenced, Instant now) {
    take(Notices.found(standing, new Finding(state, slot, finished), options, silenced, now));
  }

  private void take(Notices.Step step) {
    standing = step.standing();
    step.notice().ifPresent(notice ->
        told.add(notice.from() + ">" + notice.to() + "#" + notice.transition() + (notice.isRepeat() ? "r" + notice.repeat() : "")));
  }

  private static Instant in(int slots) {
    return NOW.plus(Duration.ofMinutes(5L * slots));
  }

  @Test
  void aStateIsToldOfOnce() {
    find(AlertState.ALERT, SLOT, false, PLAIN, false, NOW);
    find(AlertState.ALERT, SLOT, false, PLAIN, false, NOW);
    find(AlertState.ALERT, SLOT, true, PLAIN, false, in(1));
    find(AlertState.OK, SLOT + 1, true, PLAIN, false, in(2));
    find(AlertState.OK, SLOT + 2, true, PLAIN, false, in(3));
    assertEquals(List.of("OK>ALERT#1", "ALERT>OK#2"), told);
  }

  @Test
  void whatIsNotOverCanOnlyBecomeWorse() {
    find(AlertState.ALERT, SLOT, false, PLAIN, false, NOW);
    find(AlertState.OK, SLOT + 1, false, PLAIN, false, in(1));
    find(AlertState.WARN, SLOT + 1, false, PLAIN, false, in(1));
    assertEquals(AlertState.ALERT, standing.state());
    find(AlertState.WARN, SLOT + 1, true, PLAIN, false, in(2));
    assertEquals(List.of("OK>ALERT#1", "ALERT>WARN#2"), told);
  }

  @Test
  void anEarlierSlotDoesNotOverruleALaterOne() {
    find(AlertState.ALERT, SLOT, false, PLAIN, false, NOW);
    find(AlertState.OK, SLOT - 1, true, PLAIN, false, NOW);
    assertEquals(AlertState.ALERT, standing.state());
  }

  @Test
  void whatIsOlderThanAnHourIsNotToldOf() {
    find(AlertState.ALERT, SLOT - 14, true, PLAIN, false, NOW);
    assertEquals(AlertState.ALERT, standing.state());
    find(AlertState.OK, SLOT - 13, true, PLAIN, false, NOW);
    assertEquals(List.of(), told);
    find(AlertState.ALERT, SLOT - 12, true, PLAIN, false, NOW);
    assertEquals(List.of("OK>ALERT#3"), told);
  }

  @Test
  void aDowntimeHidesWhatBeginsAndEndsInIt() {
    find(AlertState.ALERT, SLOT, true, PLAIN, true, in(1));
    find(AlertState.OK, SLOT + 1, true, PLAIN, true, in(2));
    take(Notices.passed(standing, PLAIN, false, in(3)));
    assertEquals(List.of(), told);
    find(AlertState.ALERT, SLOT + 3, true, PLAIN, true, in(4));
    take(Notices.passed(standing, PLAIN, false, in(5)));
    assertEquals(List.of("OK>ALERT#1"), told);
  }

  @Test
  void coolingHoldsBackWhatGetsWorseAgain() {
    var cooling = options(false, null, OptionalInt.empty(), Duration.ofMinutes(20));
    find(AlertState.ALERT, SLOT, true, cooling, false, in(1));
    find(AlertState.OK, SLOT + 1, true, cooling, false, in(2));
    find(AlertState.ALERT, SLOT + 2, true, cooling, false, in(3));
    assertEquals(List.of("OK>ALERT#1", "ALERT>OK#2"), told);
    take(Notices.passed(standing, cooling, false, in(5)));
    assertEquals(2, told.size());
    take(Notices.passed(standing, cooling, false, in(6)));
    assertEquals("OK>ALERT#3", told.getLast());
  }

  @Test
  void itIsToldAgainAsOftenAsWasAsked() {
    var again = options(false, Duration.ofMinutes(10), OptionalInt.of(2), Duration.ZERO);
    find(AlertState.ALERT, SLOT, true, again, false, NOW);
    for (int i = 1; i < 20; i++) {
      take(Notices.passed(standing, again, false, in(i)));
    }
    assertEquals(List.of("OK>ALERT#1", "ALERT>ALERT#1r1", "ALERT>ALERT#1r2"), told);
  }

  @Test
  void noDataIsAStateThatMayBeKeptQuiet() {
    find(AlertState.NO_DATA, SLOT, true, PLAIN, false, in(1));
    find(AlertState.OK, SLOT + 1, false, PLAIN, false, in(1));
    assertEquals(List.of(), told);
    var loud = options(true, null, OptionalInt.empty(), Duration.ZERO);
    find(AlertState.NO_DATA, SLOT + 2, true, loud, false, in(3));
    find(AlertState.OK, SLOT + 3, false, loud, false, in(3));
    assertEquals(List.of("OK>NO_DATA#1", "NO_DATA>OK#2"), told);
  }

  @Test
  void whatIsToldIsAlwaysAnotherStateThanBefore() {
    var random = new Random(3);
    var states = AlertState.values();
    for (int i = 0; i < 20_000; i++) {
      find(states[random.nextInt(states.length)], SLOT + i / 4, random.nextBoolean(), PLAIN, random.nextInt(4) == 0,
          in(i / 4 + random.nextInt(3)));
    }
    for (int i = 0; i < told.size(); i++) {
      var now = told.get(i).split("[>#]");
      assertEquals(i + 1, Integer.parseInt(now[2]));
      assertEquals(i == 0 ? "OK" : told.get(i - 1).split("[>#]")[1], now[0], "from what was told before");
      assertEquals(false, now[0].equals(now[1]), told.get(i));
    }
  }
}
