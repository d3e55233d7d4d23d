package io.tributary.aggregator.flow;

import io.tributary.codec.CellKeys;
import io.tributary.codec.CellKeys.MonthKey;
import io.tributary.codec.CellKeys.RowKey;
import io.tributary.codec.NameKeys;
import io.tributary.model.Hours;
import io.tributary.model.RowQuery.Bucket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Deletes what is older than its retention, a few keys at a time, so that a store of any size never holds up the stream. No
 * cell depends on when that happens: what is too old is refused by the rules and not answered by readers. Age is told by the
 * events' append time, as the rules tell it: a backlog may be old and still count.
 */
final class Sweeper {
  private static final Duration EVERY = Duration.ofMinutes(1);
  private static final int KEYS_A_TURN = 50_000;

  /** Behind what readers and rules call too old: clocks differ, and a question may be under way. */
  private static final long SLACK_MILLIS = Duration.ofDays(1).toMillis();

  private final KeyValueStore<Bytes, byte[]> store;
  private final BiPredicate<byte[], Instant> tooOld;
  private final Consumer<List<Bytes>> beforeDeletion;
  private final Lock lock;
  private Bytes next;

  private Sweeper(KeyValueStore<Bytes, byte[]> store, BiPredicate<byte[], Instant> tooOld,
      Consumer<List<Bytes>> beforeDeletion, Lock lock) {
    this.store = store;
    this.tooOld = tooOld;
    this.beforeDeletion = beforeDeletion;
    this.lock = lock;
  }

  /** Five-minute rows behind 7 days, hour rows behind 15 months, months behind 37. Readers of the cells hold the lock's other half. */
  static Cancellable cells(ProcessorContext<?, ?> context, String store, Cells cells, Lock lock) {
    var sweeper = new Sweeper(context.getStateStore(store), Sweeper::isOver, keys -> {
      keys.stream().map(Bytes::get).filter(key -> CellKeys.bucketOf(key) == Bucket.HOUR)
          .forEach(key -> cells.beforeDeletion(RowKey.of(key)));
      cells.finish();
    }, lock);
    return sweeper.every(context);
  }

  private Cancellable every(ProcessorContext<?, ?> context) {
    return context.schedule(EVERY, PunctuationType.WALL_CLOCK_TIME,
        now -> sweep(Instant.ofEpochMilli(Math.max(0, Math.min(now, context.currentStreamTimeMs()) - SLACK_MILLIS))));
  }

  private static boolean isOver(byte[] key, Instant now) {
    return switch (CellKeys.bucketOf(key)) {
      case FIVE_MINUTES -> RowKey.of(key).at() < Hours.oldestSlotKept(now);
      case HOUR -> RowKey.of(key).at() < Hours.oldestKept(now);
      case MONTH -> MonthKey.of(key).month() < Hours.monthOf(now) - Hours.MONTH_RETENTION_MONTHS;
    };
  }

  /** Entity sets and peaks of buckets that no event may reach any more. */
  static Cancellable entities(ProcessorContext<?, ?> context, String store) {
    var sweeper = new Sweeper(context.getStateStore(store), (key, now) -> {
      int end = 0;
      while (key[end] != 0) {
        end++;
      }
      return Entities.Bucket.isOver(ByteBuffer.wrap(key, end + 5, 4).getInt(), now);
    }, keys -> { }, new ReentrantLock());
    return sweeper.every(context);
  }

  /** Usage by name, and the names, behind 15 months. Readers of them hold the lock's other half. */
  static Cancellable names(ProcessorContext<?, ?> context, String store, Lock lock) {
    var sweeper = new Sweeper(context.getStateStore(store), (key, now) -> switch (NameKeys.bucket(key)) {
      case HOUR -> NameKeys.at(key) < Hours.oldestKept(now);
      case DAY -> NameKeys.at(key) * 24 < Hours.oldestKept(now);
      case MONTH -> NameKeys.at(key) < Hours.month(Hours.oldestKept(now));
    }, keys -> { }, lock);
    return sweeper.every(context);
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
    if (old.isEmpty()) {
      return;
    }
    lock.lock();
    try {
      beforeDeletion.accept(old);
      old.forEach(store::delete);
    } finally {
      lock.unlock();
    }
  }
}
