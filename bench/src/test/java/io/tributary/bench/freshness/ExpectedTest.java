package io.tributary.bench.freshness;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tributary.bench.world.Drawn;
import io.tributary.bench.world.World;
import io.tributary.model.Measure;
import io.tributary.model.Quantity;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExpectedTest {
  private static final long HOUR = 3_600_000;
  private static final long NOON = 495_000 * HOUR;

  private final World world = World.from(494_900);
  private final Expected expected = new Expected(world);
  private long identity;

  private int type(Measure measure) {
    return IntStream.range(0, world.types().size()).filter(type -> world.types().get(type).measure() == measure).findFirst().orElseThrow();
  }

  private void used(Measure measure, int leaf, long millis, int amount) {
    expected.add(new Drawn(leaf, type(measure), millis, amount, 0, identity++));
  }

  private void seen(Measure measure, int leaf, long millis, int entity) {
    expected.add(new Drawn(leaf, type(measure), millis, 0, entity, identity++));
  }

  private void assertUnits(long units, Measure measure) {
    assertEquals(Map.of(world.types().get(type(measure)).id(), Quantity.ofUnits(units)), expected.totals());
  }

  @Test
  void amountsAreAddedUp() {
    used(Measure.SUM, 0, NOON, 3);
    used(Measure.SUM, 7, NOON + HOUR, 4);
    assertUnits(7, Measure.SUM);
  }

  @Test
  void ofAnOrgsHourTheGreatestCounts() {
    used(Measure.MAX, 0, NOON, 3);
    used(Measure.MAX, 0, NOON + 1, 5);
    used(Measure.MAX, 0, NOON + 2, 4);
    used(Measure.MAX, 0, NOON + HOUR, 1);
    used(Measure.MAX, 1, NOON, 2);
    assertUnits(8, Measure.MAX);
  }

  @Test
  void anEntityCountsOnceAnHour() {
    seen(Measure.DISTINCT, 0, NOON, 1);
    seen(Measure.DISTINCT, 0, NOON + 600_000, 1);
    seen(Measure.DISTINCT, 0, NOON + HOUR, 1);
    seen(Measure.DISTINCT, 1, NOON, 1);
    assertUnits(3, Measure.DISTINCT);
  }

  @Test
  void anEntityCountsOnceInFiveMinutes() {
    seen(Measure.DISTINCT5, 0, NOON, 1);
    seen(Measure.DISTINCT5, 0, NOON + 1, 1);
    seen(Measure.DISTINCT5, 0, NOON + 300_000, 1);
    assertUnits(2, Measure.DISTINCT5);
  }

  @Test
  void anEntityCountsOnceAMonth() {
    seen(Measure.MTD_DISTINCT, 0, NOON, 1);
    seen(Measure.MTD_DISTINCT, 0, NOON + HOUR, 1);
    seen(Measure.MTD_DISTINCT, 0, NOON + HOUR, 2);
    assertUnits(2, Measure.MTD_DISTINCT);
  }
}
