package io.tributary.local.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tributary.alerting.Alert;
import io.tributary.alerting.AlertState;
import io.tributary.avro.AlertRecord;
import io.tributary.avro.DeadNotificationRecord;
import io.tributary.codec.AlertsCodec;
import io.tributary.local.broker.EmbeddedBroker;
import io.tributary.query.World;
import io.tributary.query.boot.QueryServer;
import io.tributary.query.boot.QuerySettings;
import io.tributary.query.notify.Receiver;
import io.tributary.query.notify.SomeAlert;
import io.tributary.query.targets.KafkaWebhooks;
import io.tributary.query.targets.Webhook;
import io.tributary.query.targets.Webhook.Encoding;
import io.tributary.topics.AvroSerdes;
import io.tributary.topics.ControlPlane;
import io.tributary.topics.ControlWriter;
import io.tributary.topics.TopicSetup;
import io.tributary.topics.Topics;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** From the topic of alerts to a receiver, on a real broker: through failures, restarts and in company. */
@Timeout(180)
class NotificationsTest {
  private static final int PARTITIONS = 4;
  private static final String ALLOWED = "tributary.notify.allowed-networks";
  private static final String GIVE_UP_AFTER = "tributary.notify.give-up-after-seconds";
  private static final AvroSerdes SERDES = AvroSerdes.at("memory:notifications");

  @TempDir(cleanup = CleanupMode.ALWAYS)
  private static Path data;

  private static EmbeddedBroker broker;
  private static KafkaProducer<byte[], byte[]> producer;

  private final Receiver receiver = new Receiver();
  private final List<Process> processes = new ArrayList<>();
  private int next;

  /** A query-api of its own: it shares nothing with another but the broker. */
  private record Process(ControlPlane plane, ControlWriter writer, QueryServer server) implements AutoCloseable {
    static Process start() {
      Map<String, Object> kafka = Map.of("bootstrap.servers", broker.bootstrap());
      var plane = new ControlPlane(kafka, SERDES);
      var writer = new ControlWriter(plane, kafka, SERDES);
      var world = new World();
      return new Process(plane, writer, QueryServer.start(QuerySettings.local(0, broker.bootstrap(), "memory:notifications"), plane, writer,
          world.reader, world.costs, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), InstantSource.system()));
    }

    @Override
    public void close() {
      server.close();
      writer.close();
      plane.close();
    }
  }

  @BeforeAll
  static void start() {
    System.setProperty(ALLOWED, "127.0.0.0/8");
    broker = EmbeddedBroker.start(data);
    try (var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", broker.bootstrap()))) {
      TopicSetup.create(admin, PARTITIONS, (short) 1);
    }
    producer = new KafkaProducer<>(Map.of("bootstrap.servers", broker.bootstrap()), new ByteArraySerializer(), new ByteArraySerializer());
  }

  @AfterAll
  static void stop() {
    producer.close();
    broker.close();
    System.clearProperty(ALLOWED);
  }

  @AfterEach
  void end() {
    processes.forEach(Process::close);
    receiver.close();
    System.clearProperty(GIVE_UP_AFTER);
  }

  private Process process() {
    var process = Process.start();
    processes.add(process);
    return process;
  }

  private void close(Process process) {
    processes.remove(process);
    process.close();
  }

  private void webhook(String name) {
    try (var webhooks = new KafkaWebhooks(Map.of("bootstrap.servers", broker.bootstrap()), SERDES)) {
      webhooks.change("par", name,
          (now, others) -> Optional.of(new Webhook("par", name, URI.create(receiver.url("/" + name)), Optional.empty(),
          Map.of(), Encoding.JSON, "a secret of many characters")));
    }
  }

  /** @return its id */
  private String alert(String message) throws Exception {
    var alert = SomeAlert.of(getClass().getSimpleName() + "-" + System.identityHashCode(this) + "-" + next++, message, "par", AlertState.OK,
        AlertState.ALERT, Instant.now());
    send(alert, SomeAlert.bytes(SERDES, alert));
    return alert.id();
  }

  private static void send(Alert alert, byte[] bytes) throws Exception {
    producer.send(new ProducerRecord<>(Topics.USAGE_ALERTS, AlertsCodec.key(alert).getBytes(StandardCharsets.UTF_8), bytes)).get();
  }

  private Set<String> keys(String path) {
    return receiver.requests().stream().filter(request -> request.path().equals(path)).map(Receiver.Request::key)
        .collect(Collectors.toSet());
  }

  private static void await(String what, BooleanSupplier holds) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!holds.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, "not within 60 s: " + what);
      LockSupport.parkNanos(10_000_000);
    }
  }

  @Test
  void everyTargetThatAnAlertNamesIsToldOnce() throws Exception {
    webhook("ops");
    webhook("team");
    process();
    var id = alert("Look @webhook-ops @slack-team @webhook-ops");
    await("both are told", () -> keys("/ops").contains(id) && keys("/team").contains(id));
    var second = alert("@webhook-ops");
    await("a second one", () -> keys("/ops").contains(second));
    assertEquals(3, receiver.requests().size());
  }

  @Test
  void whatFailsSurvivesARestartAndIsToldUnderTheSameKey() throws Exception {
    webhook("busy");
    receiver.answer(exchange -> Receiver.answer(exchange, 503));
    var first = process();
    var ids = new HashSet<String>();
    for (int i = 0; i < 5; i++) {
      ids.add(alert("@webhook-busy"));
    }
    await("the first of them was tried", () -> !receiver.requests().isEmpty());
    close(first);
    receiver.answer(exchange -> Receiver.answer(exchange, 200));
    process();
    await("all are told", () -> keys("/busy").equals(ids));
  }

  /** The receiver has it, and the process is gone before it could write that down: the next one tells it again, under its key. */
  @Test
  void aKillBetweenTheAnswerAndItsNoteTellsTwiceAndLosesNothing() throws Exception {
    webhook("twice");
    var arrived = new CountDownLatch(1);
    var open = new CountDownLatch(1);
    receiver.answer(exchange -> {
      arrived.countDown();
      try {
        open.await();
        Receiver.answer(exchange, 200);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
    var first = process();
    var id = alert("@webhook-twice");
    assertTrue(arrived.await(60, TimeUnit.SECONDS));
    close(first);
    open.countDown();
    receiver.answer(exchange -> Receiver.answer(exchange, 200));
    process();
    await("told again", () -> receiver.requests().size() == 2);
    assertEquals(Set.of(id), keys("/twice"));
  }

  @Test
  void twoProcessesShareTheWorkAndOneTakesItOver() throws Exception {
    for (int i = 0; i < 8; i++) {
      webhook("w" + i);
    }
    var one = process();
    process();
    var everybody = IntStream.range(0, 8).mapToObj(i -> "@webhook-w" + i).collect(Collectors.joining(" "));
    var ids = new HashSet<String>();
    for (int i = 0; i < 10; i++) {
      ids.add(alert(everybody));
    }
    close(one);
    for (int i = 0; i < 10; i++) {
      ids.add(alert(everybody));
    }
    await("all eight are told all twenty", () -> IntStream.range(0, 8).allMatch(i -> keys("/w" + i).equals(ids)));
  }

  @Test
  void whatCannotBeToldIsADeadLetterWithItsReasonAndItsBytes() throws Exception {
    System.setProperty(GIVE_UP_AFTER, "1");
    webhook("down");
    receiver.answer(exchange -> Receiver.answer(exchange, 500));
    process();
    var id = alert("@webhook-down @webhook-nobody");
    producer.send(new ProducerRecord<>(Topics.USAGE_ALERTS, "x".getBytes(StandardCharsets.UTF_8), new byte[] {1, 2, 3})).get();
    var dead = dead(3);
    var down = dead.stream().filter(each -> each.getHandle().equals("webhook-down")).findFirst().orElseThrow();
    assertTrue(down.getReason().matches("given up after [12] attempts; the last: it answers 500"), down.getReason());
    assertEquals(id, down.getAlertId());
    assertEquals(id, AlertsCodec.fromAvro(SERDES.deserializer(AlertRecord.class)
        .deserialize(Topics.USAGE_ALERTS, down.getAlert().array())).id());
    var nobody = dead.stream().filter(each -> each.getHandle().equals("webhook-nobody")).findFirst().orElseThrow();
    assertEquals("there is no webhook 'nobody'", nobody.getReason());
    var unreadable = dead.stream().filter(each -> each.getHandle().isEmpty()).findFirst().orElseThrow();
    assertTrue(unreadable.getReason().startsWith("the alert cannot be read"), unreadable.getReason());
    assertEquals(3, unreadable.getAlert().remaining());
  }

  private static List<DeadNotificationRecord> dead(int count) {
    var found = new ArrayList<DeadNotificationRecord>();
    var values = SERDES.deserializer(DeadNotificationRecord.class);
    var config = Map.<String, Object>of("bootstrap.servers", broker.bootstrap(), "auto.offset.reset", "earliest");
    try (var consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      var partitions = IntStream.range(0, PARTITIONS).mapToObj(i -> new TopicPartition(Topics.NOTIFICATIONS_DEAD, i)).toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      await("dead letters", () -> {
        consumer.poll(Duration.ofMillis(200)).forEach(record -> found.add(values.deserialize(record.topic(), record.value())));
        return found.size() >= count;
      });
    }
    return found;
  }
}
