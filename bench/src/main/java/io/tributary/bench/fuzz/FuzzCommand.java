package io.tributary.bench.fuzz;

import io.tributary.bench.lab.Progress;
import io.tributary.bench.lab.Progress.Step;
import io.tributary.bench.lab.Scratch;
import io.tributary.local.demo.Demo;
import io.tributary.local.node.Node;
import io.tributary.local.node.NodeSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./tributary bench fuzz}. */
@Command(name = "fuzz", mixinStandardHelpOptions = true, sortOptions = false,
    header = "Asks the API right and broken questions and looks for answers that must not be.",
    description = {
      "",
      "Requests are made of the server's own OpenAPI document: right ones with names of the",
      "demo's world, and others with wrong values, types, encodings, bodies, methods,",
      "headers and keys. It fails on a status of 500 or more, a trace in a body, a refusal",
      "without a sentence, no answer, an endpoint that was not asked, or too few answers of",
      "200. The seed makes the same requests again.",
      ""
    })
public final class FuzzCommand implements Callable<Integer> {
  private static final double LEAST_GOOD = 0.2;
  private static final Duration HISTORY = Duration.ofDays(40);
  /** Guessed low. */
  private static final long PER_SECOND = 500;

  private static final class Quiet implements Demo.Watcher {
    @Override
    public void step(String what) {}

    @Override
    public void replayed(double share, long events) {}
  }

  @Option(names = "--requests", defaultValue = "100000", paramLabel = "N", description = "How many. Default ${DEFAULT-VALUE}.")
  private long requests;

  @Option(names = "--connections", defaultValue = "4", paramLabel = "N", description = "At once. Default ${DEFAULT-VALUE}.")
  private int connections;

  @Option(names = "--seed", paramLabel = "N", description = "Default: another one each time, which is printed.")
  private Long seed;

  @Option(names = "--demo", paramLabel = "DIR",
      description = "The data directory of a running demo, which will have strange things in it afterwards. Default: one of its own.")
  private Path demo;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() {
    if (requests < 1 || connections < 1) {
      throw new ParameterException(spec.commandLine(), "--requests and --connections must be at least 1");
    }
    if (demo != null) {
      return run(Target.in(demo));
    }
    say("starting a demo with " + HISTORY.toDays() + " days of history");
    try (var scratch = Scratch.in(null);
        var node = Node.start(new NodeSettings(scratch.dir(), 0, 0), Demo.HOLDERS, step -> { });
        var world = new Demo(node, scratch.dir(), InstantSource.system(), new CountDownLatch(1), new Quiet())) {
      world.start(HISTORY, 0);
      return run(Target.of(node));
    }
  }

  private void say(String line) {
    spec.commandLine().getErr().println(line);
    spec.commandLine().getErr().flush();
  }

  private int run(Target target) {
    long number = seed == null ? System.nanoTime() & 0xFFFF_FFFFL : seed;
    var fuzz = new Fuzz(target, Instant.now(), number);
    say("seed " + number + ", " + fuzz.spec().operations().size() + " operations");
    long began = System.nanoTime();
    var step = new Step("fuzz", "requests", requests, Duration.ofSeconds(1 + requests / PER_SECOND));
    var tally = new Progress(spec.commandLine().getErr(), List.of(step)).take(step, told -> fuzz.run(requests, connections, told),
        result -> "%,d requests".formatted(result.requests()));
    double seconds = (System.nanoTime() - began) / 1e9;
    var missed = tally.missed(fuzz.spec());
    var out = spec.commandLine().getOut();
    out.print(tally.table());
    tally.examples().forEach(out::println);
    out.println("%,d requests of seed %d in %.0f s (%.0f a second), %.1f %% answered 200".formatted(
        tally.requests(), number, seconds, tally.requests() / seconds, 100 * tally.good()));
    out.println("wrong: " + (tally.wrongs().isEmpty() ? "nothing" : tally.wrongs()) + (missed.isEmpty() ? "" : ", never asked: " + missed));
    out.flush();
    return tally.wrongs().isEmpty() && missed.isEmpty() && tally.good() >= LEAST_GOOD ? 0 : 1;
  }
}
