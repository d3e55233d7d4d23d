package io.tributary.bench.pipeline;

import io.tributary.avro.UsageEventRecord;
import io.tributary.model.Quantity;
import io.tributary.model.UsageType;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/** Drawn events as ingest writes them, stamp included. A quarter of them carries a tag. */
final class EventRecords {
  private final List<UsageType> types;
  private final String[] orgs = IntStream.range(0, World.LEAVES).mapToObj(World::leaf).toArray(String[]::new);

  EventRecords(World world) {
    this.types = world.types();
  }

  String key(Drawn event) {
    return orgs[event.leaf()];
  }

  UsageEventRecord record(Drawn event) {
    var type = types.get(event.type());
    boolean entity = type.measure().countsEntities();
    long identity = event.identity();
    return new UsageEventRecord(new UUID(identity, Workload.mix(identity)).toString(), "agent-" + (identity & 7), key(event),
        type.family(), type.name(), Instant.ofEpochMilli(event.millis()),
        entity ? null : quantity(type, event.amount()).toBigDecimal(),
        entity ? type.unit() + "-" + event.entity() : null,
        (identity & 0x30) == 0 ? Map.of("service", "service-" + (identity >>> 6 & 31)) : Map.of(),
        World.DIRECTORY_VERSION);
  }

  /** @param steps of the type's last decimal */
  static Quantity quantity(UsageType type, long steps) {
    return type.scale() == 0 ? Quantity.ofUnits(steps) : Quantity.of(BigDecimal.valueOf(steps, type.scale()));
  }
}
