package io.tributary.bench.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.bench.lab.ChildJvm;
import io.tributary.bench.lab.Count;
import io.tributary.bench.lab.Machine;
import io.tributary.bench.lab.Progress;
import io.tributary.bench.lab.Progress.Step;
import io.tributary.bench.lab.RunOptions;
import io.tributary.bench.lab.Span;
import io.tributary.bench.node.NodeProcess;
import io.tributary.model.Hours;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./tributary bench query}. */
@Command(name = "query", mixinStandardHelpOptions = true, sortOptions = false,
    header = "How long a partner waits for its projected cost and its usage summary.",
    description = {
      "",
      "Starts all of Tributary in a fresh JVM, on 127.0.0.1, with a partner of many accounts,",
      "each with a contract that rates 20 dimensions; writes some days of usage; and waits",
      "until every cost is projected. Then, while usage comes in over ingest, it asks for the",
      "partner's projected cost and usage over the public API. Every answer must be complete, and at",
      "rest, before and after, the total by product must be the sum over the accounts, or the",
      "run does not count and the exit code is 1.",
      ""
    })
public final class QueryCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int DAY = 24;
  private static final int MOST_ACCOUNTS = 100_000;
  private static final int MOST_DAYS = 90;

  @Option(names = "--accounts", defaultValue = "2000", paramLabel = "N", description = "Of the partner. Default ${DEFAULT-VALUE}.")
  private int accounts;

  @Option(names = "--history", defaultValue = "30", paramLabel = "DAYS",
      description = "Of usage before the feed, at least 2: without a full day nothing is projected, and without 29 it has no bands. The"
          + " last two are told hour by hour, the others at noon: 3.8 million events for 30 days of 2000 accounts. Default"
          + " ${DEFAULT-VALUE}.")
  private int days;

  @Option(names = "--rate", defaultValue = "5k", converter = Count.class, paramLabel = "N",
      description = "Events a second, over all accounts. Default ${DEFAULT-VALUE}.")
  private long rate;

  @Option(names = "--for", defaultValue = "180s", converter = Span.class, paramLabel = "TIME",
      description = "How long to measure. Default ${DEFAULT-VALUE}.")
  private Duration length;

  @Option(names = "--warm-up", defaultValue = "180s", converter = Span.class, paramLabel = "TIME",
      description = "How long to feed and ask before. Default ${DEFAULT-VALUE}.")
  private Duration warmUp;

  @Option(names = "--ask-every", defaultValue = "2s", converter = Span.class, paramLabel = "TIME",
      description = "From one round of all questions to the next, at least. Default ${DEFAULT-VALUE}.")
  private Duration askEvery;

  @Mixin
  private RunOptions options;

  private Told told;
  private Rested rated;
  private Measured measured;
  private Rested settled;
  private Scanned scanned;

  @Override
  public Integer call() {
    if (accounts < 1 || accounts > MOST_ACCOUNTS || days < 2 || days > MOST_DAYS || rate < 1 || rate > 10_000_000) {
      throw options.wrong("1 to 100000 accounts, 2 to 90 days of history, and 1 to 10m events a second");
    }
    try (var scratch = options.scratch()) {
      var failure = "";
      try {
        run(scratch.dir());
      } catch (IllegalStateException e) {
        failure = e.getMessage();
      }
      return options.finish(new Report("query", Instant.now(), Machine.here(), NodeProcess.FLAGS, accounts, Card.DIMENSIONS.size(),
          days, rate, warmUp.toMillis(), length.toMillis(), askEvery.toMillis(), told, rated, measured, settled, scanned, failure));
    }
  }

  private void run(Path dir) {
    int historyTo = Hours.of(Instant.now());
    int historyFrom = historyTo - days * DAY;
    long events = FleetUsage.events(accounts, historyFrom, historyTo);
    long fed = Math.max(1, rate * (warmUp.toMillis() + length.toMillis()) / 1000);
    var world = new Step("%,d accounts".formatted(accounts), "world", accounts, Duration.ofMillis(15_000 + accounts * 2L));
    var history = new Step("history of %d days, %,d events".formatted(days, events), "history", events,
        Duration.ofMillis(3_000 + events / 30));
    var rating = new Step("rating it", "rating", accounts, Duration.ofMillis(15_000 + accounts * 30L));
    var asking = new Step("asking beside %,d events/s".formatted(rate), "asking", fed, warmUp.plus(length).plusSeconds(1));
    var settling = new Step("coming to rest", "settling", accounts, Duration.ofSeconds(30));
    var scanning = new Step("scanning hour cells", "scanning", 1, Duration.ofSeconds(10));
    var progress = options.progress(List.of(world, history, rating, asking, settling, scanning));

    // Contracts that begin with a month have whole months to price.
    int firstHour = Hours.firstOfMonth(Hours.month(historyFrom));
    var data = dir.resolve("node").toString();
    try (var node = ChildJvm.start(NodeMain.class, NodeProcess.FLAGS, dir.resolve("node.log"),
        JSON.writeValueAsString(new NodeMain.Settings(data, accounts, firstHour)))) {
      long version = progress.take(world, count -> Long.parseLong(node.result(count)), any -> "the node is ready");
      var plan = new Plan(data, node.pid(), version, accounts, firstHour, historyFrom, historyTo, options.seed(), rate, warmUp.toMillis(),
          length.toMillis(), askEvery.toMillis());
      try (var asker = ChildJvm.start(AskMain.class, NodeProcess.LOAD_FLAGS, dir.resolve("ask.log"), JSON.writeValueAsString(plan))) {
        told = take(progress, history, asker, Told.class, done -> "%,.0f events/s".formatted(done.events() / done.seconds()));
        rated = take(progress, rating, asker, Rested.class, QueryCommand::outcome);
        measured = take(progress, asking, asker, Measured.class, QueryCommand::outcome);
        settled = take(progress, settling, asker, Rested.class, QueryCommand::outcome);
        scanned = take(progress, scanning, asker, Scanned.class, done -> "%,d rows, p50 %.0f ms".formatted(done.rows(), done.took().p50()));
      }
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <T> T take(Progress progress, Step step, ChildJvm child, Class<T> kind, Function<T, String> outcome) {
    return progress.take(step, count -> {
      try {
        return JSON.readValue(child.result(count), kind);
      } catch (JsonProcessingException e) {
        throw new UncheckedIOException(e);
      }
    }, outcome);
  }

  private static String outcome(Rested rested) {
    return rested.problems().isEmpty() ? "all is projected, and adds up" : "WRONG: " + String.join("; ", rested.problems());
  }

  private static String outcome(Measured measured) {
    return measured.problems().isEmpty()
        ? "p99 " + measured.asked().stream().map(each -> "%s %.0f ms".formatted(each.question().label(), each.whole().p99()))
            .collect(Collectors.joining(", "))
        : "DOES NOT COUNT: " + String.join("; ", measured.problems());
  }
}
