package io.tributary.bench.pipeline;

import io.tributary.avro.UsageEventRecord;
import io.tributary.codec.CellKeys;
import io.tributary.codec.CellKeys.HourKey;
import io.tributary.codec.CellKeys.MonthKey;
import io.tributary.model.Hours;
import io.tributary.model.MonthCell;
import io.tributary.model.MonthCell.HourValue;
import io.tributary.model.Quantity;
import io.tributary.model.UsageType;
import io.tributary.topics.AvroSerdes;
import io.tributary.topics.Topics;
import java.nio.ByteBuffer;
import java.util.ArrayList;
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
 * What one writes first: the DSL sends each event to every hour and month cell that it belongs to, and adds up by key. It does
 * less than we do: no rules, no dedup, entities and maxima are just added up, and a month is only its sum.
 */
final class Naive {
  private static final String CELLS = "cells";

  /** Cells of an event: its org's own, three subtrees, the account and the partner, each by hour and by month. */
  private static final int FAN_OUT = 12;

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
    int hour = Hours.of(event.getTime());
    int month = Hours.month(hour);
    var units = event.getQuantity() == null ? Quantity.ONE : Quantity.of(event.getQuantity());
    var cells = new ArrayList<KeyValue<Bytes, Quantity>>(FAN_OUT);
    for (var place : places.get(event.getOrg())) {
      var hourKey = new HourKey(place.holder(), place.org(), place.level(), hour, place.owner()).bytes();
      cells.add(KeyValue.pair(Bytes.wrap(ByteBuffer.allocate(hourKey.length + 4).put(hourKey).putInt(type.id()).array()), units));
      cells.add(KeyValue.pair(Bytes.wrap(
          new MonthKey(place.holder(), month, place.level(), place.org(), type.id(), place.owner()).bytes()), units));
    }
    return cells;
  }

  private static Serde<Quantity> quantities() {
    return Serdes.serdeFrom((topic, quantity) -> quantity == null ? null : quantity.toBytes(),
        (topic, bytes) -> bytes == null ? null : Quantity.ofBytes(bytes, 0, bytes.length));
  }

  /** The months' highest hours are looked for here, when the clock has stopped. */
  private static Map<String, CellDigest.Part> cells(StreamsRun run) {
    var digest = new CellDigest();
    var hours = new HashMap<MonthKey, List<HourValue>>();
    var sums = new HashMap<MonthKey, Quantity>();
    try (var rows = run.<Quantity>store(CELLS).orElseThrow().all()) {
      while (rows.hasNext()) {
        var row = rows.next();
        var bytes = row.key.get();
        if (CellKeys.isHour(bytes)) {
          var in = ByteBuffer.wrap(bytes);
          var prefix = new byte[bytes.length - 4];
          in.get(prefix);
          int type = in.getInt();
          var key = HourKey.of(prefix);
          digest.hour(new Place(key.level(), key.holder(), key.org(), key.owner()), key.hour(), type, row.value);
          hours.computeIfAbsent(new MonthKey(key.holder(), Hours.month(key.hour()), key.level(), key.org(), type, key.owner()),
              any -> new ArrayList<>()).add(new HourValue(key.hour(), row.value));
        } else {
          sums.put(MonthKey.of(bytes), row.value);
        }
      }
    }
    sums.forEach((key, sum) -> {
      var top = MonthCell.of(hours.getOrDefault(key, List.of()));
      digest.month(new Place(key.level(), key.holder(), key.org(), key.owner()), key.month(), key.type(),
          new MonthCell(sum, top.hours(), top.top()));
    });
    return digest.parts();
  }
}
