package io.tributary.query.notify;

import io.tributary.alerting.Alert;
import io.tributary.alerting.Alert.Contributor;
import io.tributary.alerting.Alert.Place;
import io.tributary.alerting.Alert.Reading;
import io.tributary.alerting.AlertState;
import io.tributary.codec.AlertsCodec;
import io.tributary.topics.AvroSerdes;
import io.tributary.topics.Topics;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A spike of logs in one child org of a partner's customer. */
public final class SomeAlert {
  public static final Instant AT = Instant.parse("2026-03-15T10:17:02.250Z");

  private SomeAlert() {}

  public static Alert of(String id, String message) {
    return of(id, message, "par", AlertState.OK, AlertState.ALERT, AT);
  }

  public static Alert of(String id, String message, String owner, AlertState from, AlertState to, Instant at) {
    return new Alert(id, Alert.Kind.MONITOR, 42, "Logs <of> shops", message, owner,
        new Place(Optional.of("par"), Optional.of("acme"), Optional.empty()), Map.of("child_org_name", "Org \"A1\""), "logs.ingested_bytes",
        "byte", from, to, 3, false, at, at.minusMillis(250), Instant.parse("2026-03-15T10:15:00Z"), Duration.ofMinutes(5),
        new Reading(Optional.of(new BigDecimal("5000000.500000000000000")), Optional.of(new BigDecimal("1000000")),
            Optional.of(new BigDecimal("800000")), Optional.of(new BigDecimal("1200000")), Optional.empty()),
        List.of(new Contributor("a11", "Org A11", "acme", "Acme & Co", new BigDecimal("4500000"), new BigDecimal("500000")),
            new Contributor("a1", "Org A1", "acme", "Acme & Co", new BigDecimal("500000.5"), new BigDecimal("500000"))),
        "logs.ingested_bytes of Acme is 5,000,000 byte in 5 minutes, where 800,000 to 1,200,000 were to be expected");
  }

  /** As it lies on usage-alerts. */
  public static byte[] bytes(AvroSerdes serdes, Alert alert) {
    return serdes.serializer().serialize(Topics.USAGE_ALERTS, AlertsCodec.toAvro(alert));
  }
}
