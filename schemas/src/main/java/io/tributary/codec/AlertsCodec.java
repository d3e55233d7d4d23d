package io.tributary.codec;

import io.tributary.alerting.Alert;
import io.tributary.alerting.Alert.Contributor;
import io.tributary.alerting.Alert.Place;
import io.tributary.alerting.Alert.Reading;
import io.tributary.avro.AlertKind;
import io.tributary.avro.AlertRecord;
import io.tributary.avro.AlertState;
import io.tributary.avro.ContributorRecord;
import io.tributary.model.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Alerts to their Avro records and back. */
public final class AlertsCodec {
  private AlertsCodec() {}

  /** The key on topic usage-alerts: what happened to one group stays in order. */
  public static String key(Alert alert) {
    return alert.monitor() + "/" + alert.groupName();
  }

  public static AlertRecord toAvro(Alert alert) {
    var place = alert.place();
    var reading = alert.reading();
    return new AlertRecord(alert.id(), AlertKind.valueOf(alert.kind().name()), alert.monitor(), alert.monitorName(), alert.message(),
        alert.owner(), place.partner().orElse(null), place.account().orElse(null), place.org().orElse(null), alert.group(),
        alert.metric(), alert.unit(), AlertState.valueOf(alert.from().name()), AlertState.valueOf(alert.to().name()), alert.transition(),
        alert.renotify(), alert.at(), alert.caused(), alert.since(), (int) alert.window().toSeconds(), shown(reading.value()),
        shown(reading.expected()), shown(reading.low()), shown(reading.high()), shown(reading.threshold()),
        alert.contributors().stream().map(AlertsCodec::contributor).toList(), alert.reason());
  }

  public static Alert fromAvro(AlertRecord record) {
    var reading = new Reading(Optional.ofNullable(record.getValue()), Optional.ofNullable(record.getExpected()),
        Optional.ofNullable(record.getLow()), Optional.ofNullable(record.getHigh()), Optional.ofNullable(record.getThreshold()));
    return new Alert(record.getId(), Alert.Kind.valueOf(record.getKind().name()), record.getMonitor(), record.getMonitorName(),
        record.getMessage(), record.getOwner(),
        new Place(Optional.ofNullable(record.getPartner()), Optional.ofNullable(record.getAccount()),
        Optional.ofNullable(record.getOrg())), Map.copyOf(record.getGroup()), record.getMetric(), record.getUnit(),
        io.tributary.alerting.AlertState.valueOf(record.getFromState().name()),
        io.tributary.alerting.AlertState.valueOf(record.getToState().name()), record.getTransition(), record.getRenotify(), record.getAt(),
        record.getCaused(), record.getSince(), Duration.ofSeconds(record.getWindowSeconds()), reading,
        record.getContributors().stream().map(each -> new Contributor(each.getOrg(), each.getOrgName(), each.getAccount(),
            each.getAccountName(), each.getValue(), each.getExpected())).toList(),
        record.getReason());
  }

  private static ContributorRecord contributor(Contributor one) {
    return new ContributorRecord(one.org(), one.orgName(), one.account(), one.accountName(), shown(one.value()), shown(one.expected()),
        shown(one.deviation()));
  }

  private static BigDecimal shown(Optional<BigDecimal> value) {
    return value.map(AlertsCodec::shown).orElse(null);
  }

  /** Shown, not added up: an average has no last decimal. */
  private static BigDecimal shown(BigDecimal value) {
    return value.setScale(Quantity.SCALE, RoundingMode.HALF_EVEN);
  }
}
