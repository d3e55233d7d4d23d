package io.tributary.aggregator.flow;

import io.tributary.avro.CauseRecord;
import io.tributary.model.Quantity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;
import org.apache.kafka.streams.state.StoreBuilder;

/** The memory of the account or the partner level. */
final class CellState extends TaskMemory {
  private final Fold<Cells.Row> fold = new Fold<>();
  private final Map<String, Integer> touched = new HashMap<>();
  private final Map<String, Integer> late = new HashMap<>();

  private final List<Changed> changed = new ArrayList<>();
  private final List<Told> causes = new ArrayList<>();
  private final Set<String> rated = new HashSet<>();
  private long flushedTo;

  private CellState(String name) {
    super(name);
  }

  /** A row that a flush changed, as it is now. */
  record Changed(Cells.Row row, SortedMap<Integer, Quantity> units) {}

  private record Told(String partner, CauseRecord cause) {}

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

  /** A row that monitors may be about was changed by the flush. */
  void changed(Cells.Row row, SortedMap<Integer, Quantity> units) {
    changed.add(new Changed(row, units));
  }

  List<Changed> changed() {
    return changed;
  }

  /** What the last flush changed: to be asked in the same commit. */
  void takeChanged(Consumer<Changed> each) {
    changed.forEach(each);
    changed.clear();
  }

  /** What accounts tell their partner of who caused what. */
  void causes(String partner, List<CauseRecord> told) {
    told.forEach(cause -> causes.add(new Told(partner, cause)));
  }

  void takeCauses(BiConsumer<String, CauseRecord> each) {
    causes.forEach(told -> each.accept(told.partner(), told.cause()));
    causes.clear();
  }

  void flushedTo(long appendedMillis) {
    flushedTo = appendedMillis;
  }

  /** The newest append time in the last flush, in milliseconds. */
  long flushedTo() {
    return flushedTo;
  }

  /** What a holder's usage costs is another than before. */
  void rated(String holder) {
    rated.add(holder);
  }

  void takeRated(Consumer<String> each) {
    rated.forEach(each);
    rated.clear();
  }

  @Override
  void forget() {
    changed.clear();
    causes.clear();
    rated.clear();
    fold.clear();
    touched.clear();
    late.clear();
  }

  static StoreBuilder<CellState> builder(String name) {
    return new Unlogged<>(name, () -> new CellState(name));
  }
}
