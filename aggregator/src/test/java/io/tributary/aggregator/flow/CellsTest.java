package io.tributary.aggregator.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.tributary.avro.AccountDeltas;
import io.tributary.avro.Counts;
import io.tributary.avro.OrgDelta;
import io.tributary.model.Hours;
import io.tributary.model.MonthCell;
import io.tributary.model.MonthCell.HourValue;
import io.tributary.model.Quantity;
import io.tributary.model.RowQuery.Bucket;
import io.tributary.model.RowQuery.Level;
import java.nio.ByteBuffer;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many rows of many places in one flush, in any order, with hardly anything kept in memory: readers see plain sums. */
class CellsTest {
  private static final int MAY = Hours.month(YearMonth.of(2026, 5));
  private static final String HOLDER = "account";

  /** The org, then its ancestors; the middle ones have usage of their own. */
  private static final List<List<String>> PATHS = List.of(List.of("root"), List.of("mid", "root"), List.of("leaf", "mid", "root"),
      List.of("twig", "leaf", "mid", "root"), List.of("other", "root"));

  private final Map<Named, Quantity> expected = new TreeMap<>();
  private final KeyValueStore<Bytes, byte[]> store = Stores.inMemoryKeyValueStore("cells").get();

  private record Named(Bucket bucket, Level level, String org, String owner, int at, int type) implements Comparable<Named> {
    @Override
    public int compareTo(Named other) {
      return toString().compareTo(other.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void anyRowsInAnyOrderMakeTheSumsThatReadersSee(long seed) {
    var random = new Random(seed);
    var cells = new Cells(store, 2, 3);
    for (int flush = 0; flush < 120; flush++) {
      if (random.nextInt(10) == 0) {
        cells = new Cells(store, 2, 3); // as after a restart
      }
      var fold = new Fold<Cells.Row>();
      Spread.account(new AccountDeltas(HOLDER, deltas(random)), fold);
      add(cells, fold, random);
      if (flush % 10 == 9) {
        assertSame();
      }
    }
    assertFalse(expected.isEmpty());
  }

  private static void add(Cells cells, Fold<Cells.Row> fold, Random random) {
    record Touched(Cells.Row row, Deltas deltas) {}
    var touched = new ArrayList<Touched>();
    fold.drain((row, deltas) -> touched.add(new Touched(row, deltas)));
    Collections.shuffle(touched, random);
    touched.stream().filter(one -> one.row().level() != Level.ACCOUNT).forEach(one -> cells.add(one.row(), one.deltas()));
    cells.finish();
  }

  private List<OrgDelta> deltas(Random random) {
    var deltas = new ArrayList<OrgDelta>();
    for (int i = random.nextInt(1, 12); i > 0; i--) {
      var path = PATHS.get(random.nextInt(PATHS.size()));
      var counts = Counts.values()[random.nextInt(3)];
      // Mostly one hour after the other, with leaps, month ends and stragglers.
      int hour = Hours.firstOfMonth(MAY + random.nextInt(3)) + (random.nextInt(3) == 0 ? random.nextInt(700) : random.nextInt(-3, 12));
      var owner = hour / 40 % 2 == 0 ? "partner" : "";
      int at = counts == Counts.HOUR ? hour : hour * Hours.SLOTS + random.nextInt(2);
      int type = random.nextInt(1, 4);
      var units = Quantity.ofUnits(random.nextInt(9) - (counts == Counts.HOUR ? fall(random, path.getFirst(), owner, hour, type) : 0));
      deltas.add(new OrgDelta(path, owner.isEmpty() ? null : owner, counts, at, List.of(type), List.of(ByteBuffer.wrap(units.toBytes()))));
      if (counts != Counts.HOUR) {
        expect(path, Bucket.FIVE_MINUTES, owner, at, type, units);
      }
      if (counts != Counts.FIVE_MINUTES) {
        expect(path, Bucket.HOUR, owner, hour, type, units);
      }
    }
    return deltas;
  }

  /** Now and then all that an org's hour has goes elsewhere, as an entity does that was there earlier. */
  private int fall(Random random, String org, String owner, int hour, int type) {
    var now = expected.get(new Named(Bucket.HOUR, Level.ORG_OWN, org, owner, hour, type));
    return now == null || random.nextInt(3) > 0 ? 0 : now.toBigDecimal().intValueExact();
  }

  private void expect(List<String> path, Bucket bucket, String owner, int at, int type, Quantity units) {
    expected.merge(new Named(bucket, Level.ORG_OWN, path.getFirst(), owner, at, type), units, Quantity::plus);
    path.forEach(org -> expected.merge(new Named(bucket, Level.ORG_SUBTREE, org, owner, at, type), units, Quantity::plus));
  }

  private void assertSame() {
    var stored = new StoredCells(store);
    var rows = new TreeMap<Named, Quantity>();
    var months = new TreeMap<Named, MonthCell>();
    for (var level : List.of(Level.ORG_OWN, Level.ORG_SUBTREE)) {
      for (var bucket : List.of(Bucket.HOUR, Bucket.FIVE_MINUTES)) {
        stored.orgs(bucket, HOLDER).forEach(org -> stored.rows(bucket, level, HOLDER, org, 0, Integer.MAX_VALUE,
            (at, owner, units) -> units.forEach((type, sum) -> rows.put(new Named(bucket, level, org, owner, at, type), sum))));
      }
      for (int month = MAY - 1; month < MAY + 4; month++) {
        int at = month;
        stored.months(level, HOLDER, month, Set.of(), (org, owner, cells) -> cells.forEach((type, cell) ->
            months.put(new Named(Bucket.MONTH, level, org, owner, at, type), cell)));
      }
    }
    assertEquals(expected, rows);
    assertEquals(expectedMonths(), months);
  }

  private Map<Named, MonthCell> expectedMonths() {
    var hours = new TreeMap<Named, List<HourValue>>();
    expected.forEach((name, units) -> {
      if (name.bucket() == Bucket.HOUR) {
        hours.computeIfAbsent(new Named(Bucket.MONTH, name.level(), name.org(), name.owner(), Hours.month(name.at()), name.type()),
            any -> new ArrayList<>()).add(new HourValue(name.at(), units));
      }
    });
    var months = new TreeMap<Named, MonthCell>();
    hours.forEach((name, values) -> months.put(name, MonthCell.of(values)));
    return months;
  }
}
