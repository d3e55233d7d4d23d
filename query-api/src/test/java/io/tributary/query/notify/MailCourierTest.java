package io.tributary.query.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import io.tributary.alerting.AlertState;
import io.tributary.query.notify.Courier.Outcome;
import io.tributary.query.notify.NotifySettings.Mail;
import io.tributary.query.notify.NotifySettings.Tls;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MailCourierTest {
  private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  private MailCourier courier(Tls tls, String user, String password, Set<String> domains) {
    return new MailCourier(new Mail("127.0.0.1", server.getSmtp().getPort(), tls, user, password, "alerts@tributary.example", domains),
        Duration.ofSeconds(10));
  }

  private static Outcome tell(MailCourier courier, String message) throws InterruptedException {
    var alert = SomeAlert.of("42/x/3", message, "par", AlertState.OK, AlertState.ALERT, SomeAlert.AT);
    return courier.tell(Delivery.first(alert.id(), "par", "jane@shop.example", "s", new byte[0], SomeAlert.AT),
        new Handle.ToMail("jane@shop.example"), alert);
  }

  @Test
  void peopleReadWhatHappenedAndWhoCausedIt() throws Exception {
    assertEquals(new Outcome.Told(), tell(courier(Tls.NONE, "", "", Set.of()), "Call the shop. @jane@shop.example"));
    assertTrue(server.waitForIncomingEmail(10_000, 1));
    var mail = server.getReceivedMessages()[0];
    assertEquals("[Triggered] Logs <of> shops on child_org_name:Org \"A1\"", mail.getSubject());
    assertEquals("<42-x-3@tributary.example>", mail.getMessageID());
    assertEquals("42/x/3", mail.getHeader("X-Tributary-Alert-Id")[0]);
    assertEquals("jane@shop.example", mail.getAllRecipients()[0].toString());
    var text = GreenMailUtil.getBody(mail).replace("\r\n", "\n");
    assertTrue(text.contains("Call the shop.\n\nMetric: logs.ingested_bytes\nValue: 5000000 byte\n"), text);
    assertTrue(text.contains("Most of it:\n- Org A11 (Acme & Co): 4500000 byte, expected 500000\n"), text);
  }

  @Test
  void aNameWithALineBreakBeginsNoHeader() throws Exception {
    var alert = SomeAlert.of("1", "");
    var evil = new io.tributary.alerting.Alert(alert.id(), alert.kind(), alert.monitor(), "x\r\nBcc: eve@evil.example", "", alert.owner(),
        alert.place(), alert.group(), alert.metric(), alert.unit(), alert.from(), alert.to(), 1, false, alert.at(), alert.caused(),
        alert.since(), alert.window(), alert.reading(), alert.contributors(), alert.reason());
    courier(Tls.NONE, "", "", Set.of()).tell(Delivery.first("1", "par", "jane@shop.example", "s", new byte[0], SomeAlert.AT),
        new Handle.ToMail("jane@shop.example"), evil);
    assertTrue(server.waitForIncomingEmail(10_000, 1));
    assertNull(server.getReceivedMessages()[0].getHeader("Bcc"));
    assertEquals(1, server.getReceivedMessages().length);
  }

  @Test
  void withoutTheTlsThatIsAskedForNothingIsSent() throws Exception {
    assertInstanceOf(Outcome.Failed.class, tell(courier(Tls.STARTTLS, "", "", Set.of()), ""));
    assertEquals(0, server.getReceivedMessages().length);
  }

  @Test
  void aServerThatIsAwayIsTriedAgainAndADomainThatIsNotAllowedIsNot() throws Exception {
    assertEquals(new Outcome.Hopeless("mail to shop.example is not allowed here"),
        tell(courier(Tls.NONE, "", "", Set.of("bigger.example")), ""));
    var courier = courier(Tls.NONE, "", "", Set.of("shop.example"));
    server.stop();
    assertInstanceOf(Outcome.Failed.class, tell(courier, ""));
  }
}
