package io.tributary.aggregator.flow;

import io.tributary.codec.CellKeys;
import io.tributary.model.Hours;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.function.BiPredicate;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Deletes what is older than its retention, a few keys at a time, so that a store of any size never holds up the stream. No
 * cell depends on when that happens: what is too old is refused by the rules and not answered by readers.
 */
final class Sweeper {
  private static final Duration EVERY = Duration.ofMinutes(1);
  private static final int KEYS_A_TURN = 10_000;

  private final KeyValueStore<Bytes, byte[]> store;
  private final BiPredicate<byte[], Instant> tooOld;
  private Bytes next;

  private Sweeper(KeyValueStore<Bytes, byte[]> store, BiPredicate<byte[], Instant> tooOld) {
    this.store = store;
    this.tooOld = tooOld;
  }

  /** Hour rows behind 15 months, month cells behind 37. */
  static Cancellable cells(ProcessorContext<?, ?> context, String store) {
    return schedule(context, store, false, (key, now) -> CellKeys.isHour(key)
        ? CellKeys.HourKey.of(key).hour() < Hours.oldestKept(now)
        : CellKeys.MonthKey.of(key).month() < Hours.monthOf(now) - Hours.MONTH_RETENTION_MONTHS);
  }

  /** Entity sets and peaks of hours that no event may reach any more. */
  static Cancellable entities(ProcessorContext<?, ?> context, String store) {
    return schedule(context, store, true, (key, now) -> {
      int end = 0;
      while (key[end] != 0) {
        end++;
      }
      int bucket = ByteBuffer.wrap(key, end + 5, 4).getInt();
      return bucket < 0 ? -bucket - 1 < Hours.month(Hours.oldestKept(now)) : bucket < Hours.oldestKept(now);
    });
  }

  /** @param byAppendTime whether age is told by the events' append time, as the rules tell it: a backlog may be old and still count */
  private static Cancellable schedule(ProcessorContext<?, ?> context, String store, boolean byAppendTime,
      BiPredicate<byte[], Instant> tooOld) {
    var sweeper = new Sweeper(context.getStateStore(store), tooOld);
    return context.schedule(EVERY, PunctuationType.WALL_CLOCK_TIME,
        now -> sweeper.sweep(Instant.ofEpochMilli(byAppendTime ? Math.min(now, Math.max(0, context.currentStreamTimeMs())) : now)));
  }

  private void sweep(Instant now) {
    var old = new ArrayList<Bytes>();
    Bytes last = null;
    int looked = 0;
    try (var rows = store.range(next, null)) {
      while (rows.hasNext() && looked++ < KEYS_A_TURN) {
        last = rows.next().key;
        if (tooOld.test(last.get(), now)) {
          old.add(last);
        }
      }
      next = rows.hasNext() ? rows.peekNextKey() : null;
    }
    old.forEach(store::delete);
  }
}
