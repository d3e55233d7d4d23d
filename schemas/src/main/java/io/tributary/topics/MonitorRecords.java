package io.tributary.topics;

import io.tributary.avro.DowntimeRecord;
import io.tributary.avro.MonitorRecord;
import io.tributary.avro.OwnerKind;
import io.tributary.monitor.Downtime;
import io.tributary.monitor.Monitor;
import io.tributary.monitor.MonitorJson;
import io.tributary.monitor.Owner;
import io.tributary.monitor.QueryParser;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Monitors and downtimes to their Avro records and back. What is told apart there is told by their own texts: a query, and JSON. */
final class MonitorRecords {
  private MonitorRecords() {}

  static MonitorRecord toAvro(Monitor monitor) {
    return new MonitorRecord(monitor.id(), kind(monitor.owner()), monitor.owner().id(), monitor.name(), monitor.type(), monitor.query(),
        monitor.message(), monitor.tags(), monitor.priority().isPresent() ? monitor.priority().getAsInt() : null,
        MonitorJson.options(monitor.options()).toString(), monitor.created().toEpochMilli(), monitor.modified().toEpochMilli(),
        monitor.creator().orElse(null));
  }

  static Monitor fromAvro(MonitorRecord record) {
    var said = QueryParser.rule(record.getQuery());
    var options = MonitorJson.options(record.getOptions(), said);
    return new Monitor(record.getId(), owner(record.getOwnerKind(), record.getOwner()), record.getName(), record.getType(),
        record.getQuery(), MonitorJson.applied(said, options), record.getMessage(), record.getTags(),
        record.getPriority() == null ? OptionalInt.empty() : OptionalInt.of(record.getPriority()),
        options, Instant.ofEpochMilli(record.getCreated()),
        Instant.ofEpochMilli(record.getModified()), Optional.ofNullable(record.getCreator()));
  }

  static DowntimeRecord toAvro(Downtime downtime) {
    return new DowntimeRecord(downtime.id(), kind(downtime.owner()), downtime.owner().id(), downtime.scope().toString(),
        downtime.monitor().isPresent() ? downtime.monitor().getAsLong() : null, downtime.monitorTags(), downtime.start().toEpochMilli(),
        millis(downtime.end()), millis(downtime.cancelled()), downtime.message(), downtime.creator().orElse(null));
  }

  static Downtime fromAvro(DowntimeRecord record) {
    return new Downtime(record.getId(), owner(record.getOwnerKind(), record.getOwner()), QueryParser.filter(record.getScope()),
        record.getMonitor() == null ? OptionalLong.empty() : OptionalLong.of(record.getMonitor()), record.getMonitorTags(),
        Instant.ofEpochMilli(record.getStart()), time(record.getEnd()), time(record.getCancelled()), record.getMessage(),
        Optional.ofNullable(record.getCreator()));
  }

  private static OwnerKind kind(Owner owner) {
    return OwnerKind.valueOf(owner.kind().name());
  }

  private static Owner owner(OwnerKind kind, String id) {
    return new Owner(Owner.Kind.valueOf(kind.name()), id);
  }

  private static Long millis(Optional<Instant> time) {
    return time.map(Instant::toEpochMilli).orElse(null);
  }

  private static Optional<Instant> time(Long millis) {
    return Optional.ofNullable(millis).map(Instant::ofEpochMilli);
  }
}
