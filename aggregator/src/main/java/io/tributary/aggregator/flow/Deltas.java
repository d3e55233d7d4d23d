package io.tributary.aggregator.flow;

import io.tributary.model.Quantity;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What is to be added to the cells of one row: counting units by usage type. An org uses few types in an hour, so a scan finds one. */
final class Deltas {
  interface Each {
    void accept(int type, Quantity units);
  }

  private int[] types = new int[8];
  private long[] hi = new long[8];
  private long[] lo = new long[8];
  private int size;

  void add(int type, Quantity units) {
    int at = 0;
    while (at < size && types[at] != type) {
      at++;
    }
    if (at == size) {
      if (size == types.length) {
        types = Arrays.copyOf(types, size * 2);
        hi = Arrays.copyOf(hi, size * 2);
        lo = Arrays.copyOf(lo, size * 2);
      }
      types[at] = type;
      hi[at] = 0;
      lo[at] = 0;
      size++;
    }
    long sum = lo[at] + units.lo();
    hi[at] += units.hi() + (Long.compareUnsigned(sum, units.lo()) < 0 ? 1 : 0);
    lo[at] = sum;
  }

  int size() {
    return size;
  }

  /** The types, in the order of {@link #units()}: how deltas travel to the next level. */
  List<Integer> types() {
    var list = new ArrayList<Integer>(size);
    forEach((type, delta) -> list.add(type));
    return list;
  }

  /** The counting units, as Avro keeps them. */
  List<ByteBuffer> units() {
    var list = new ArrayList<ByteBuffer>(size);
    forEach((type, delta) -> list.add(ByteBuffer.wrap(delta.toBytes())));
    return list;
  }

  void forEach(Each each) {
    for (int i = 0; i < size; i++) {
      each.accept(types[i], new Quantity(hi[i], lo[i]));
    }
  }
}
