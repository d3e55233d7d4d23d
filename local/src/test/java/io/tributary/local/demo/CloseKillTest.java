package io.tributary.local.demo;

import static io.tributary.local.demo.KillTest.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.local.node.Keys.Pair;
import io.tributary.local.node.Node;
import io.tributary.local.node.NodeSettings;
import io.tributary.model.Hours;
import io.tributary.model.UsageEvent;
import io.tributary.sender.Delivery;
import io.tributary.sender.SenderSettings;
import io.tributary.sender.UsageSender;
import io.tributary.topics.ControlWriter.Decision;
import io.tributary.topics.Topics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} as soon as the first statement of a close is on the topic, committed or not: two installations get the same
 * world, events and closes, one of them is killed, and both have the same statements, one of each.
 */
class CloseKillTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  /** A close is left this long to reach every door before its statements are made. */
  private static final Duration SPREADING = Duration.ofSeconds(10);
  /** Before the bytes of a record: a zero and the number of its schema, which depends on the order of the first writes. */
  private static final int WIRE_HEADER = 5;

  @TempDir
  Path undisturbed;

  @TempDir
  Path killed;

  private final Instant began = Instant.now();
  private final int month = Hours.monthOf(began) - 1;

  /** Where an installation is reached. */
  private record Place(URI api, URI ingest, String bootstrap, Pair admin, String ingestKey) {
    static Place of(Node node) {
      return new Place(node.api(), node.ingest(), node.bootstrap(), node.keys().of("admin"), node.keys().of("ingest").apiKey());
    }

    static Place of(JsonNode announced) throws IOException {
      return new Place(URI.create(announced.at("/api").asText()), URI.create(announced.at("/ingest").asText()),
          announced.at("/bootstrap").asText(), JSON.treeToValue(announced.at("/keys/admin"), Pair.class),
          announced.at("/keys/ingest/api_key").asText());
    }

    String admin(String method, String path, String body) throws Exception {
      try (var http = HttpClient.newHttpClient()) {
        var response = http.send(HttpRequest.newBuilder(api.resolve("/admin/v1/" + path)).header("DD-API-KEY", admin.apiKey())
            .header("DD-APPLICATION-KEY", admin.applicationKey()).header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
        assertEquals(200, response.statusCode(), response::body);
        return response.body();
      }
    }

    void send(List<UsageEvent> events) throws Exception {
      try (var sender = UsageSender.start(SenderSettings.of(ingest, ingestKey))) {
        var fates = new ArrayList<CompletableFuture<Delivery>>();
        for (var event : events) {
          fates.add(sender.send(event));
        }
        sender.flush();
        for (var fate : fates) {
          assertEquals(Delivery.Accepted.class, fate.get().getClass(), () -> fate.join().toString());
        }
      }
    }

    /** Closes the month of every account. @return how many were open */
    int close(int month) throws Exception {
      int written = 0;
      for (var account : World.accounts()) {
        var answer = admin("PUT", "accounts/" + account + "/closed-months/" + Hours.yearMonth(month), "");
        written += JSON.readTree(answer).get("written").asInt();
      }
      return written;
    }

    List<ConsumerRecord<byte[], byte[]>> statements(String isolation) {
      Map<String, Object> settings = Map.of("bootstrap.servers", bootstrap, "enable.auto.commit", false, "isolation.level", isolation);
      try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
        var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        var partitions = consumer.partitionsFor(Topics.STATEMENTS).stream()
            .map(each -> new TopicPartition(each.topic(), each.partition())).toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        var ends = consumer.endOffsets(partitions);
        while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
          consumer.poll(Duration.ofMillis(200)).forEach(records::add);
        }
        return records;
      }
    }

    /** As soon as there is one, committed or not. */
    void killAtTheFirstStatement(Process child) throws InterruptedException {
      Map<String, Object> settings = Map.of("bootstrap.servers", bootstrap, "enable.auto.commit", false, "fetch.max.wait.ms", 5);
      var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
      try {
        var partitions = consumer.partitionsFor(Topics.STATEMENTS).stream()
            .map(each -> new TopicPartition(each.topic(), each.partition())).toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (consumer.poll(Duration.ofMillis(100)).isEmpty()) {
          assertTrue(System.nanoTime() < deadline, "still no statement");
        }
        child.destroyForcibly().waitFor();
      } finally {
        consumer.close(CloseOptions.timeout(Duration.ZERO));
      }
    }
  }

  @Test
  void aKillDuringACloseLeavesOneStatementOfEachContract() throws Exception {
    var child = TributaryProcess.start(killed, "up");
    Map<String, byte[]> expected;
    try {
      try (var node = Node.start(new NodeSettings(undisturbed, 0, 0), List.of(), step -> { })) {
        node.ensure((directory, access) -> new Decision.Write(World.changes(began), List.of()));
        var world = Place.of(node).admin("GET", "world", "");
        var other = Place.of(TributaryProcess.awaitReady(child, killed));
        other.admin("PUT", "world", world);
        for (var place : List.of(Place.of(node), other)) {
          place.send(events());
          assertEquals(World.accounts().size(), place.close(month));
        }
        other.killAtTheFirstStatement(child);
        await("the undisturbed one has all statements", () -> Place.of(node).statements("read_committed").size() == contracts(node));
        expected = byKey(Place.of(node).statements("read_committed"));
      }
    } finally {
      child.destroyForcibly().waitFor();
    }
    try (var node = Node.start(new NodeSettings(killed, 0, 0), List.of(), step -> { })) {
      var started = Instant.now();
      assertEquals(0, Place.of(node).close(month), "closing twice changes nothing");
      await("the killed one has all statements", () -> Place.of(node).statements("read_committed").size() >= expected.size());
      await("more would have been made by now", () -> node.progress().asOf().isAfter(started.plus(SPREADING).plusSeconds(3)));
      var found = byKey(Place.of(node).statements("read_committed"));
      assertEquals(expected.keySet(), found.keySet());
      expected.forEach((key, bytes) -> assertArrayEquals(bytes, found.get(key), key));
    }
  }

  /** Some of each hour in which anything of the month's arithmetic turns: before and after the change of a card, and at its ends. */
  private List<UsageEvent> events() {
    var generator = new Generator(20_26, Hours.of(began));
    int first = Hours.firstOfMonth(month);
    int last = Hours.firstOfMonth(month + 1) - 1;
    return IntStream.concat(IntStream.of(first, first + 14 * 24 - 1, first + 14 * 24, last), IntStream.range(first + 300, first + 308))
        .boxed().flatMap(hour -> generator.past(hour * 3600L, (hour + 1) * 3600L).stream()).toList();
  }

  private long contracts(Node node) {
    return node.directory().contracts().stream()
        .filter(contract -> contract.startHour() < Hours.firstOfMonth(month + 1) && contract.end() > Hours.firstOfMonth(month)).count();
  }

  private static Map<String, byte[]> byKey(List<ConsumerRecord<byte[], byte[]>> records) {
    var statements = new TreeMap<String, byte[]>();
    records.forEach(record -> {
      var bytes = record.value();
      var before = statements.put(new String(record.key(), StandardCharsets.UTF_8), Arrays.copyOfRange(bytes, WIRE_HEADER, bytes.length));
      assertEquals(null, before, "one statement of each");
    });
    return statements;
  }
}
