package io.tributary.bench.pipeline;

import io.tributary.model.Hours;
import io.tributary.model.Measure;
import io.tributary.model.MonthCell;
import io.tributary.model.MonthCell.HourValue;
import io.tributary.model.UsageType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the cells must be, from the drawn events themselves: arrays by number, no dedup, no streams and none of the code that is
 * measured. It counts twice: exactly, and as the naive topology does, for which every event adds its quantity or one entity.
 * Some 350 MB, most of them five-minute cells.
 */
final class Oracle {
  private static final int SLOTS = 12;
  private static final long SLOT_MILLIS = 300_000;

  private final List<UsageType> types;
  private final int firstHour;
  private final Table exact;
  private final Table plain;
  private final Map<Long, BitSet> seen = new HashMap<>();
  private final Map<Long, Integer> earliest = new HashMap<>();

  /** Steps of each type's last decimal, or entities, by leaf; then by slot or hour since the first, and type. */
  private record Table(long[][] slots, long[][] hours) {}

  /** @param firstHour of the workload */
  Oracle(World world, int firstHour) {
    this.types = world.types();
    this.firstHour = firstHour - Workload.LATE_HOURS;
    int cells = (Workload.HOURS + Workload.LATE_HOURS + 1) * types.size();
    this.exact = new Table(new long[World.LEAVES][cells * SLOTS], new long[World.LEAVES][cells]);
    this.plain = new Table(new long[World.LEAVES][cells * SLOTS], new long[World.LEAVES][cells]);
  }

  void add(Drawn event, boolean resend) {
    var measure = types.get(event.type()).measure();
    int at = (int) (event.millis() / SLOT_MILLIS - (long) firstHour * SLOTS);
    int slot = cell(at, event.type());
    int hour = cell(at / SLOTS, event.type());
    long step = measure.countsEntities() ? 1 : event.amount();
    plain.slots()[event.leaf()][slot] += step;
    plain.hours()[event.leaf()][hour] += step;
    if (resend) {
      return;
    }
    var slots = exact.slots()[event.leaf()];
    var hours = exact.hours()[event.leaf()];
    switch (measure) {
      case SUM -> {
        slots[slot] += event.amount();
        hours[hour] += event.amount();
      }
      case MAX -> {
        slots[slot] = Math.max(slots[slot], event.amount());
        hours[hour] = Math.max(hours[hour], event.amount());
      }
      case DISTINCT, DISTINCT5, MTD_DISTINCT -> {
        var bits = seen.computeIfAbsent((long) event.leaf() * hours.length + hour, any -> new BitSet());
        int first = event.entity() * SLOTS;
        int next = bits.nextSetBit(first);
        boolean newInHour = next < 0 || next >= first + SLOTS;
        boolean newInSlot = !bits.get(first + at % SLOTS);
        bits.set(first + at % SLOTS);
        slots[slot] += newInSlot ? 1 : 0;
        if (measure == Measure.MTD_DISTINCT) {
          earliest(event, at / SLOTS, hours);
        } else {
          hours[hour] += (measure == Measure.DISTINCT ? newInHour : newInSlot) ? 1 : 0;
        }
      }
    }
  }

  /** An entity counts in the hour of its first event of the month, wherever a later event moves that. */
  private void earliest(Drawn event, int hour, long[] hours) {
    // At most 400 entities a leaf, 20 types and 32,768 months since year 0: their numbers fit side by side.
    long entity = ((long) event.leaf() << 32) + ((long) event.type() << 27) + ((long) event.entity() << 15)
        + Hours.month(hour + firstHour);
    var before = earliest.get(entity);
    if (before == null || hour < before) {
      earliest.put(entity, hour);
      hours[cell(hour, event.type())]++;
      if (before != null) {
        hours[cell(before, event.type())]--;
      }
    }
  }

  private int cell(int at, int type) {
    return at * types.size() + type;
  }

  /** The cells as Tributary and the limit must have them. */
  Map<String, CellDigest.Part> exact() {
    return digest(exact);
  }

  /** The cells as the naive topology must have them: without dedup, entities and maxima added up. */
  Map<String, CellDigest.Part> plain() {
    return digest(plain);
  }

  private Map<String, CellDigest.Part> digest(Table leaves) {
    var digest = new CellDigest();
    everywhere(leaves.slots(), (place, cells) -> fiveMinutes(digest, place, cells));
    everywhere(leaves.hours(), (place, cells) -> hours(digest, place, cells));
    return digest.parts();
  }

  private interface Each {
    void take(Place place, long[] cells);
  }

  /** Adds the leaves up, and names each place. */
  private static void everywhere(long[][] leaves, Each each) {
    var mids = new long[World.MIDS][leaves[0].length];
    var roots = new long[World.ROOTS][leaves[0].length];
    var partner = new long[leaves[0].length];
    for (int leaf = 0; leaf < leaves.length; leaf++) {
      int mid = World.midOf(leaf);
      int root = World.rootOf(mid);
      add(mids[mid], leaves[leaf]);
      add(roots[root], leaves[leaf]);
      add(partner, leaves[leaf]);
      each.take(Place.own(World.account(root), World.leaf(leaf)), leaves[leaf]);
      each.take(Place.subtree(World.account(root), World.leaf(leaf)), leaves[leaf]);
    }
    for (int mid = 0; mid < mids.length; mid++) {
      each.take(Place.subtree(World.account(World.rootOf(mid)), World.mid(mid)), mids[mid]);
    }
    for (int root = 0; root < roots.length; root++) {
      each.take(Place.subtree(World.account(root), World.root(root)), roots[root]);
      each.take(Place.account(World.account(root)), roots[root]);
    }
    each.take(Place.partner(), partner);
  }

  private static void add(long[] sum, long[] more) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += more[i];
    }
  }

  private void fiveMinutes(CellDigest digest, Place place, long[] cells) {
    for (int cell = 0; cell < cells.length; cell++) {
      if (cells[cell] != 0) {
        var type = types.get(cell % types.size());
        digest.fiveMinutes(place, firstHour * SLOTS + cell / types.size(), type.id(), EventRecords.quantity(type, cells[cell]));
      }
    }
  }

  private void hours(CellDigest digest, Place place, long[] cells) {
    for (int type = 0; type < types.size(); type++) {
      var months = new TreeMap<Integer, List<HourValue>>();
      for (int hour = firstHour; cell(hour - firstHour, type) < cells.length; hour++) {
        long steps = cells[cell(hour - firstHour, type)];
        if (steps != 0) {
          var units = EventRecords.quantity(types.get(type), steps);
          digest.hour(place, hour, types.get(type).id(), units);
          months.computeIfAbsent(Hours.month(hour), any -> new ArrayList<>()).add(new HourValue(hour, units));
        }
      }
      int id = types.get(type).id();
      months.forEach((month, values) -> digest.month(place, month, id, MonthCell.of(values)));
    }
  }
}
