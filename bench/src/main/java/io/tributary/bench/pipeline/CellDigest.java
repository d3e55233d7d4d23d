package io.tributary.bench.pipeline;

import com.dynatrace.hash4j.hashing.HashFunnel;
import com.dynatrace.hash4j.hashing.Hashing;
import io.tributary.model.MonthCell;
import io.tributary.model.Quantity;
import java.util.Map;
import java.util.TreeMap;

/**
 * A fingerprint of cells in any order: per level and bucket their number and the sum of their 128-bit hashes. A cell that is
 * zero is the same as none, because an entity that moved to an earlier hour leaves a zero behind.
 */
final class CellDigest {
  private final Map<String, Sum> sums = new TreeMap<>();

  /** The cells of one level and bucket. Equal parts are equal cells. */
  record Part(long cells, String hash) {}

  private record Cell(Place place, int bucket, int type, Quantity value, MonthCell month) {}

  private static final HashFunnel<Cell> FUNNEL = (cell, sink) -> {
    sink.putString(cell.place().holder()).putString(cell.place().org()).putString(cell.place().owner());
    sink.putInt(cell.bucket()).putInt(cell.type()).putLong(cell.value().hi()).putLong(cell.value().lo());
    if (cell.month() != null) {
      sink.putInt(cell.month().hours());
      cell.month().top().forEach(top -> sink.putInt(top.hour()).putLong(top.value().hi()).putLong(top.value().lo()));
    }
  };

  private static final class Sum {
    private long cells;
    private long hi;
    private long lo;
  }

  /** @param slot as {@link io.tributary.model.Hours#slotOf} counts */
  void fiveMinutes(Place place, int slot, int type, Quantity units) {
    row(place, "five minutes", slot, type, units);
  }

  void hour(Place place, int hour, int type, Quantity units) {
    row(place, "hours", hour, type, units);
  }

  private void row(Place place, String bucket, int at, int type, Quantity units) {
    if (units.signum() != 0) {
      add(place.level() + " " + bucket, new Cell(place, at, type, units, null));
    }
  }

  void month(Place place, int month, int type, MonthCell cell) {
    if (cell.sum().signum() != 0 || cell.hours() != 0) {
      add(place.level() + " months", new Cell(place, month, type, cell.sum(), cell));
    }
  }

  private void add(String part, Cell cell) {
    var hash = Hashing.xxh3_128().hashTo128Bits(cell, FUNNEL);
    var sum = sums.computeIfAbsent(part, any -> new Sum());
    sum.cells++;
    sum.hi += hash.getMostSignificantBits();
    sum.lo += hash.getLeastSignificantBits();
  }

  /** By level and bucket: {@code "PARTNER months"}. */
  Map<String, Part> parts() {
    var parts = new TreeMap<String, Part>();
    sums.forEach((name, sum) -> parts.put(name, new Part(sum.cells, "%016x%016x".formatted(sum.hi, sum.lo))));
    return parts;
  }
}
