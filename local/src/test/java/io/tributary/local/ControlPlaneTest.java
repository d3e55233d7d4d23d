package io.tributary.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.local.broker.EmbeddedBroker;
import io.tributary.model.Access;
import io.tributary.model.Directory;
import io.tributary.model.Org;
import io.tributary.query.admin.Admin;
import io.tributary.query.admin.Bootstrap;
import io.tributary.query.admin.EditableControl;
import io.tributary.topics.AvroSerdes;
import io.tributary.topics.ControlPlane;
import io.tributary.topics.ControlWriter;
import io.tributary.topics.TopicSetup;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The control plane on a real broker: several processes write it, and all read the same. */
class ControlPlaneTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final AvroSerdes SERDES = AvroSerdes.at("memory:control-plane");

  @TempDir(cleanup = CleanupMode.ALWAYS)
  private static Path data;

  private static EmbeddedBroker broker;

  /** A process: what it reads, and what it writes with. */
  private record Process(ControlPlane plane, ControlWriter writer) implements AutoCloseable {
    static Process start() {
      Map<String, Object> kafka = Map.of("bootstrap.servers", broker.bootstrap());
      var plane = new ControlPlane(kafka, SERDES);
      plane.awaitCaughtUp(PATIENCE);
      return new Process(plane, new ControlWriter(plane, kafka, SERDES));
    }

    Admin admin() {
      return new Admin(EditableControl.of(plane, writer), InstantSource.system());
    }

    @Override
    public void close() {
      writer.close();
      plane.close();
    }
  }

  @BeforeAll
  static void start() {
    broker = EmbeddedBroker.start(data);
    try (var admin = org.apache.kafka.clients.admin.Admin.create(Map.<String, Object>of("bootstrap.servers", broker.bootstrap()))) {
      TopicSetup.create(admin, 1, (short) 1);
    }
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void everyProcessReadsTheWorldThatOneWrote() {
    try (var one = Process.start()) {
      Bootstrap.ensureOperator(one.writer, "operator-api", "operator-application");
      assertEquals(new Admin.Outcome.Written(303), one.admin().apply(world(300)));
      try (var other = Process.start()) {
        assertEquals(one.admin().world(), other.admin().world());
        assertEquals(new Admin.Outcome.Written(0), other.admin().apply(world(300)));
        assertEquals(Access.Sends.EVERY_ORG, other.plane.access().apiKey("operator-api").orElseThrow().sends());
        assertEquals(3, other.plane.directory().path("org-299", 0).orElseThrow().orgs().size());
      }
    }
  }

  @Test
  void whatIsRefusedLeavesNoTrace() {
    try (var one = Process.start()) {
      var before = one.admin().world();
      var bad = world(3);
      bad.withArray("orgs").addObject().put("public_id", "lost").put("name", "Lost").put("parent", "nobody");
      assertInstanceOf(Admin.Outcome.Refused.class, one.admin().apply(bad));
      assertEquals(before, one.admin().world());
    }
  }

  @Test
  void twoWritersNeverDecideOnTheSameState() throws Exception {
    try (var one = Process.start(); var other = Process.start(); var threads = Executors.newFixedThreadPool(2)) {
      Callable<Void> first = () -> countUp(one.writer, "one");
      Callable<Void> second = () -> countUp(other.writer, "other");
      for (var done : threads.invokeAll(List.of(first, second))) {
        done.get();
      }
      try (var third = Process.start()) {
        assertEquals(IntStream.range(0, 20).mapToObj(String::valueOf).sorted().toList(),
            counted(third.plane.directory()).map(Org::name).sorted().toList());
      }
    }
  }

  /** Ten orgs, each named by how many there were. Two decisions on one state would give two the same name. */
  private static Void countUp(ControlWriter writer, String who) {
    for (int i = 0; i < 10; i++) {
      var id = "count-" + who + "-" + i;
      while (!written(writer, id)) {
        Thread.onSpinWait();
      }
    }
    return null;
  }

  /** Where two writers overtake each other at one instant, the broker may fail a commit: none of it, or all, is written then. */
  private static boolean written(ControlWriter writer, String id) {
    try {
      return writer.write((directory, access) -> new ControlWriter.Decision.Write(directory.org(id).isPresent() ? List.of()
          : List.of(new Directory.Change.PutOrg(new Org(id, String.valueOf(counted(directory).count()), "us1",
              List.of(Org.Placement.rootOf("nobody", 0))))), List.of())).isEmpty();
    } catch (KafkaException e) {
      return false;
    }
  }

  private static Stream<Org> counted(Directory directory) {
    return directory.orgs().stream().filter(org -> org.publicId().startsWith("count-"));
  }

  private static ObjectNode world(int orgs) {
    var world = JsonNodeFactory.instance.objectNode();
    world.putArray("partners").addObject().put("public_id", "p").put("name", "P");
    world.putArray("accounts").addObject().put("public_id", "a").put("name", "A");
    world.putArray("roles").addObject().put("name", "Finance").putArray("permissions").add(Access.BILLING_READ);
    var list = world.putArray("orgs");
    for (int i = 0; i < orgs; i++) {
      var org = list.addObject().put("public_id", "org-" + i).put("name", "Org " + i);
      if (i == 0) {
        org.put("account", "a");
      } else {
        org.put("parent", "org-" + (i < 20 ? 0 : i % 19 + 1));
      }
    }
    return world;
  }
}
