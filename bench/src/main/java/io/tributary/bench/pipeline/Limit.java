package io.tributary.bench.pipeline;

import com.dynatrace.hash4j.hashing.HashFunnel;
import com.dynatrace.hash4j.hashing.Hashing;
import io.tributary.avro.UsageEventRecord;
import io.tributary.model.Hours;
import io.tributary.model.Measure;
import io.tributary.model.MonthCell;
import io.tributary.model.MonthCell.HourValue;
import io.tributary.model.Quantity;
import io.tributary.model.UsageType;
import io.tributary.topics.AvroSerdes;
import io.tributary.topics.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The limit: one consumer, one thread, everything in HashMaps and lost at the end. Per event it decodes the same Avro, asks an
 * exact set of 128-bit ids, and adds to the hour and the month of the org, each subtree above it, the account and the partner.
 * It does less than we do: no rules are checked, places never change, and a month's highest hours are only looked for when
 * the clock has stopped.
 */
final class Limit {
  private static final HashFunnel<UsageEventRecord> IDENTITY = (event, sink) ->
      sink.putString(event.getOrg()).putString(event.getSource()).putString(event.getId());

  private final World world;
  private final Map<UsageType.Key, Integer> slots = new HashMap<>();
  private final Map<String, Home> homes = new HashMap<>();
  private final List<Cells> places = new ArrayList<>();
  private final Ids ids = new Ids();
  private int hourOfMonth;
  private int month;

  Limit(World world) {
    this.world = world;
    for (int slot = 0; slot < world.types().size(); slot++) {
      slots.put(world.types().get(slot).key(), slot);
    }
    var above = new HashMap<Place, Cells>();
    for (int leaf = 0; leaf < World.LEAVES; leaf++) {
      homes.put(World.leaf(leaf), new Home(Place.of(leaf).stream().map(place -> above.computeIfAbsent(place, Cells::new)).toList()));
    }
    places.addAll(above.values());
  }

  /** A leaf: where its usage goes, and what it has shown so far. */
  private static final class Home {
    private final List<Cells> cells;
    private final Map<Bucket, Set<Seen>> seen = new HashMap<>();
    private final Map<Bucket, Map<String, Integer>> earliest = new HashMap<>();
    private final Map<Bucket, Quantity> peaks = new HashMap<>();

    Home(List<Cells> cells) {
      this.cells = cells;
    }
  }

  private record Bucket(int slot, int bucket) {}

  private record Seen(String entity, int fiveMinutes) {}

  /** The rows of one place, by hour and by month. */
  private static final class Cells {
    private final Place place;
    private final Map<Integer, Row> hours = new HashMap<>();
    private final Map<Integer, Row> months = new HashMap<>();

    Cells(Place place) {
      this.place = place;
    }
  }

  /** Counting units by slot, 128 bits each. */
  private static final class Row {
    private final long[] hi;
    private final long[] lo;

    Row(int slots) {
      hi = new long[slots];
      lo = new long[slots];
    }

    void add(int slot, Quantity units) {
      long sum = lo[slot] + units.lo();
      hi[slot] += units.hi() + (Long.compareUnsigned(sum, units.lo()) < 0 ? 1 : 0);
      lo[slot] = sum;
    }

    Quantity at(int slot) {
      return new Quantity(hi[slot], lo[slot]);
    }
  }

  Measured run(Job job, LongConsumer progress) {
    var config = Map.<String, Object>of(
        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, job.bootstrap(),
        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false,
        ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
    var values = AvroSerdes.at(job.registry()).deserializer(UsageEventRecord.class);
    try (var consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), values)) {
      consumer.assign(consumer.partitionsFor(Topics.USAGE_EVENTS).stream()
          .map(partition -> new TopicPartition(partition.topic(), partition.partition())).toList());
      var clock = new Stopwatch();
      long read = 0;
      long lastNews = System.nanoTime();
      while (read < job.events()) {
        var records = consumer.poll(Duration.ofMillis(100));
        for (var record : records) {
          count(record.value());
        }
        read += records.count();
        progress.accept(read);
        lastNews = records.isEmpty() ? lastNews : System.nanoTime();
        if (System.nanoTime() - lastNews > VariantMain.PATIENCE.toNanos()) {
          throw new IllegalStateException("nothing came after event " + read + " of " + job.events());
        }
      }
      var lap = clock.lap();
      return new Measured(lap.nanos(), lap.cpuNanos(), 0, 0, 0, digest());
    }
  }

  private void count(UsageEventRecord event) {
    var id = Hashing.xxh3_128().hashTo128Bits(event, IDENTITY);
    if (!ids.add(id.getMostSignificantBits(), id.getLeastSignificantBits())) {
      return;
    }
    var home = homes.get(event.getOrg());
    int slot = slots.get(new UsageType.Key(event.getProductFamily(), event.getUsageType()));
    var measure = world.types().get(slot).measure();
    int hour = Hours.of(event.getTime());
    switch (measure) {
      case SUM -> add(home, hour, slot, Quantity.of(event.getQuantity()));
      case MAX -> {
        var value = Quantity.of(event.getQuantity());
        var peak = home.peaks.get(new Bucket(slot, hour));
        if (peak == null || value.compareTo(peak) > 0) {
          home.peaks.put(new Bucket(slot, hour), value);
          add(home, hour, slot, peak == null ? value : value.minus(peak));
        }
      }
      case DISTINCT, DISTINCT5 -> {
        int fiveMinutes = measure == Measure.DISTINCT ? 0 : (int) (event.getTime().toEpochMilli() / 300_000 % 12);
        if (home.seen.computeIfAbsent(new Bucket(slot, hour), any -> new HashSet<>()).add(new Seen(event.getEntity(), fiveMinutes))) {
          add(home, hour, slot, Quantity.ONE);
        }
      }
      case MTD_DISTINCT -> {
        var month = home.earliest.computeIfAbsent(new Bucket(slot, month(hour)), any -> new HashMap<>());
        var before = month.get(event.getEntity());
        if (before == null || hour < before) {
          month.put(event.getEntity(), hour);
          add(home, hour, slot, Quantity.ONE);
          if (before != null) {
            add(home, before, slot, Quantity.ofUnits(-1));
          }
        }
      }
    }
  }

  private void add(Home home, int hour, int slot, Quantity units) {
    int month = month(hour);
    for (var cells : home.cells) {
      row(cells.hours, hour).add(slot, units);
      row(cells.months, month).add(slot, units);
    }
  }

  /** Most events are of the hour of the one before, and the calendar is slow. */
  private int month(int hour) {
    if (hour != hourOfMonth) {
      hourOfMonth = hour;
      month = Hours.month(hour);
    }
    return month;
  }

  private Row row(Map<Integer, Row> rows, int bucket) {
    var row = rows.get(bucket);
    if (row == null) {
      row = new Row(slots.size());
      rows.put(bucket, row);
    }
    return row;
  }

  private Map<String, CellDigest.Part> digest() {
    var digest = new CellDigest();
    for (var cells : places) {
      var hours = new TreeMap<>(cells.hours);
      for (int slot = 0; slot < slots.size(); slot++) {
        int at = slot;
        int type = world.types().get(slot).id();
        hours.forEach((hour, row) -> digest.hour(cells.place, hour, type, row.at(at)));
        cells.months.forEach((month, row) -> {
          var top = MonthCell.of(hours.entrySet().stream().filter(hour -> Hours.month(hour.getKey()) == month)
              .map(hour -> new HourValue(hour.getKey(), hour.getValue().at(at))).toList());
          digest.month(cells.place, month, type, new MonthCell(row.at(at), top.hours(), top.top()));
        });
      }
    }
    return digest.parts();
  }
}
