package io.tributary.bench.freshness;

import io.tributary.bench.world.Drawn;
import io.tributary.bench.world.EventRecords;
import io.tributary.bench.world.World;
import io.tributary.model.Hours;
import io.tributary.model.Measure;
import io.tributary.model.Quantity;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What the partner's hours must add up to when all that was sent is counted, with none of the code that counts it. */
final class Expected {
  private final World world;
  private final long[] steps;
  private final Set<Seen> seen = new HashSet<>();
  private final Map<Hour, Integer> peaks = new HashMap<>();

  /** @param bucket an hour, a slot or a month, by the type's measure */
  private record Seen(int leaf, int type, int bucket, int entity) {}

  private record Hour(int leaf, int type, int hour) {}

  Expected(World world) {
    this.world = world;
    this.steps = new long[world.types().size()];
  }

  /** @param event none that was added before */
  void add(Drawn event) {
    var measure = world.types().get(event.type()).measure();
    int hour = Hours.ofMillis(event.millis());
    switch (measure) {
      case SUM -> steps[event.type()] += event.amount();
      case MAX -> {
        var place = new Hour(event.leaf(), event.type(), hour);
        int before = peaks.getOrDefault(place, 0);
        int now = Math.max(before, event.amount());
        peaks.put(place, now);
        steps[event.type()] += now - before;
      }
      case DISTINCT, DISTINCT5, MTD_DISTINCT -> {
        int bucket = measure == Measure.DISTINCT ? hour
            : measure == Measure.DISTINCT5 ? (int) (event.millis() / 300_000) : Hours.month(hour);
        steps[event.type()] += seen.add(new Seen(event.leaf(), event.type(), bucket, event.entity())) ? 1 : 0;
      }
    }
  }

  /** Counting units by usage type id, those without usage left out. */
  Map<Integer, Quantity> totals() {
    var totals = new TreeMap<Integer, Quantity>();
    for (int type = 0; type < steps.length; type++) {
      if (steps[type] != 0) {
        totals.put(world.types().get(type).id(), EventRecords.quantity(world.types().get(type), steps[type]));
      }
    }
    return totals;
  }
}
