package io.tributary.codec;

import io.tributary.alerting.Alert.Contributor;
import io.tributary.alerting.Alert.Place;
import io.tributary.alerting.Alert.Reading;
import io.tributary.alerting.AlertState;
import io.tributary.alerting.GroupStatus;
import io.tributary.alerting.GroupStatuses;
import io.tributary.alerting.Standing;
import io.tributary.avro.GroupContributorRecord;
import io.tributary.avro.GroupStatusRecord;
import io.tributary.avro.MonitorStatesAnswer;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** States of monitors as bytes, in a store and between services: Avro with the schema's fingerprint in front. */
public final class MonitorStatesCodec {
  private static final Fingerprinted<GroupStatusRecord> STATUS = new Fingerprinted<>(new GroupStatusRecord());
  private static final Fingerprinted<MonitorStatesAnswer> ANSWER = new Fingerprinted<>(new MonitorStatesAnswer());

  private MonitorStatesCodec() {}

  public static byte[] encode(GroupStatus status) {
    return STATUS.encode(toAvro(status));
  }

  /** Empty for one of another version: the group begins anew. */
  public static Optional<GroupStatus> decode(byte[] bytes) {
    return STATUS.decodeOurs(bytes).map(MonitorStatesCodec::fromAvro);
  }

  public static byte[] answer(GroupStatuses statuses) {
    return ANSWER.encode(new MonitorStatesAnswer(statuses.groups().stream().map(MonitorStatesCodec::toAvro).toList(),
        List.copyOf(statuses.partitions())));
  }

  /** @throws UncheckedIOException when the bytes are no such answer, or one of another version */
  public static GroupStatuses answer(byte[] bytes) {
    var answer = ANSWER.decode(bytes);
    return new GroupStatuses(answer.getGroups().stream().map(MonitorStatesCodec::fromAvro).toList(), Set.copyOf(answer.getPartitions()));
  }

  private static GroupStatusRecord toAvro(GroupStatus status) {
    var place = status.place();
    var standing = status.standing();
    var reading = status.reading();
    return new GroupStatusRecord(status.monitor(), status.group(), place.partner().orElse(null), place.account().orElse(null),
        place.org().orElse(null), standing.state().name(), standing.told().name(), standing.transition(), standing.slot(),
        standing.since(), standing.toldAt(), standing.repeats(), text(reading.value()), text(reading.expected()), text(reading.low()),
        text(reading.high()), text(reading.threshold()), status.contributors().stream().map(one -> new GroupContributorRecord(one.org(),
            one.orgName(), one.account(), one.accountName(), one.value().toString(), one.expected().toString())).toList());
  }

  private static GroupStatus fromAvro(GroupStatusRecord record) {
    var standing = new Standing(AlertState.valueOf(record.getState()), AlertState.valueOf(record.getTold()), record.getTransition(),
        record.getSlot(), record.getSince(), record.getToldAt(), record.getRepeats());
    return new GroupStatus(record.getMonitor(), record.getGroup(), new Place(Optional.ofNullable(record.getPartner()),
        Optional.ofNullable(record.getAccount()), Optional.ofNullable(record.getOrg())), standing,
        new Reading(number(record.getValue()), number(record.getExpected()), number(record.getLow()), number(record.getHigh()),
            number(record.getThreshold())),
        record.getContributors().stream().map(one -> new Contributor(one.getOrg(), one.getOrgName(), one.getAccount(),
            one.getAccountName(), new BigDecimal(one.getValue()), new BigDecimal(one.getExpected()))).toList());
  }

  private static String text(Optional<BigDecimal> value) {
    return value.map(BigDecimal::toString).orElse(null);
  }

  private static Optional<BigDecimal> number(String text) {
    return Optional.ofNullable(text).map(BigDecimal::new);
  }
}
