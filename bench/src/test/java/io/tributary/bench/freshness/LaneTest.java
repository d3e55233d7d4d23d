package io.tributary.bench.freshness;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LaneTest {
  private final Lane lane = new Lane();

  @Test
  void aProbeIsSeenWithTheFirstTotalThatReachesIt() {
    lane.accepted(100);
    lane.accepted(200);
    lane.seen(0, 210);
    lane.accepted(300);
    lane.seen(2, 320);
    lane.seen(2, 330);
    lane.seen(3, 340);
    assertArrayEquals(new long[] {220, 120, 40}, lane.waits(0, Long.MAX_VALUE));
    assertEquals(0, lane.missing());
  }

  @Test
  void whatIsSeenBeforeItsAnswerIsHereWaitedForNothing() {
    lane.seen(1, 90);
    assertEquals(-1, lane.missing());
    lane.accepted(100);
    assertArrayEquals(new long[] {0}, lane.waits(0, Long.MAX_VALUE));
  }

  @Test
  void onlyProbesAcceptedInTheMeasuredTimeCount() {
    for (long at : new long[] {10, 20, 30}) {
      lane.accepted(at);
    }
    lane.seen(3, 50);
    assertArrayEquals(new long[] {30}, lane.waits(20, 30));
  }

  @Test
  void aProbeThatIsNeverSeenIsMissing() {
    lane.accepted(10);
    lane.accepted(20);
    lane.seen(1, 30);
    assertEquals(1, lane.missing());
    assertArrayEquals(new long[] {20}, lane.waits(0, Long.MAX_VALUE));
  }
}
