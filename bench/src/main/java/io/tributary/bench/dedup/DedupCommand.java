package io.tributary.bench.dedup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.aggregator.boot.AggregatorSettings;
import io.tributary.bench.dedup.Report.Size;
import io.tributary.bench.lab.ChildJvm;
import io.tributary.bench.lab.Count;
import io.tributary.bench.lab.Machine;
import io.tributary.bench.lab.Progress.Step;
import io.tributary.bench.lab.RunOptions;
import io.tributary.bench.lab.Scratch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./tributary bench dedup}. */
@Command(name = "dedup", mixinStandardHelpOptions = true, sortOptions = false,
    header = "What an id in the dedup horizon takes, and how fast resends are told from fresh events.",
    description = {
      "",
      "Fills the horizon with so many ids, on the store that ships, then sends every id",
      "again, some with another payload, then more fresh ones, and begins again with and",
      "without its files. Each number of ids in a fresh JVM with the same small heap.",
      "Every answer is checked; when one is wrong, the exit code is 1. 100 million ids take",
      "some 10 GB of disk.",
      ""
    })
public final class DedupCommand implements Callable<Integer> {
  /** The same for every number of ids: at 100 million a tenth of what they would take in a table. */
  static final List<String> FLAGS = List.of("-Xms512m", "-Xmx512m");

  private static final long FEWEST = 1_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  @Option(names = "--ids", defaultValue = "1m,10m,100m", split = ",", converter = Count.class, paramLabel = "N",
      description = "Ids in the horizon; k and m for thousands and millions. Default ${DEFAULT-VALUE}.")
  private List<Long> ids;

  @Mixin
  private RunOptions options;

  @Override
  public Integer call() throws IOException {
    if (ids.stream().anyMatch(count -> count < FEWEST || count > Integer.MAX_VALUE)) {
      throw options.wrong("1k to 2147m ids");
    }
    try (var dir = options.scratch()) {
      var steps = ids.stream().map(DedupCommand::step).toList();
      var progress = options.progress(steps);
      var sizes = new ArrayList<Size>();
      for (int i = 0; i < steps.size(); i++) {
        long count = ids.get(i);
        var under = dir.dir().resolve(i + "-" + count);
        sizes.add(progress.take(steps.get(i), told -> measure(count, under, told), DedupCommand::outcome));
        Scratch.delete(under);
      }
      return options.finish(new Report("dedup", Instant.now(), Machine.here(), FLAGS,
          AggregatorSettings.defaults("none:1", "memory:none", dir.dir()).dedup().horizon().toHours(), sizes));
    }
  }

  private static Step step(long count) {
    return new Step("%,d ids".formatted(count), "ids " + count, DedupMain.steps(count), Duration.ofMillis(3_000 + count / 250));
  }

  private static String outcome(Size size) {
    return size.problems().isEmpty() ? "%,.0f fresh/s, %,.0f resends/s".formatted(size.freshPerSecond(), size.resendsPerSecond())
        : "WRONG: " + String.join("; ", size.problems());
  }

  private Size measure(long count, Path dir, LongConsumer progress) {
    try (var jvm = ChildJvm.start(DedupMain.class, FLAGS, dir.resolve("log"),
        JSON.writeValueAsString(new Job(count, dir.resolve("state").toString(), options.seed())))) {
      return Size.of(count, JSON.readValue(jvm.result(progress), Measured.class));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    } catch (IllegalStateException e) {
      return Size.failed(count, e.getMessage());
    }
  }
}
