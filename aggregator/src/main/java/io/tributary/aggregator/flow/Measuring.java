package io.tributary.aggregator.flow;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hashing;
import io.tributary.aggregator.flow.Entities.Bucket;
import io.tributary.avro.Counts;
import io.tributary.model.Hours;
import io.tributary.model.Quantity;
import io.tributary.model.UsageEvent;
import io.tributary.rules.Verdict;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What an event adds to its org's hours and five-minute slots, by the measure of its usage type. An entity counts once and a
 * maximum forwards its increase, so that everything above is plain addition. A slot's sum and its entities of {@code distinct5}
 * count for its hour as well; of the other measures a slot has one of its own: entities seen in it, or its maximum.
 */
final class Measuring {
  private static final Quantity MINUS_ONE = Quantity.ofUnits(-1);

  private final Entities entities;
  private final KeyValueStore<Bytes, byte[]> peakRows;
  private final Map<Bucket, Quantity> peaks = new HashMap<>();
  private final Map<Bucket, Quantity> pendingPeaks = new HashMap<>();

  /** Receives what an event adds to a bucket: an hour, or else a slot. */
  interface Sink {
    void add(Counts counts, int bucket, Quantity units);
  }

  Measuring(Entities entities, KeyValueStore<Bytes, byte[]> peakRows) {
    this.entities = entities;
    this.peakRows = peakRows;
  }

  /** @param oldestSlot earlier slots are not kept: such an event counts for its hour alone */
  void measure(UsageEvent event, Verdict.Good good, int oldestSlot, Sink sink) {
    int type = good.type().id();
    int hour = good.hour();
    int slot = Hours.slotOf(event.time());
    boolean recent = slot >= oldestSlot;
    var counts = recent ? Counts.BOTH : Counts.HOUR;
    int bucket = recent ? slot : hour;
    var entity = good.type().measure().countsEntities() ? Hashing.xxh3_128().hashCharsTo128Bits(event.entity()) : null;
    switch (good.type().measure()) {
      case SUM -> sink.add(counts, bucket, event.quantity());
      case DISTINCT5 -> {
        if (isNew(entity, Bucket.hour(event.org(), type, hour), Math.floorMod(slot, Hours.SLOTS))) {
          sink.add(counts, bucket, Quantity.ONE);
        }
      }
      case DISTINCT -> {
        if (isNew(entity, Bucket.hour(event.org(), type, hour), 0)) {
          sink.add(Counts.HOUR, hour, Quantity.ONE);
        }
        seen(entity, event.org(), type, slot, recent, sink);
      }
      case MTD_DISTINCT -> {
        earliest(entity, event.org(), type, hour, sink);
        seen(entity, event.org(), type, slot, recent, sink);
      }
      case MAX -> {
        raise(Bucket.hour(event.org(), type, hour), event.quantity(), units -> sink.add(Counts.HOUR, hour, units));
        if (recent) {
          raise(Bucket.slot(event.org(), type, slot), event.quantity(), units -> sink.add(Counts.FIVE_MINUTES, slot, units));
        }
      }
    }
  }

  private void seen(HashValue128 entity, String org, int type, int slot, boolean recent, Sink sink) {
    if (recent && isNew(entity, Bucket.slot(org, type, slot), 0)) {
      sink.add(Counts.FIVE_MINUTES, slot, Quantity.ONE);
    }
  }

  private boolean isNew(HashValue128 entity, Bucket bucket, int mark) {
    return entities.isNew(bucket, entity.getMostSignificantBits(), entity.getLeastSignificantBits(), mark);
  }

  /** An entity belongs to the earliest hour it was seen in, whatever the order of arrival: it moves when an earlier event comes. */
  private void earliest(HashValue128 entity, String org, int type, int hour, Sink sink) {
    var before = entities.earliest(Bucket.month(org, type, Hours.month(hour)), entity.getMostSignificantBits(),
        entity.getLeastSignificantBits(), hour);
    if (before.isEmpty()) {
      sink.add(Counts.HOUR, hour, Quantity.ONE);
    } else if (hour < before.getAsInt()) {
      sink.add(Counts.HOUR, before.getAsInt(), MINUS_ONE);
      sink.add(Counts.HOUR, hour, Quantity.ONE);
    }
  }

  private void raise(Bucket bucket, Quantity value, Consumer<Quantity> increase) {
    var peak = peaks.get(bucket);
    if (peak == null) {
      var stored = peakRows.get(key(bucket));
      peak = stored == null ? null : Quantity.ofBytes(stored, 0, stored.length);
    }
    if (peak == null || value.compareTo(peak) > 0) {
      increase.accept(peak == null ? value : value.minus(peak));
      peak = value;
      pendingPeaks.put(bucket, value);
    }
    peaks.put(bucket, peak);
  }

  /** Writes what changed since the last call. Call it before every commit. */
  void flush() {
    entities.flush();
    pendingPeaks.forEach((bucket, peak) -> peakRows.put(key(bucket), peak.toBytes()));
    pendingPeaks.clear();
    if (peaks.size() > 100_000) {
      peaks.clear();
    }
  }

  private static Bytes key(Bucket bucket) {
    var org = bucket.org().getBytes(StandardCharsets.UTF_8);
    return Bytes.wrap(ByteBuffer.allocate(org.length + 9).put(org).put((byte) 0).putInt(bucket.type()).putInt(bucket.bucket()).array());
  }
}
