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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The limit: one consumer, one thread, everything in HashMaps and lost at the end. Per event it decodes the same Avro, asks an
 * exact set of 128-bit ids, and adds to the five minutes, the hour and the month of the org, each subtree above it, the account
 * and the partner. It does less than we do: no rules are checked, places never change, no usage is too old for its five
 * minutes, and a month's highest hours are only looked for when the clock has stopped.
 */
final class Limit {
  private static final HashFunnel<UsageEventRecord> IDENTITY = (event, sink) ->
      sink.putString(event.getOrg()).putString(event.getSource()).putString(event.getId());

  private final World world;
  private final Map<UsageType.Key, Integer> columns = new HashMap<>();
  private final Map<String, Home> homes = new HashMap<>();
  private final List<Cells> places = new ArrayList<>();
  private final Ids ids = new Ids();
  private int hourOfMonth;
  private int month;

  Limit(World world) {
    this.world = world;
    for (int column = 0; column < world.types().size(); column++) {
      columns.put(world.types().get(column).key(), column);
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
    private final Map<Bucket, Map<String, Slots>> seen = new HashMap<>();
    private final Map<Bucket, Map<String, Integer>> earliest = new HashMap<>();
    private final Map<Bucket, Quantity> peaks = new HashMap<>();
    private final Map<Bucket, Quantity> slotPeaks = new HashMap<>();

    Home(List<Cells> cells) {
      this.cells = cells;
    }
  }

  /** @param at a slot, an hour or a month */
  private record Bucket(int column, int at) {}

  /** Those of an hour that an entity was seen in: a bit each. */
  private static final class Slots {
    private int bits;
  }

  /** The rows of one place, by five minutes, by hour and by month. */
  private static final class Cells {
    private final Place place;
    private final Map<Integer, Row> slots = new HashMap<>();
    private final Map<Integer, Row> hours = new HashMap<>();
    private final Map<Integer, Row> months = new HashMap<>();

    Cells(Place place) {
      this.place = place;
    }
  }

  /** Counting units by usage type, 128 bits each. */
  private static final class Row {
    private final long[] hi;
    private final long[] lo;

    Row(int columns) {
      hi = new long[columns];
      lo = new long[columns];
    }

    void add(int column, Quantity units) {
      long sum = lo[column] + units.lo();
      hi[column] += units.hi() + (Long.compareUnsigned(sum, units.lo()) < 0 ? 1 : 0);
      lo[column] = sum;
    }

    Quantity at(int column) {
      return new Quantity(hi[column], lo[column]);
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
      return new Measured(lap.nanos(), lap.cpuNanos(), 0, 0, 0, 0, digest());
    }
  }

  private void count(UsageEventRecord event) {
    var id = Hashing.xxh3_128().hashTo128Bits(event, IDENTITY);
    if (!ids.add(id.getMostSignificantBits(), id.getLeastSignificantBits())) {
      return;
    }
    var home = homes.get(event.getOrg());
    int column = columns.get(new UsageType.Key(event.getProductFamily(), event.getUsageType()));
    var measure = world.types().get(column).measure();
    int slot = Hours.slotOf(event.getTime());
    int hour = Hours.hourOfSlot(slot);
    switch (measure) {
      case SUM -> {
        var units = Quantity.of(event.getQuantity());
        addSlot(home, slot, column, units);
        addHour(home, hour, column, units);
      }
      case MAX -> {
        var value = Quantity.of(event.getQuantity());
        var slotRise = rise(home.slotPeaks, new Bucket(column, slot), value);
        if (slotRise != null) {
          addSlot(home, slot, column, slotRise);
          var rise = rise(home.peaks, new Bucket(column, hour), value);
          if (rise != null) {
            addHour(home, hour, column, rise);
          }
        }
      }
      case DISTINCT, DISTINCT5, MTD_DISTINCT -> {
        var slots = home.seen.computeIfAbsent(new Bucket(column, hour), any -> new HashMap<>())
            .computeIfAbsent(event.getEntity(), any -> new Slots());
        int bit = 1 << slot - hour * Hours.SLOTS;
        if ((slots.bits & bit) != 0) {
          return;
        }
        boolean newInHour = slots.bits == 0;
        slots.bits |= bit;
        addSlot(home, slot, column, Quantity.ONE);
        if (measure == Measure.MTD_DISTINCT) {
          if (newInHour) {
            earliest(home, hour, column, event.getEntity());
          }
        } else if (newInHour || measure == Measure.DISTINCT5) {
          addHour(home, hour, column, Quantity.ONE);
        }
      }
    }
  }

  /** By how much a greatest value rose; null when it did not. */
  private static Quantity rise(Map<Bucket, Quantity> peaks, Bucket bucket, Quantity value) {
    var peak = peaks.get(bucket);
    if (peak != null && value.compareTo(peak) <= 0) {
      return null;
    }
    peaks.put(bucket, value);
    return peak == null ? value : value.minus(peak);
  }

  private void earliest(Home home, int hour, int column, String entity) {
    var month = home.earliest.computeIfAbsent(new Bucket(column, month(hour)), any -> new HashMap<>());
    var before = month.get(entity);
    if (before == null || hour < before) {
      month.put(entity, hour);
      addHour(home, hour, column, Quantity.ONE);
      if (before != null) {
        addHour(home, before, column, Quantity.ofUnits(-1));
      }
    }
  }

  private void addSlot(Home home, int slot, int column, Quantity units) {
    for (var cells : home.cells) {
      row(cells.slots, slot).add(column, units);
    }
  }

  private void addHour(Home home, int hour, int column, Quantity units) {
    int month = month(hour);
    for (var cells : home.cells) {
      row(cells.hours, hour).add(column, units);
      row(cells.months, month).add(column, units);
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
      row = new Row(columns.size());
      rows.put(bucket, row);
    }
    return row;
  }

  private Map<String, CellDigest.Part> digest() {
    var digest = new CellDigest();
    for (var cells : places) {
      var hours = new TreeMap<>(cells.hours);
      for (int column = 0; column < columns.size(); column++) {
        int at = column;
        int type = world.types().get(column).id();
        cells.slots.forEach((slot, row) -> digest.fiveMinutes(cells.place, slot, type, row.at(at)));
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
