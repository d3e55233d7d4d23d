package io.tributary.aggregator.flow;

import com.dynatrace.hash4j.hashing.Hashing;
import io.tributary.model.Hours;
import io.tributary.model.Quantity;
import io.tributary.model.UsageEvent;
import io.tributary.rules.Verdict;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What an event adds to its org's hours, by the measure of its usage type. An entity counts once and a maximum forwards its
 * increase, so that everything above is plain addition.
 */
final class Measuring {
  private static final Quantity MINUS_ONE = Quantity.ofUnits(-1);

  private final Entities entities;
  private final KeyValueStore<Bytes, byte[]> peakRows;
  private final Map<Entities.Bucket, Quantity> peaks = new HashMap<>();
  private final Map<Entities.Bucket, Quantity> pendingPeaks = new HashMap<>();

  /** Receives what an event adds to an hour. */
  interface Sink {
    void add(int hour, Quantity units);
  }

  Measuring(Entities entities, KeyValueStore<Bytes, byte[]> peakRows) {
    this.entities = entities;
    this.peakRows = peakRows;
  }

  void measure(UsageEvent event, Verdict.Good good, Sink sink) {
    int type = good.type().id();
    int hour = good.hour();
    switch (good.type().measure()) {
      case SUM -> sink.add(hour, event.quantity());
      case MAX -> raise(new Entities.Bucket(event.org(), type, hour), event.quantity(), sink);
      case DISTINCT -> seen(event, new Entities.Bucket(event.org(), type, hour), 0, sink, hour);
      case DISTINCT5 -> seen(event, new Entities.Bucket(event.org(), type, hour), slot(event), sink, hour);
      case MTD_DISTINCT -> earliest(event, type, hour, sink);
    }
  }

  private void seen(UsageEvent event, Entities.Bucket bucket, int slot, Sink sink, int hour) {
    var hash = Hashing.xxh3_128().hashCharsTo128Bits(event.entity());
    if (entities.isNew(bucket, hash.getMostSignificantBits(), hash.getLeastSignificantBits(), slot)) {
      sink.add(hour, Quantity.ONE);
    }
  }

  /** An entity belongs to the earliest hour it was seen in, whatever the order of arrival: it moves when an earlier event comes. */
  private void earliest(UsageEvent event, int type, int hour, Sink sink) {
    var hash = Hashing.xxh3_128().hashCharsTo128Bits(event.entity());
    var before = entities.earliest(Entities.month(event.org(), type, Hours.month(hour)), hash.getMostSignificantBits(),
        hash.getLeastSignificantBits(), hour);
    if (before.isEmpty()) {
      sink.add(hour, Quantity.ONE);
    } else if (hour < before.getAsInt()) {
      sink.add(before.getAsInt(), MINUS_ONE);
      sink.add(hour, Quantity.ONE);
    }
  }

  private void raise(Entities.Bucket bucket, Quantity value, Sink sink) {
    var peak = peaks.get(bucket);
    if (peak == null) {
      var stored = peakRows.get(key(bucket));
      peak = stored == null ? null : Quantity.ofBytes(stored, 0, stored.length);
    }
    if (peak == null || value.compareTo(peak) > 0) {
      sink.add(bucket.bucket(), peak == null ? value : value.minus(peak));
      peak = value;
      pendingPeaks.put(bucket, value);
    }
    peaks.put(bucket, peak);
  }

  private static int slot(UsageEvent event) {
    return (int) Math.floorMod(event.time().toEpochMilli() / 300_000, 12L);
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

  private static Bytes key(Entities.Bucket bucket) {
    var org = bucket.org().getBytes(StandardCharsets.UTF_8);
    return Bytes.wrap(ByteBuffer.allocate(org.length + 9).put(org).put((byte) 0).putInt(bucket.type()).putInt(bucket.bucket()).array());
  }
}
