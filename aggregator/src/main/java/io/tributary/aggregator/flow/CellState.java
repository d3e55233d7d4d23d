package io.tributary.aggregator.flow;

import java.util.HashMap;
import java.util.Map;
import java.util.function.ObjIntConsumer;
import org.apache.kafka.streams.state.StoreBuilder;

/** The memory of the account or the partner level. */
final class CellState extends TaskMemory {
  private final Fold<Cells.Row> fold = new Fold<>();
  private final Map<String, Integer> touched = new HashMap<>();
  private final Map<String, Integer> late = new HashMap<>();

  private CellState(String name) {
    super(name);
  }

  Fold<Cells.Row> fold() {
    return fold;
  }

  /** Something came for an hour of an account's closed month. */
  void late(String account, int hour) {
    late.merge(account, hour, Math::min);
  }

  void takeLate(ObjIntConsumer<String> each) {
    late.forEach(each::accept);
    late.clear();
  }

  /** An hour of an account was changed by the flush. */
  void touched(String account, int hour) {
    touched.merge(account, hour, Math::min);
  }

  /** The earliest hour of each account that flushes changed since this was last asked. */
  void takeTouched(ObjIntConsumer<String> each) {
    touched.forEach(each::accept);
    touched.clear();
  }

  @Override
  void forget() {
    fold.clear();
    touched.clear();
    late.clear();
  }

  static StoreBuilder<CellState> builder(String name) {
    return new Unlogged<>(name, () -> new CellState(name));
  }
}
