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
 */
final class Oracle {
  private final List<UsageType> types;
  private final int firstHour;
  private final int hours;
  private final long[][] exact = new long[World.LEAVES][];
  private final long[][] plain = new long[World.LEAVES][];
  private final Map<Long, BitSet> seen = new HashMap<>();
  private final Map<Long, Integer> earliest = new HashMap<>();

  /** @param firstHour of the workload */
  Oracle(World world, int firstHour) {
    this.types = world.types();
    this.firstHour = firstHour - Workload.LATE_HOURS;
    this.hours = Workload.HOURS + Workload.LATE_HOURS + 1;
    for (int leaf = 0; leaf < World.LEAVES; leaf++) {
      exact[leaf] = new long[hours * types.size()];
      plain[leaf] = new long[hours * types.size()];
    }
  }

  void add(Drawn event, boolean resend) {
    var measure = types.get(event.type()).measure();
    int hour = Hours.ofMillis(event.millis()) - firstHour;
    plain[event.leaf()][cell(hour, event.type())] += measure.countsEntities() ? 1 : event.amount();
    if (resend) {
      return;
    }
    var cells = exact[event.leaf()];
    int cell = cell(hour, event.type());
    switch (measure) {
      case SUM -> cells[cell] += event.amount();
      case MAX -> cells[cell] = Math.max(cells[cell], event.amount());
      case DISTINCT, DISTINCT5 -> {
        int slot = measure == Measure.DISTINCT ? 0 : (int) (event.millis() / 300_000 % 12);
        var set = seen.computeIfAbsent((long) event.leaf() * cells.length + cell, any -> new BitSet());
        if (!set.get(event.entity() * 12 + slot)) {
          set.set(event.entity() * 12 + slot);
          cells[cell]++;
        }
      }
      case MTD_DISTINCT -> {
        // At most 400 entities a leaf, 20 types and 32,768 months since year 0: their numbers fit side by side.
        long entity = ((long) event.leaf() << 32) + ((long) event.type() << 27) + ((long) event.entity() << 15)
            + Hours.month(hour + firstHour);
        var before = earliest.get(entity);
        if (before == null || hour < before) {
          earliest.put(entity, hour);
          cells[cell]++;
          if (before != null) {
            cells[cell(before, event.type())]--;
          }
        }
      }
    }
  }

  private int cell(int hour, int type) {
    return hour * types.size() + type;
  }

  /** The cells as Tributary and the limit must have them. */
  Map<String, CellDigest.Part> exact() {
    return digest(exact);
  }

  /** The cells as the naive topology must have them: without dedup, entities and maxima added up. */
  Map<String, CellDigest.Part> plain() {
    return digest(plain);
  }

  private Map<String, CellDigest.Part> digest(long[][] leaves) {
    var digest = new CellDigest();
    var mids = new long[World.MIDS][hours * types.size()];
    var roots = new long[World.ROOTS][hours * types.size()];
    var partner = new long[hours * types.size()];
    for (int leaf = 0; leaf < leaves.length; leaf++) {
      int mid = World.midOf(leaf);
      int root = World.rootOf(mid);
      add(mids[mid], leaves[leaf]);
      add(roots[root], leaves[leaf]);
      add(partner, leaves[leaf]);
      cells(digest, Place.own(World.account(root), World.leaf(leaf)), leaves[leaf]);
      cells(digest, Place.subtree(World.account(root), World.leaf(leaf)), leaves[leaf]);
    }
    for (int mid = 0; mid < mids.length; mid++) {
      cells(digest, Place.subtree(World.account(World.rootOf(mid)), World.mid(mid)), mids[mid]);
    }
    for (int root = 0; root < roots.length; root++) {
      cells(digest, Place.subtree(World.account(root), World.root(root)), roots[root]);
      cells(digest, Place.account(World.account(root)), roots[root]);
    }
    cells(digest, Place.partner(), partner);
    return digest.parts();
  }

  private static void add(long[] sum, long[] more) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += more[i];
    }
  }

  private void cells(CellDigest digest, Place place, long[] cells) {
    for (int type = 0; type < types.size(); type++) {
      var months = new TreeMap<Integer, List<HourValue>>();
      for (int hour = 0; hour < hours; hour++) {
        long steps = cells[cell(hour, type)];
        if (steps != 0) {
          var units = EventRecords.quantity(types.get(type), steps);
          digest.hour(place, firstHour + hour, types.get(type).id(), units);
          months.computeIfAbsent(Hours.month(firstHour + hour), any -> new ArrayList<>()).add(new HourValue(firstHour + hour, units));
        }
      }
      int id = types.get(type).id();
      months.forEach((month, values) -> digest.month(place, month, id, MonthCell.of(values)));
    }
  }
}
