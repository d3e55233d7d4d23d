package io.tributary.local.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {
  private static final TopicPartition LETTERS = new TopicPartition("letters", 0);

  @TempDir(cleanup = CleanupMode.ALWAYS)
  Path data;

  @Test
  void aRestartOnTheSameDirectoryKeepsDataAndClusterId() throws Exception {
    String clusterId;
    try (var broker = EmbeddedBroker.start(data)) {
      clusterId = broker.clusterId();
      createTopic(broker.bootstrap());
      send(broker.bootstrap(), 10);
    }
    try (var broker = EmbeddedBroker.start(data)) {
      assertEquals(clusterId, broker.clusterId());
      assertEquals(10, endOffset(broker.bootstrap()));
      send(broker.bootstrap(), 5);
      assertEquals(15, endOffset(broker.bootstrap()));
    }
  }

  @Test
  void whatWasAcknowledgedSurvivesKill() throws Exception {
    runAndKill(Sender.class);
    try (var broker = EmbeddedBroker.start(data)) {
      assertEquals(1_000, endOffset(broker.bootstrap()));
    }
  }

  @Test
  void aTransactionThatWasOpenAtAKillIsEnded() throws Exception {
    runAndKill(Interrupted.class);
    try (var broker = EmbeddedBroker.start(data); var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
      long deadline = System.nanoTime() + 30_000_000_000L;
      while (end(admin, IsolationLevel.READ_COMMITTED) < end(admin, IsolationLevel.READ_UNCOMMITTED)) {
        assertTrue(System.nanoTime() < deadline, "readers of committed records wait for ever");
        Thread.sleep(50); // between two looks, with a deadline
      }
      assertEquals(1_005 + 1, end(admin, IsolationLevel.READ_UNCOMMITTED), "and the mark of its end");
    }
  }

  private static long end(Admin admin, IsolationLevel isolation) throws Exception {
    return admin.listOffsets(Map.of(LETTERS, OffsetSpec.latest()), new ListOffsetsOptions(isolation))
        .partitionResult(LETTERS).get().offset();
  }

  private void runAndKill(Class<?> main) throws Exception {
    var process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m",
            "-cp", System.getProperty("java.class.path"), main.getName(), data.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
    try (var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      assertEquals("sent", out.readLine());
      assertThrows(IllegalStateException.class, () -> EmbeddedBroker.start(data), "the directory is in use");
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void aTakenPortAndATakenDirectoryAreSaidAndTheProcessLives() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var refused = assertThrows(IllegalStateException.class, () -> EmbeddedBroker.start(data, taken.getLocalPort()));
      assertTrue(refused.getMessage().contains(Integer.toString(taken.getLocalPort())), refused.getMessage());
    }
    try (var broker = EmbeddedBroker.start(data)) {
      var refused = assertThrows(IllegalStateException.class, () -> EmbeddedBroker.start(data));
      assertTrue(refused.getMessage().contains(data.toString()), refused.getMessage());
      assertTrue(broker.bootstrap().startsWith("127.0.0.1:"), broker.bootstrap());
    }
  }

  /** The process that is killed: it sends, says so, and waits. */
  static final class Sender {
    public static void main(String[] args) throws Exception {
      var broker = EmbeddedBroker.start(Path.of(args[0]));
      createTopic(broker.bootstrap());
      send(broker.bootstrap(), 1_000);
      System.out.println("sent");
      Thread.currentThread().join();
    }
  }

  /** The process that is killed in the middle of a transaction, whose time is over when the next one starts. */
  static final class Interrupted {
    public static void main(String[] args) throws Exception {
      var broker = EmbeddedBroker.start(Path.of(args[0]));
      createTopic(broker.bootstrap());
      send(broker.bootstrap(), 1_000);
      Map<String, Object> settings =
          Map.of("bootstrap.servers", broker.bootstrap(), "transactional.id", "interrupted", "transaction.timeout.ms", 1_000);
      var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
      producer.initTransactions();
      producer.beginTransaction();
      for (int i = 0; i < 5; i++) {
        producer.send(new ProducerRecord<>(LETTERS.topic(), "open " + i));
      }
      producer.flush();
      System.out.println("sent");
      Thread.currentThread().join();
    }
  }

  private static void createTopic(String bootstrap) throws Exception {
    try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      admin.createTopics(Set.of(new NewTopic(LETTERS.topic(), 1, (short) 1))).all().get();
    }
  }

  private static void send(String bootstrap, int count) throws Exception {
    Map<String, Object> settings = Map.of("bootstrap.servers", bootstrap, "acks", "all");
    try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      var sent = IntStream.range(0, count).mapToObj(i -> producer.send(new ProducerRecord<>(LETTERS.topic(), "letter " + i))).toList();
      for (var acknowledgement : sent) {
        acknowledgement.get();
      }
    }
  }

  private static long endOffset(String bootstrap) throws Exception {
    try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      assertEquals(List.of("letters"), List.copyOf(admin.listTopics().names().get()));
      return admin.listOffsets(Map.of(LETTERS, OffsetSpec.latest())).partitionResult(LETTERS).get().offset();
    }
  }
}
