package io.tributary.query.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tributary.alerting.AlertState;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

/** What targets read. */
class AlertFormatsTest {
  private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
      .setNodeFactory(JsonNodeFactory.withExactBigDecimals(true));

  @Test
  void theStandardFormHasAllFiguresExactly() throws Exception {
    assertEquals(JSON.readTree("""
        {"id": "id-1", "type": "monitor", "title": "[Triggered] Logs <of> shops on child_org_name:Org \\"A1\\"", "transition": "Triggered",
         "state": "Alert", "previous_state": "OK", "renotify": false, "monitor": {"id": 42, "name": "Logs <of> shops"}, "owner": "par",
         "partner_public_id": "par", "account_public_id": "acme", "public_id": null, "group": {"child_org_name": "Org \\"A1\\""},
         "metric": "logs.ingested_bytes", "unit": "byte", "value": 5000000.5, "expected": 1000000, "expected_low": 800000,
         "expected_high": 1200000, "threshold": null, "at": "2026-03-15T10:17:02.250Z", "since": "2026-03-15T10:15:00Z",
         "event_time": "2026-03-15T10:17:02Z", "window_seconds": 300, "contributors": [
           {"public_id": "a11", "org_name": "Org A11", "account_public_id": "acme", "account_name": "Acme & Co", "value": 4500000,
            "expected": 500000, "deviation": 4000000},
           {"public_id": "a1", "org_name": "Org A1", "account_public_id": "acme", "account_name": "Acme & Co", "value": 500000.5,
            "expected": 500000, "deviation": 0.5}],
         "reason": "logs.ingested_bytes of Acme is 5,000,000 byte in 5 minutes, where 800,000 to 1,200,000 were to be expected",
         "message": "Too much: 5000000 byte"}"""),
        JSON.readTree(AlertJson.standard(SomeAlert.of("id-1", "Too much: {{value}} byte @webhook-ops"))));
  }

  @Test
  void inSlackANameShoutsAtNobody() throws Exception {
    var slack = JSON.readTree(AlertJson.slack(SomeAlert.of("id-1", "<!channel> look @slack-ops")));
    assertEquals("[Triggered] Logs &lt;of&gt; shops on child_org_name:Org \"A1\"", slack.get("text").asText());
    var attachment = slack.at("/attachments/0");
    assertEquals("danger", attachment.get("color").asText());
    assertEquals("""
        logs.ingested_bytes of Acme is 5,000,000 byte in 5 minutes, where 800,000 to 1,200,000 were to be expected

        &lt;!channel&gt; look

        Metric: logs.ingested_bytes
        Value: 5000000 byte
        Expected: 1000000 byte
        Expected band: 800000 to 1200000 byte
        Since: 2026-03-15T10:15:00Z

        Most of it:
        • Org A11 (Acme &amp; Co): 4500000 byte, expected 500000
        • Org A1 (Acme &amp; Co): 500000 byte, expected 500000""", attachment.get("text").asText());
  }

  @Test
  void aPayloadOfOnesOwnStaysJsonWhateverTheValuesAre() throws Exception {
    var json = JSON.readTree(PayloadTemplate.render("""
        {"t": "$EVENT_TITLE", "id": "$ID", "m": "$ALERT_ID", "s": "$ALERT_TRANSITION/$ALERT_TYPE", "msg": "$EVENT_MSG",
         "left": "$UNKNOWN $5"}""",
        SomeAlert.of("id-1", "say \"x\"\nand \\")));
    assertEquals("[Triggered] Logs <of> shops on child_org_name:Org \"A1\"", json.get("t").asText());
    assertEquals("id-1", json.get("id").asText());
    assertEquals("42", json.get("m").asText());
    assertEquals("Triggered/error", json.get("s").asText());
    assertEquals("say \"x\"\nand \\", json.get("msg").asText());
    assertEquals("$UNKNOWN $5", json.get("left").asText());
    assertEquals("a=b+c&d=1&e=&f=%5B1%5D", PayloadTemplate.form("{\"a\": \"b c\", \"d\": 1, \"e\": null, \"f\": [1]}"));
    assertEquals("payload=no+%26+json", PayloadTemplate.form("no & json"));
  }

  @Test
  void aMessageSaysWhatItsConditionsAllow() {
    var message = "{{#is_alert}}Up {{value}} on {{child_org_name.name}} {{#is_renotify}}still {{/is_renotify}}@webhook-a{{/is_alert}}"
        + "{{#is_recovery}}Down @slack-b{{/is_recovery}}{{^is_recovery}}!{{/is_recovery}} {{#is_x}}y{{/is_x}} {{unknown}}";
    assertEquals("Up 5000000 on Org \"A1\" @webhook-a! {{#is_x}}y{{/is_x}} {{unknown}}",
        MessageTemplate.render(message, SomeAlert.of("1", message)));
    assertEquals("Down @slack-b {{#is_x}}y{{/is_x}} {{unknown}}",
        MessageTemplate.render(message, SomeAlert.of("1", message, "par", AlertState.ALERT, AlertState.OK, SomeAlert.AT)));
  }

  @Test
  void figuresAreShort() {
    assertEquals("0", AlertText.number(new BigDecimal("0.000000000000000")));
    assertEquals("1234567890", AlertText.number(new BigDecimal("1234567890.4")));
    assertEquals("12.3457", AlertText.number(new BigDecimal("12.345678")));
    assertEquals("0.000123457", AlertText.number(new BigDecimal("0.000123456789")));
    assertEquals("-3000000", AlertText.number(new BigDecimal("-3E6")));
  }
}
