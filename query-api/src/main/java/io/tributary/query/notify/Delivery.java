package io.tributary.query.notify;

import io.tributary.avro.NotificationRecord;
import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * One alert that one target is still to be told of.
 *
 * @param alertId the idempotency key that the target is given
 * @param owner whose target it is, see {@link io.tributary.query.targets.TargetOwner}
 * @param handle as a message writes it, without its {@code @}
 * @param series the alert's key on usage-alerts: a target is told of one series in its order
 * @param alert the record of usage-alerts as it was
 * @param firstAt when it was taken up
 * @param attempts that failed
 * @param dueAt not before
 * @param lastFailure empty before the first
 */
record Delivery(String alertId, String owner, String handle, String series, byte[] alert, Instant firstAt, int attempts, Instant dueAt,
    String lastFailure) {
  static Delivery first(String alertId, String owner, String handle, String series, byte[] alert, Instant now) {
    return new Delivery(alertId, owner, handle, series, alert, now, 0, now, "");
  }

  Delivery failed(String why, Instant due) {
    return new Delivery(alertId, owner, handle, series, alert, firstAt, attempts + 1, due, why);
  }

  /** All deliveries to one target are in one partition, and so in one process. */
  String target() {
    return owner + "|" + handle;
  }

  String key() {
    return target() + "|" + alertId;
  }

  NotificationRecord toAvro() {
    return new NotificationRecord(alertId, owner, handle, series, ByteBuffer.wrap(alert), firstAt, attempts, dueAt, lastFailure);
  }

  static Delivery fromAvro(NotificationRecord record) {
    var bytes = record.getAlert().duplicate();
    var alert = new byte[bytes.remaining()];
    bytes.get(alert);
    return new Delivery(record.getAlertId(), record.getOwner(), record.getHandle(), record.getSeries(), alert, record.getFirstAt(),
        record.getAttempts(), record.getDueAt(), record.getLastFailure());
  }

  @Override
  public String toString() {
    return key();
  }
}
