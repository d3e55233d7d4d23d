package io.tributary.bench.pipeline;

import io.tributary.avro.UsageEventRecord;
import io.tributary.codec.CellKeys;
import io.tributary.codec.CellKeys.MonthKey;
import io.tributary.codec.CellKeys.RowKey;
import io.tributary.model.Hours;
import io.tributary.model.MonthCell;
import io.tributary.model.MonthCell.HourValue;
import io.tributary.model.Quantity;
import io.tributary.model.RowQuery.Bucket;
import io.tributary.model.UsageType;
import io.tributary.topics.AvroSerdes;
import io.tributary.topics.Topics;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What one writes first: the DSL sends each event to every five-minute, hour and month cell that it belongs to, and adds up by key. It does
 * less than we do: no rules, no dedup, entities and maxima are just added up, and a month is only its sum.
 */
final class Naive {
  private static final String CELLS = "cells";

  /** Cells of an event: its org's own, three subtrees, the account and the partner, each by five minutes, by hour and by month. */
  private static final int FAN_OUT = 18;

  /** Room for the cells of some hours, because the DSL depends on its cache. */
  private static final long CACHE_BYTES = 64L << 20;

  private final LongAdder added = new LongAdder();
  private final Map<UsageType.Key, UsageType> types = new HashMap<>();
  private final Map<String, List<Place>> places = new HashMap<>();

  private Naive(World world) {
    world.types().forEach(type -> types.put(type.key(), type));
    for (int leaf = 0; leaf < World.LEAVES; leaf++) {
      places.put(World.leaf(leaf), Place.of(leaf));
    }
  }

  static Measured run(Job job, World world, LongConsumer progress) {
    var naive = new Naive(world);
    var config = StreamsRun.config(job);
    config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, CACHE_BYTES);
    var run = new StreamsRun(naive.topology(AvroSerdes.at(job.registry())), config, job);
    return run.run(() -> naive.added.sum() / FAN_OUT, () -> naive.added.sum() == job.events() * FAN_OUT, Naive::cells, progress);
  }

  private Topology topology(AvroSerdes serdes) {
    var flow = new StreamsBuilder();
    flow.stream(Topics.USAGE_EVENTS, Consumed.with(Serdes.String(), serdes.serde(UsageEventRecord.class)).withName("events"))
        .flatMap((org, event) -> cells(event), Named.as("to-every-cell"))
        .groupByKey(Grouped.with("by-cell", Serdes.Bytes(), quantities()))
        .aggregate(() -> Quantity.ZERO, (cell, units, sum) -> {
          added.increment();
          return sum.plus(units);
        }, Named.as("add-up"), Materialized.<Bytes, Quantity, KeyValueStore<Bytes, byte[]>>as(CELLS)
            .withKeySerde(Serdes.Bytes()).withValueSerde(quantities()));
    return flow.build();
  }

  private List<KeyValue<Bytes, Quantity>> cells(UsageEventRecord event) {
    var type = types.get(new UsageType.Key(event.getProductFamily(), event.getUsageType()));
    int slot = Hours.slotOf(event.getTime());
    int hour = Hours.hourOfSlot(slot);
    int month = Hours.month(hour);
    var units = event.getQuantity() == null ? Quantity.ONE : Quantity.of(event.getQuantity());
    var cells = new ArrayList<KeyValue<Bytes, Quantity>>(FAN_OUT);
    for (var place : places.get(event.getOrg())) {
      cells.add(KeyValue.pair(key(row(place, Bucket.FIVE_MINUTES, slot).bytes(), type), units));
      cells.add(KeyValue.pair(key(row(place, Bucket.HOUR, hour).bytes(), type), units));
      cells.add(KeyValue.pair(key(new MonthKey(place.holder(), month, place.level(), place.org(), place.owner()).bytes(), type), units));
    }
    return cells;
  }

  private static RowKey row(Place place, Bucket bucket, int at) {
    return new RowKey(bucket, place.holder(), place.org(), place.level(), at, place.owner());
  }

  /** Its cells are of one usage type each. */
  private static Bytes key(byte[] row, UsageType type) {
    return Bytes.wrap(ByteBuffer.allocate(row.length + 4).put(row).putInt(type.id()).array());
  }

  private static Serde<Quantity> quantities() {
    return Serdes.serdeFrom((topic, quantity) -> quantity == null ? null : quantity.toBytes(),
        (topic, bytes) -> bytes == null ? null : Quantity.ofBytes(bytes, 0, bytes.length));
  }

  private record Month(MonthKey key, int type) {}

  /** The months' highest hours are looked for here, when the clock has stopped. */
  private static Map<String, CellDigest.Part> cells(StreamsRun run) {
    var digest = new CellDigest();
    var hours = new HashMap<Month, List<HourValue>>();
    var sums = new HashMap<Month, Quantity>();
    try (var rows = run.<Quantity>store(CELLS).orElseThrow().all()) {
      while (rows.hasNext()) {
        var row = rows.next();
        var bytes = row.key.get();
        var prefix = Arrays.copyOf(bytes, bytes.length - 4);
        int type = ByteBuffer.wrap(bytes).getInt(bytes.length - 4);
        switch (CellKeys.bucketOf(prefix)) {
          case FIVE_MINUTES -> {
            var key = RowKey.of(prefix);
            digest.fiveMinutes(place(key), key.at(), type, row.value);
          }
          case HOUR -> {
            var key = RowKey.of(prefix);
            digest.hour(place(key), key.at(), type, row.value);
            var month = new MonthKey(key.holder(), Hours.month(key.at()), key.level(), key.org(), key.owner());
            hours.computeIfAbsent(new Month(month, type), any -> new ArrayList<>()).add(new HourValue(key.at(), row.value));
          }
          case MONTH -> sums.put(new Month(MonthKey.of(prefix), type), row.value);
        }
      }
    }
    sums.forEach((month, sum) -> {
      var key = month.key();
      var top = MonthCell.of(hours.getOrDefault(month, List.of()));
      digest.month(new Place(key.level(), key.holder(), key.org(), key.owner()), key.month(), month.type(),
          new MonthCell(sum, top.hours(), top.top()));
    });
    return digest.parts();
  }

  private static Place place(RowKey key) {
    return new Place(key.level(), key.holder(), key.org(), key.owner());
  }
}
