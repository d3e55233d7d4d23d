package io.tributary.bench.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tributary.model.Hours;
import io.tributary.rules.Validation;
import io.tributary.rules.Verdict;
import io.tributary.model.Quantity;
import io.tributary.model.UsageEvent;
import java.time.Instant;
import java.util.HashSet;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class WorkloadTest {
  private static final int FIRST_HOUR = Hours.of(Instant.parse("2026-03-30T00:00:00Z"));
  private static final int EVENTS = 100_000;

  private final World world = World.from(Workload.placedFrom(FIRST_HOUR));
  private final Workload workload = new Workload(world, EVENTS, 1, FIRST_HOUR);

  @Test
  void theSameSeedDrawsTheSameEvents() {
    var again = new Workload(world, EVENTS, 1, FIRST_HOUR);
    var other = new Workload(world, EVENTS, 2, FIRST_HOUR);
    for (long number = 0; number < 1_000; number++) {
      assertEquals(workload.event(number), again.event(number));
      assertNotEquals(workload.event(number), other.event(number));
    }
  }

  @Test
  void aboutOneEventInFiftyIsAResendOfAnEarlierOne() {
    var identities = new HashSet<Long>();
    int resends = 0;
    for (long number = 0; number < EVENTS; number++) {
      boolean fresh = identities.add(workload.event(number).identity());
      assertEquals(workload.isResend(number), !fresh, "event " + number);
      resends += fresh ? 0 : 1;
    }
    assertEquals(0.02, resends / (double) EVENTS, 0.002);
  }

  @Test
  void shareAndLatenessAreAsTheyWereOrdered() {
    int first = 0;
    int late = 0;
    for (long number = 0; number < EVENTS; number++) {
      var event = workload.event(number);
      first += event.leaf() == 0 ? 1 : 0;
      long due = FIRST_HOUR * 3_600_000L + number * Workload.HOURS * 3_600_000L / EVENTS;
      late += !workload.isResend(number) && event.millis() < due - 60_000 ? 1 : 0;
      assertTrue(event.millis() >= (FIRST_HOUR - Workload.LATE_HOURS) * 3_600_000L, "not before the first late hour");
      assertTrue(event.millis() < (FIRST_HOUR + Workload.HOURS) * 3_600_000L, "not after the last hour");
    }
    assertEquals(0.126, first / (double) EVENTS, 0.005, "the largest of 1,500 by Zipf's law");
    assertEquals(0.01, late / (double) EVENTS, 0.002);
  }

  @Test
  void everyEventKeepsTheRules() {
    var records = new EventRecords(world, World.DIRECTORY_VERSION);
    var arrived = Hours.start(FIRST_HOUR + Workload.HOURS);
    for (long number = 0; number < 10_000; number++) {
      var record = records.record(workload.event(number));
      var event = new UsageEvent(record.getId(), record.getSource(), record.getOrg(), record.getProductFamily(), record.getUsageType(),
          record.getTime(), record.getQuantity() == null ? null : Quantity.of(record.getQuantity()), record.getEntity(), record.getTags());
      var verdict = Validation.judge(event, world.directory(), arrived, OptionalLong.of(record.getDirectoryVersion()));
      assertTrue(verdict instanceof Verdict.Good, () -> event + ": " + verdict);
    }
  }
}
