package io.tributary.aggregator.flow;

import io.tributary.codec.NameKeys;
import io.tributary.model.Hours;
import io.tributary.model.NameQuery;
import io.tributary.model.NameQuery.Bucket;
import io.tributary.model.NamedUsage;
import io.tributary.model.Quantity;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** How usage by name is read. An hour's value is its sum; a day's and a month's is {@code length sum peak}. */
public final class StoredNames {
  private static final int DAY = 24;

  private final ReadOnlyKeyValueStore<Bytes, byte[]> store;

  record Total(Quantity sum, Quantity peak) {
    private static final Total NONE = new Total(Quantity.ZERO, Quantity.ZERO);
  }

  public StoredNames(ReadOnlyKeyValueStore<Bytes, byte[]> store) {
    this.store = store;
  }

  /** The rows of one org, by usage type, bucket and the order in which names came. */
  public void rows(String org, NameQuery query, Consumer<NamedUsage.Row> each) {
    for (int type : new TreeSet<>(query.types())) {
      var names = new HashMap<Integer, Map<Integer, String>>();
      try (var range = store.range(Bytes.wrap(NameKeys.usage(query.bucket(), org, type, query.from(), NameKeys.REST)),
          Bytes.wrap(NameKeys.usage(query.bucket(), org, type, query.to(), NameKeys.REST)))) {
        while (range.hasNext()) {
          var row = range.next();
          int at = NameKeys.at(row.key.get());
          if (at < query.to()) { // a key may equal the upper end, which belongs to the next bucket
            int number = NameKeys.number(row.key.get());
            var name = number == NameKeys.REST ? Optional.<String>empty()
                : Optional.of(names.computeIfAbsent(month(query.bucket(), at), month -> names(store, org, type, month)).get(number));
            var total = query.bucket() == Bucket.HOUR ? hour(row.value) : total(row.value);
            each.accept(new NamedUsage.Row(org, type, at, name, total.sum(), total.peak()));
          }
        }
      }
    }
  }

  private static int month(Bucket bucket, int at) {
    return switch (bucket) {
      case HOUR -> Hours.month(at);
      case DAY -> Hours.month(at * DAY);
      case MONTH -> at;
    };
  }

  /** The names of an org's usage type in a month, by number. */
  static Map<Integer, String> names(ReadOnlyKeyValueStore<Bytes, byte[]> store, String org, int type, int month) {
    var names = new HashMap<Integer, String>();
    try (var range = store.range(Bytes.wrap(NameKeys.name(org, type, month, NameKeys.REST)),
        Bytes.wrap(NameKeys.name(org, type, month + 1, NameKeys.REST)))) {
      range.forEachRemaining(name -> names.put(NameKeys.number(name.key.get()), new String(name.value, StandardCharsets.UTF_8)));
    }
    return names;
  }

  /** An hour is its own highest. */
  static Total hour(byte[] value) {
    if (value == null) {
      return Total.NONE;
    }
    var sum = Quantity.ofBytes(value, 0, value.length);
    return new Total(sum, sum);
  }

  static Total total(byte[] value) {
    int length = value == null ? 0 : value[0];
    return value == null ? Total.NONE
        : new Total(Quantity.ofBytes(value, 1, length), Quantity.ofBytes(value, 1 + length, value.length - 1 - length));
  }

  static byte[] bytes(Quantity sum, Quantity peak) {
    var first = sum.toBytes();
    var second = peak.toBytes();
    return ByteBuffer.allocate(1 + first.length + second.length).put((byte) first.length).put(first).put(second).array();
  }
}
