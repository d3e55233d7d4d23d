package io.tributary.bench.world;

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
public final class EventRecords {
  private final List<UsageType> types;
  private final long directoryVersion;
  private final List<String> orgs;

  /** @param directoryVersion the stamp */
  public EventRecords(World world, long directoryVersion) {
    this(world.types(), IntStream.range(0, World.LEAVES).mapToObj(World::leaf).toList(), directoryVersion);
  }

  /**
   * @param types by their number
   * @param orgs public ids by their number
   */
  public EventRecords(List<UsageType> types, List<String> orgs, long directoryVersion) {
    this.types = List.copyOf(types);
    this.orgs = List.copyOf(orgs);
    this.directoryVersion = directoryVersion;
  }

  public String key(Drawn event) {
    return orgs.get(event.leaf());
  }

  public UsageEventRecord record(Drawn event) {
    var type = types.get(event.type());
    boolean entity = type.measure().countsEntities();
    long identity = event.identity();
    return new UsageEventRecord(new UUID(identity, Workload.mix(identity)).toString(), "agent-" + (identity & 7), key(event),
        type.family(), type.name(), Instant.ofEpochMilli(event.millis()),
        entity ? null : quantity(type, event.amount()).toBigDecimal(),
        entity ? type.unit() + "-" + event.entity() : null,
        (identity & 0x30) == 0 ? Map.of("service", "service-" + (identity >>> 6 & 31)) : Map.of(),
        directoryVersion);
  }

  /** @param steps of the type's last decimal */
  public static Quantity quantity(UsageType type, long steps) {
    return type.scale() == 0 ? Quantity.ofUnits(steps) : Quantity.of(BigDecimal.valueOf(steps, type.scale()));
  }
}
