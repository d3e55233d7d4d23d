package io.tributary.query.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.query.notify.Courier.Outcome;
import io.tributary.query.targets.InMemoryWebhooks;
import io.tributary.query.targets.Networks;
import io.tributary.query.targets.Networks.Block;
import io.tributary.query.targets.Webhook;
import io.tributary.query.targets.Webhook.Encoding;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WebhookCourierTest {
  private static final Instant NOW = Instant.parse("2026-03-15T10:20:00Z");
  private static final String SECRET = "a secret of many characters";
  private static final Networks LOOPBACK = new Networks(List.of(Block.parse("127.0.0.0/8")));
  private static final Networks PUBLIC = new Networks(List.of());

  private final Receiver receiver = new Receiver();
  private final InMemoryWebhooks webhooks = new InMemoryWebhooks();
  private WebhookCourier courier = courier(LOOPBACK, InetAddress::getAllByName, Duration.ofSeconds(10));

  private WebhookCourier courier(Networks networks, WebhookCourier.Names names, Duration timeout) {
    return new WebhookCourier(webhooks, networks, names, timeout, 16, InstantSource.fixed(NOW));
  }

  @AfterEach
  void stop() throws Exception {
    courier.close();
    receiver.close();
  }

  private void webhook(String url, Optional<String> payload, Encoding encoding) {
    webhooks.put(new Webhook("par", "ops", URI.create(url), payload, Map.of("X-Token", "t0k3n"), encoding, SECRET));
  }

  private Outcome tell(String handle) {
    return courier.tell(Delivery.first("id-1", "par", handle, "s", new byte[0], NOW), Handle.parse(handle).orElseThrow(),
        SomeAlert.of("id-1", "Look @" + handle));
  }

  @Test
  void aWebhookIsToldInJsonSignedAndUnderTheAlertsId() throws Exception {
    webhook(receiver.url("/hooks?x=1"), Optional.empty(), Encoding.JSON);
    assertEquals(new Outcome.Told(), tell("webhook-ops"));
    var request = receiver.requests().getFirst();
    assertEquals("/hooks?x=1", request.path());
    assertEquals("id-1", request.key());
    assertEquals("t0k3n", request.headers().get("x-token"));
    assertTrue(request.headers().get("content-type").startsWith("application/json"));
    assertEquals(Signature.of(SECRET, NOW, request.body().getBytes(StandardCharsets.UTF_8)),
        request.headers().get("x-tributary-signature"));
    assertEquals("Look", new ObjectMapper().readTree(request.body()).get("message").asText());
  }

  @Test
  void slackAndOnesOwnPayloadsAreOfTheirOwnForm() throws Exception {
    webhook(receiver.url("/"), Optional.of("{\"what\": \"$ALERT_TRANSITION\", \"n\": 1}"), Encoding.FORM);
    tell("webhook-ops");
    assertEquals("what=Triggered&n=1", receiver.requests().getFirst().body());
    assertTrue(receiver.requests().getFirst().headers().get("content-type").startsWith("application/x-www-form-urlencoded"));
    webhook(receiver.url("/"), Optional.empty(), Encoding.JSON);
    tell("slack-ops");
    assertEquals("danger", new ObjectMapper().readTree(receiver.requests().get(1).body()).at("/attachments/0/color").asText());
  }

  @Test
  void everyAnswerButASuccessIsAFailure() {
    webhook(receiver.url("/"), Optional.empty(), Encoding.JSON);
    for (int status : new int[] {400, 404, 429, 500, 503}) {
      receiver.answer(exchange -> Receiver.answer(exchange, status));
      assertEquals(Outcome.failed("it answers " + status), tell("webhook-ops"));
    }
    receiver.answer(exchange -> {
      exchange.getResponseHeaders().set("Retry-After", "7");
      Receiver.answer(exchange, 429);
    });
    assertEquals(new Outcome.Failed("it answers 429", Optional.of(Duration.ofSeconds(7))), tell("webhook-ops"));
    receiver.answer(exchange -> Receiver.answer(exchange, 410));
    assertEquals(new Outcome.Hopeless("it answers 410"), tell("webhook-ops"));
    receiver.answer(exchange -> Receiver.answer(exchange, 204));
    assertEquals(new Outcome.Told(), tell("webhook-ops"));
  }

  @Test
  void aRedirectIsNotFollowed() {
    webhook(receiver.url("/"), Optional.empty(), Encoding.JSON);
    for (int status : new int[] {301, 302, 307, 308}) {
      receiver.answer(exchange -> {
        exchange.getResponseHeaders().set("Location", receiver.url("/elsewhere"));
        Receiver.answer(exchange, status);
      });
      assertEquals(Outcome.failed("it answers " + status), tell("webhook-ops"));
    }
    assertTrue(receiver.requests().stream().noneMatch(request -> request.path().equals("/elsewhere")));
  }

  @Test
  void whoeverIsSlowOrGoneFailsInTime() throws Exception {
    courier.close();
    courier = courier(LOOPBACK, InetAddress::getAllByName, Duration.ofMillis(500));
    webhook(receiver.url("/"), Optional.empty(), Encoding.JSON);
    var open = new CountDownLatch(1);
    receiver.answer(exchange -> {
      try {
        open.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
    assertInstanceOf(Outcome.Failed.class, tell("webhook-ops"));
    open.countDown();
    // An answer whose body never ends is one: its status was said.
    receiver.answer(exchange -> {
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().write(new byte[1 << 16]);
      exchange.getResponseBody().flush();
    });
    assertEquals(new Outcome.Told(), tell("webhook-ops"));
    receiver.close();
    assertInstanceOf(Outcome.Failed.class, tell("webhook-ops"));
  }

  @Test
  void onlyPublicAddressesAreSentToUnlessOthersAreAllowed() throws Exception {
    courier.close();
    courier = courier(PUBLIC, InetAddress::getAllByName, Duration.ofSeconds(10));
    for (var host : List.of("127.0.0.1", "localhost", "[::1]", "0.0.0.0", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]")) {
      webhook("http://" + host + ":" + receiver.port() + "/", Optional.empty(), Encoding.JSON);
      assertFalse(tell("webhook-ops") instanceof Outcome.Told, host);
    }
    assertEquals(List.of(), receiver.requests());
    webhook("http://localhost:" + receiver.port() + "/", Optional.empty(), Encoding.JSON);
    assertEquals(new Outcome.Hopeless("'localhost' has an address in a network that is not sent to"), tell("webhook-ops"));
  }

  /** A name that first leads to where requests may go and then to this machine: each connection asks, and goes where it was told. */
  @Test
  void aNameThatTurnsInwardsIsNotFollowed() throws Exception {
    courier.close();
    var asked = new AtomicInteger();
    courier = courier(LOOPBACK, host -> new InetAddress[] {InetAddress.getByAddress(host,
        new byte[] {(byte) (asked.getAndIncrement() == 0 ? 127 : 10), 0, 0, 1})}, Duration.ofSeconds(10));
    webhook("http://rebinding.example:" + receiver.port() + "/", Optional.empty(), Encoding.JSON);
    assertEquals(new Outcome.Told(), tell("webhook-ops"));
    assertEquals("rebinding.example:" + receiver.port(), receiver.requests().getFirst().headers().get("host"));
    assertInstanceOf(Outcome.Hopeless.class, tell("webhook-ops"));
    assertEquals(1, receiver.requests().size());
    assertEquals(2, asked.get(), "each connection looks the name up once, and uses what it was told");
  }

  @Test
  void aNameWithOneInwardAddressAmongOthersIsRefused() throws Exception {
    courier.close();
    courier = courier(PUBLIC, host -> new InetAddress[] {InetAddress.getByName("8.8.8.8"), InetAddress.getByName("169.254.169.254")},
        Duration.ofSeconds(10));
    webhook("http://mixed.example/", Optional.empty(), Encoding.JSON);
    assertInstanceOf(Outcome.Hopeless.class, tell("webhook-ops"));
  }

  @Test
  void whatCannotBeLookedUpNowIsTriedAgainAndWhatIsNotThereIsNot() throws Exception {
    courier.close();
    courier = courier(PUBLIC, host -> {
      throw new UnknownHostException(host);
    }, Duration.ofSeconds(10));
    webhook("http://nowhere.example/", Optional.empty(), Encoding.JSON);
    assertInstanceOf(Outcome.Failed.class, tell("webhook-ops"));
    assertEquals(new Outcome.Hopeless("there is no webhook 'gone'"), tell("webhook-gone"));
    webhooks.forget();
    assertInstanceOf(Outcome.Failed.class, tell("webhook-gone"));
  }
}
