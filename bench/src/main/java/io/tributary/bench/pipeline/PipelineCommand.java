package io.tributary.bench.pipeline;

import io.tributary.bench.lab.Count;
import io.tributary.bench.lab.Progress.Step;
import io.tributary.bench.lab.RunOptions;
import io.tributary.bench.world.Workload;
import io.tributary.model.Hours;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code ./tributary bench pipeline}. */
@Command(name = "pipeline", mixinStandardHelpOptions = true, sortOptions = false,
    header = "How fast events become cells: against a HashMap in memory, and against the naive topology.",
    description = {
      "",
      "Writes drawn events to a broker of its own, then runs each variant on the same",
      "records in a fresh JVM, one after the other, in an order that rotates. The cells",
      "of every run are compared with those that the generator says; a run whose cells",
      "are wrong does not count, and the exit code is 1. 20 million events take some 5 GB",
      "of disk.",
      "",
      "  limit    one thread, one consumer, HashMaps, exact dedup, nothing kept",
      "  ours     Tributary as it ships: exactly once, dedup, the default commit intervals",
      "  ours-1s  the same with a commit every second; ours-200ms, ... likewise",
      "  naive    the DSL sends every event to every cell, no dedup; --naive-events",
      ""
    })
public final class PipelineCommand implements Callable<Integer> {
  /** Below this a run is its start and little else, and pairs of it say nothing. */
  private static final long FEWEST = 1_000;

  @Option(names = "--events", defaultValue = "20m", converter = Count.class, paramLabel = "N",
      description = "Events; k and m for thousands and millions. Default ${DEFAULT-VALUE}.")
  private long events;

  @Option(names = "--naive-events", defaultValue = "5m", converter = Count.class, paramLabel = "N",
      description = "Events for the comparison with naive. Default ${DEFAULT-VALUE}.")
  private long naiveEvents;

  @Option(names = "--pairs", defaultValue = "5", paramLabel = "N", description = "How often each variant runs. Default ${DEFAULT-VALUE}.")
  private int pairs;

  @Option(names = "--variants", defaultValue = "limit,ours,ours-1s,naive", split = ",", converter = Name.class, paramLabel = "NAME",
      description = "Which to run; ratios are of those that ran. Default ${DEFAULT-VALUE}.")
  private Set<Variant> variants;

  @Mixin
  private RunOptions options;

  /** As {@link Variant#of}. */
  static final class Name implements ITypeConverter<Variant> {
    @Override
    public Variant convert(String text) {
      try {
        return Variant.of(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  @Override
  public Integer call() {
    if (events < FEWEST || naiveEvents < FEWEST || events > Integer.MAX_VALUE || naiveEvents > Integer.MAX_VALUE || pairs < 1) {
      throw options.wrong("at least 1 pair, and 1k to 2147m events");
    }
    try (var scratch = options.scratch()) {
      return options.finish(measure(scratch.dir()));
    }
  }

  private Report measure(Path dir) {
    int firstHour = Hours.of(Instant.now()) - Workload.HOURS;
    try (var all = new Block(many(variants), events, options.seed(), firstHour, dir.resolve("all"));
        var few = new Block(few(variants), naiveEvents, options.seed(), firstHour, dir.resolve("few"))) {
      var plan = new ArrayList<Step>();
      var blocks = Stream.of(all, few).filter(block -> !block.variants().isEmpty()).toList();
      blocks.forEach(block -> plan.add(loading(block)));
      for (int pair = 1; pair <= pairs; pair++) {
        for (var block : blocks) {
          for (var variant : block.order(pair - 1)) {
            plan.add(running(block, variant, pair));
          }
        }
      }
      var progress = options.progress(plan);
      var runs = new ArrayList<Run>();
      for (var block : blocks) {
        progress.take(loading(block), count -> {
          block.load(count);
          return block;
        }, any -> "written");
      }
      for (int pair = 1; pair <= pairs; pair++) {
        for (var block : blocks) {
          for (var variant : block.order(pair - 1)) {
            int now = pair;
            runs.add(progress.take(running(block, variant, pair), count -> block.run(variant, now, count), PipelineCommand::outcome));
          }
        }
      }
      return Report.of(new Report.Data(events, naiveEvents, options.seed(), pairs, firstHour), runs);
    }
  }

  /** Those that run on {@code --events}: what ships may be there only to be compared with naive. */
  static List<Variant> many(Set<Variant> chosen) {
    boolean onlyForNaive = chosen.contains(Variant.NAIVE) && !chosen.contains(Variant.LIMIT);
    return chosen.stream().filter(variant -> !variant.isPlain() && !(onlyForNaive && variant.equals(Variant.OURS))).sorted().toList();
  }

  /** Those that run on {@code --naive-events}. */
  static List<Variant> few(Set<Variant> chosen) {
    return Stream.of(Variant.NAIVE, Variant.OURS).filter(variant -> chosen.contains(Variant.NAIVE) && chosen.contains(variant)).toList();
  }

  private static Step loading(Block block) {
    return new Step("write %,d events".formatted(block.events()), "write " + block.events(), block.events(),
        Duration.ofMillis(5_000 + block.events() / 300));
  }

  private Step running(Block block, Variant variant, int pair) {
    long perSecond = switch (variant.kind()) {
      case LIMIT -> 300_000;
      case OURS -> 120_000;
      case NAIVE -> 15_000;
    };
    return new Step("pair %d of %d, %s on %,d".formatted(pair, pairs, variant.label(), block.events()), variant + " " + block.events(),
        block.events(), Duration.ofMillis(5_000 + block.events() * 1_000 / perSecond));
  }

  private static String outcome(Run run) {
    return run.counts() ? "%,.0f events/s, %.2f us of CPU an event".formatted(run.eventsPerSecond(), run.cpuMicros())
        : "WRONG: " + String.join("; ", run.problems());
  }
}
