package io.tributary.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tributary.alerting.Alert;
import io.tributary.alerting.Alert.Contributor;
import io.tributary.alerting.Alert.Place;
import io.tributary.alerting.Alert.Reading;
import io.tributary.alerting.AlertState;
import io.tributary.alerting.GroupStatus;
import io.tributary.alerting.GroupStatuses;
import io.tributary.alerting.Standing;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AlertsCodecTest {
  private static final Instant AT = Instant.parse("2026-06-15T12:32:00.123Z");
  private static final Reading READING = Reading.of(decimal("12.5")).withExpected(decimal("3")).withBand(decimal("2"), decimal("4"));
  private static final Place PLACE = new Place(Optional.of("p"), Optional.of("a"), Optional.empty());

  private static BigDecimal decimal(String text) {
    return new BigDecimal(text).setScale(15);
  }

  @Test
  void anAlertIsReadBackAsItWasWritten() {
    var alert = new Alert("id", Alert.Kind.MONITOR, 7, "name", "message", "p", PLACE, Map.of("account_name", "A"), "hosts", "host",
        AlertState.OK, AlertState.ALERT, 1, false, AT, AT, AT, Duration.ofHours(1), READING,
        List.of(new Contributor("o", "O", "a", "A", decimal("10"), decimal("1"))), "why");
    assertEquals(alert, AlertsCodec.fromAvro(AlertsCodec.toAvro(alert)));
    assertEquals("7/account_name:A", AlertsCodec.key(alert));
  }

  @Test
  void aStateIsReadBackAsItWasWritten() {
    var status = new GroupStatus(7, Map.of("account_name", "A"), PLACE,
        new Standing(AlertState.WARN, AlertState.OK, 3, 99, AT, AT, 2), READING,
        List.of(new Contributor("o", "O", "a", "A", decimal("10.5"), decimal("1"))));
    assertEquals(Optional.of(status), MonitorStatesCodec.decode(MonitorStatesCodec.encode(status)));
    var statuses = new GroupStatuses(List.of(status), Set.of(0, 3));
    assertEquals(statuses, MonitorStatesCodec.answer(MonitorStatesCodec.answer(statuses)));
  }
}
