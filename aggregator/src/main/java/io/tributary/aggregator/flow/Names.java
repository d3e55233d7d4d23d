package io.tributary.aggregator.flow;

import io.tributary.codec.NameKeys;
import io.tributary.model.Hours;
import io.tributary.model.NameQuery.Bucket;
import io.tributary.model.ProductTable;
import io.tributary.model.Quantity;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Adds up an org's usage by name. What an event adds to its org's hour it adds to one name of it, so that the names of an hour are
 * parts of the hour: an entity that is told of under two names counts for the first. A name's usage only ever grows, and so a day's and a
 * month's highest hour can be kept beside their sums.
 */
final class Names {
  /** Names that may stay in memory per task; some 150 bytes each. */
  private static final int MAX_IN_MEMORY = 100_000;
  /** What a dictionary without names counts as. */
  private static final int DICTIONARY = 4;
  private static final int DAY = 24;

  private final KeyValueStore<Bytes, byte[]> store;
  private final ToIntFunction<ProductTable> most;
  private final LinkedHashMap<Place, Dictionary> dictionaries = new LinkedHashMap<>(64, 0.75f, true);
  private final Map<Hour, Quantity> fold = new HashMap<>();
  private final Set<Place> touched = new HashSet<>();
  private int inMemory;

  private record Place(String org, int type, int month) {}

  private record Hour(Place place, int hour, int number, boolean byMonth) {}

  /** Numbers names from 1 on, in the order in which they come. */
  private static final class Dictionary {
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> pending = new ArrayList<>();
  }

  Names(KeyValueStore<Bytes, byte[]> store) {
    this(store, ProductTable::mostNames);
  }

  /** For tests. @param most names of a table in a month */
  Names(KeyValueStore<Bytes, byte[]> store, ToIntFunction<ProductTable> most) {
    this.store = store;
    this.most = most;
  }

  /** Adds to one name's hour: in memory, until {@link #flush}. */
  void add(String org, int type, ProductTable table, int hour, String name, Quantity units) {
    var place = new Place(org, type, Hours.month(hour));
    fold.merge(new Hour(place, hour, number(place, table, name), table.byMonth()), units, Quantity::plus);
  }

  private int number(Place place, ProductTable table, String name) {
    var dictionary = dictionaries.computeIfAbsent(place, this::read);
    touched.add(place);
    var known = dictionary.numbers.get(name);
    if (known != null) {
      return known;
    }
    if (dictionary.numbers.size() >= most.applyAsInt(table)) {
      return NameKeys.REST;
    }
    int next = dictionary.numbers.size() + 1;
    dictionary.numbers.put(name, next);
    dictionary.pending.add(name);
    inMemory++;
    return next;
  }

  private Dictionary read(Place place) {
    var dictionary = new Dictionary();
    StoredNames.names(store, place.org, place.type, place.month).forEach((number, name) -> dictionary.numbers.put(name, number));
    inMemory += dictionary.numbers.size() + DICTIONARY;
    return dictionary;
  }

  /** Whether a flush would write nothing. */
  boolean isFlushed() {
    return fold.isEmpty();
  }

  /** Writes what was added, and lets go of the names that were not used lately. Call it before every commit, under the write lock. */
  void flush() {
    touched.forEach(place -> write(place, dictionaries.get(place)));
    fold.forEach((at, units) -> {
      var hour = add(Bucket.HOUR, at, at.hour, units, Quantity.ZERO);
      if (at.byMonth) {
        add(Bucket.DAY, at, Math.floorDiv(at.hour, DAY), units, hour);
        add(Bucket.MONTH, at, at.place.month, units, hour);
      }
    });
    fold.clear();
    for (var oldest = dictionaries.entrySet().iterator(); inMemory > MAX_IN_MEMORY && oldest.hasNext(); ) {
      var dictionary = oldest.next();
      if (!touched.contains(dictionary.getKey())) {
        inMemory -= dictionary.getValue().numbers.size() + DICTIONARY;
        oldest.remove();
      }
    }
    touched.clear();
  }

  private void write(Place place, Dictionary dictionary) {
    int number = dictionary.numbers.size() - dictionary.pending.size();
    for (var name : dictionary.pending) {
      store.put(Bytes.wrap(NameKeys.name(place.org, place.type, place.month, ++number)), name.getBytes(StandardCharsets.UTF_8));
    }
    dictionary.pending.clear();
  }

  /** @return the sum as it is now */
  private Quantity add(Bucket bucket, Hour at, int bucketAt, Quantity units, Quantity hour) {
    var key = Bytes.wrap(NameKeys.usage(bucket, at.place.org, at.place.type, bucketAt, at.number));
    var before = bucket == Bucket.HOUR ? StoredNames.hour(store.get(key)) : StoredNames.total(store.get(key));
    var sum = before.sum().plus(units);
    store.put(key, bucket == Bucket.HOUR ? sum.toBytes()
        : StoredNames.bytes(sum, hour.compareTo(before.peak()) > 0 ? hour : before.peak()));
    return sum;
  }
}
