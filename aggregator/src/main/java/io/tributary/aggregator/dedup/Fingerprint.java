package io.tributary.aggregator.dedup;

import com.dynatrace.hash4j.hashing.HashFunnel;
import com.dynatrace.hash4j.hashing.Hashing;
import io.tributary.model.UsageEvent;
import java.util.TreeMap;

/**
 * An event's identity and payload as fixed numbers: 128 bits of (org, source, id), 64 bits of everything that a resend must
 * repeat. The directory version is no part of either: a resend may pass the door with a later one.
 */
public record Fingerprint(long idHi, long idLo, long payload) {
  private static final HashFunnel<UsageEvent> IDENTITY = (event, sink) ->
      sink.putString(event.org()).putString(event.source()).putString(event.id());
  private static final HashFunnel<UsageEvent> PAYLOAD = (event, sink) -> {
    sink.putString(event.family()).putString(event.usageType()).putLong(event.time().toEpochMilli());
    if (event.quantity() != null) {
      sink.putLong(event.quantity().hi()).putLong(event.quantity().lo());
    }
    if (event.entity() != null) {
      sink.putString(event.entity());
    }
    if (!event.tags().isEmpty()) {
      new TreeMap<>(event.tags()).forEach((key, value) -> sink.putString(key).putString(value));
    }
  };

  public Fingerprint {
    // Zero marks a free slot in the tables of seen ids.
    idLo = idLo == 0 ? 1 : idLo;
  }

  public static Fingerprint of(UsageEvent event) {
    var id = Hashing.xxh3_128().hashTo128Bits(event, IDENTITY);
    return new Fingerprint(id.getMostSignificantBits(), id.getLeastSignificantBits(), Hashing.xxh3_64().hashToLong(event, PAYLOAD));
  }
}
