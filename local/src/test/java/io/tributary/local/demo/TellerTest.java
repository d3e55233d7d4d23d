package io.tributary.local.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tributary.ingest.intake.EventSink;
import io.tributary.model.UsageEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TellerTest {
  private static final long FROM = 1_790_000_000L / 3600 * 3600;
  private static final long TO = FROM + 40 * 3600 + 1234;

  @TempDir
  Path directory;

  private final List<UsageEvent> topic = new ArrayList<>();

  @Test
  void aStoryThatIsCutAnywhereIsToldAsInOneGo() {
    var plan = Checkpoint.beginning(1, 0, FROM).plan(TO, 0);
    var whole = tellAll(new CheckpointFile(directory.resolve("whole.json")), plan, Integer.MAX_VALUE);
    topic.clear();
    var file = new CheckpointFile(directory.resolve("cut.json"));
    file.save(plan);
    while (file.load().orElseThrow().isPlanned()) {
      // What was written last may have been written without the checkpoint behind it.
      tellAll(file, file.load().orElseThrow(), 2);
    }
    assertEquals(new HashSet<>(whole), new HashSet<>(topic));
    assertEquals(TO, file.load().orElseThrow().toldTo());
  }

  @Test
  void livePlansAreFinishedAsLive() {
    var file = new CheckpointFile(directory.resolve("live.json"));
    tellAll(file, Checkpoint.beginning(1, 0, FROM).plan(FROM + 3, 20), Integer.MAX_VALUE);
    var generator = new Generator(1, 0);
    var expected = new ArrayList<UsageEvent>();
    for (long second = FROM; second < FROM + 3; second++) {
      expected.addAll(generator.second(second, 20));
    }
    assertEquals(expected, topic);
  }

  @Test
  void aPlanIsNotChangedBeforeItIsFinished() {
    assertThrows(IllegalStateException.class, () -> Checkpoint.beginning(1, 0, FROM).plan(TO, 0).plan(TO + 1, 0));
  }

  private List<UsageEvent> tellAll(CheckpointFile file, Checkpoint plan, int writes) {
    var stop = new CountDownLatch(1);
    var left = new int[] {writes};
    EventSink sink = (events, version) -> {
      topic.addAll(events);
      if (--left[0] == 0) {
        stop.countDown();
      }
      return new EventSink.Receipt.Stored();
    };
    new Teller(sink, () -> 1, file, stop).tell(plan, event -> true, (sent, second) -> { });
    return List.copyOf(topic);
  }
}
