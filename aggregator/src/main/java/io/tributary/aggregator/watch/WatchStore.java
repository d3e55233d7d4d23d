package io.tributary.aggregator.watch;

import io.tributary.aggregator.watch.Watch.GroupKey;
import io.tributary.aggregator.watch.Watch.SeriesKey;
import io.tributary.alerting.GroupStatus;
import io.tributary.codec.MonitorStatesCodec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * What monitors keep in one partition: {@code s} monitor place → the state of a group; {@code w} place NUL type monitor → a series
 * whose five minutes are looked at when they end; {@code f} account NUL type → the contract outside of which a product was first used.
 */
public final class WatchStore {
  private static final byte STATUS = 's';
  private static final byte SERIES = 'w';
  private static final byte FIRST_USE = 'f';

  private final ReadOnlyKeyValueStore<Bytes, byte[]> store;

  public WatchStore(ReadOnlyKeyValueStore<Bytes, byte[]> store) {
    this.store = store;
  }

  record Series(SeriesKey key, Optional<SeriesRecord> record) {}

  /** Every state that was ever another than OK. */
  void statuses(BiConsumer<GroupKey, GroupStatus> each) {
    try (var range = store.range(Bytes.wrap(new byte[] {STATUS}), Bytes.wrap(new byte[] {STATUS + 1}))) {
      range.forEachRemaining(row -> {
        if (row.key.get()[0] == STATUS) {
          var in = ByteBuffer.wrap(row.key.get()).position(1);
          var key = new GroupKey(in.getLong(), Place.ofKey(rest(in)));
          MonitorStatesCodec.decode(row.value).ifPresent(status -> each.accept(key, status));
        }
      });
    }
  }

  /** The same of one monitor. */
  public List<GroupStatus> statuses(long monitor) {
    var found = new ArrayList<GroupStatus>();
    var from = ByteBuffer.allocate(9).put(STATUS).putLong(monitor).array();
    var to = ByteBuffer.allocate(9).put(STATUS).putLong(monitor + 1).array();
    try (var range = store.range(Bytes.wrap(from), Bytes.wrap(to))) {
      range.forEachRemaining(row -> {
        if (row.key.get().length > 9 && ByteBuffer.wrap(row.key.get(), 1, 8).getLong() == monitor) {
          MonitorStatesCodec.decode(row.value).ifPresent(found::add);
        }
      });
    }
    return found;
  }

  static void put(KeyValueStore<Bytes, byte[]> store, GroupKey key, GroupStatus status) {
    store.put(status(key), MonitorStatesCodec.encode(status));
  }

  static void delete(KeyValueStore<Bytes, byte[]> store, GroupKey key) {
    store.delete(status(key));
  }

  private static Bytes status(GroupKey key) {
    var place = key.place().key().getBytes(StandardCharsets.UTF_8);
    return Bytes.wrap(ByteBuffer.allocate(9 + place.length).put(STATUS).putLong(key.monitor()).put(place).array());
  }

  Optional<SeriesRecord> series(SeriesKey key) {
    return Optional.ofNullable(store.get(bytes(key))).flatMap(SeriesRecord::of);
  }

  /**
   * Some series, in the order of their keys.
   *
   * @param from the first of them; null to begin with
   */
  List<Series> series(Bytes from, int most) {
    var found = new ArrayList<Series>();
    try (var range = store.range(from == null ? Bytes.wrap(new byte[] {SERIES}) : from, Bytes.wrap(new byte[] {SERIES + 1}))) {
      while (range.hasNext() && found.size() < most) {
        var row = range.next();
        if (row.key.get()[0] == SERIES) {
          found.add(new Series(seriesKey(row.key), SeriesRecord.of(row.value)));
        }
      }
    }
    return found;
  }

  private static SeriesKey seriesKey(Bytes key) {
    var bytes = key.get();
    var in = ByteBuffer.wrap(bytes, bytes.length - 12, 12);
    int type = in.getInt();
    return new SeriesKey(Place.ofKey(new String(bytes, 1, bytes.length - 14, StandardCharsets.UTF_8)), type, in.getLong());
  }

  static Bytes bytes(SeriesKey key) {
    var place = key.place().key().getBytes(StandardCharsets.UTF_8);
    return Bytes.wrap(ByteBuffer.allocate(14 + place.length).put(SERIES).put(place).put((byte) 0).putInt(key.type()).putLong(key.monitor())
        .array());
  }

  /** The least key above. */
  static Bytes after(SeriesKey key) {
    var bytes = bytes(key).get();
    return Bytes.wrap(ByteBuffer.allocate(bytes.length + 1).put(bytes).array());
  }

  static Bytes firstUse(String account, int type) {
    var name = account.getBytes(StandardCharsets.UTF_8);
    return Bytes.wrap(ByteBuffer.allocate(6 + name.length).put(FIRST_USE).put(name).put((byte) 0).putInt(type).array());
  }

  private static String rest(ByteBuffer in) {
    var bytes = new byte[in.remaining()];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
