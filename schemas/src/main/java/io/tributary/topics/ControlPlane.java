package io.tributary.topics;

import io.tributary.avro.AccessChangeRecord;
import io.tributary.avro.AuditRecord;
import io.tributary.avro.DirectoryChangeRecord;
import io.tributary.model.Access;
import io.tributary.model.AuditLog;
import io.tributary.model.Directory;
import java.time.Duration;
import java.util.Map;

/**
 * The control plane as every process reads it: the directory, and who may do what. Both are followed; what was last read
 * is always at hand.
 */
public final class ControlPlane implements AutoCloseable {
  private final ControlTopic<DirectoryChangeRecord, Directory> directory;
  private final ControlTopic<AccessChangeRecord, Access> access;

  /** @param kafka client settings, {@code bootstrap.servers} at least */
  public ControlPlane(Map<String, Object> kafka, AvroSerdes serdes) {
    directory = directory(kafka, serdes);
    access = new ControlTopic<>(Topics.ACCESS, kafka, serdes.deserializer(AccessChangeRecord.class), Access.empty(),
        (state, records, version) -> state.with(records.stream().map(record -> AccessRecords.fromAvro(record.value())).toList()));
  }

  /** Who changed what, for those who show it. */
  static ControlTopic<AuditRecord, AuditLog> audit(Map<String, Object> kafka, AvroSerdes serdes) {
    return new ControlTopic<>(Topics.AUDIT, kafka, serdes.deserializer(AuditRecord.class), AuditLog.empty(),
        (state, records, version) -> state.with(records.stream().map(record -> AccessRecords.fromAvro(record.value())).toList()));
  }

  /** The directory alone, for those who need no keys. */
  public static ControlTopic<DirectoryChangeRecord, Directory> directory(Map<String, Object> kafka, AvroSerdes serdes) {
    return new ControlTopic<>(Topics.DIRECTORY, kafka, serdes.deserializer(DirectoryChangeRecord.class), Directory.empty(),
        (state, records, version) -> state.with(
            records.stream().map(record -> ControlRecords.fromAvro(record.value(), record.offset() + 1)).toList(), version));
  }

  public Directory directory() {
    return directory.state();
  }

  public Access access() {
    return access.state();
  }

  /** Whether everything that was written before this process began has been read. */
  public boolean isCaughtUp() {
    return directory.isCaughtUp() && access.isCaughtUp();
  }

  /** @throws IllegalStateException when the control topics were not read to their ends in time */
  public void awaitCaughtUp(Duration patience) {
    directory.awaitCaughtUp(patience);
    access.awaitCaughtUp(patience);
  }

  void awaitVersions(long directoryVersion, long accessVersion, Duration patience) {
    directory.awaitVersion(directoryVersion, patience);
    access.awaitVersion(accessVersion, patience);
  }

  @Override
  public void close() {
    directory.close();
    access.close();
  }
}
