package io.tributary.local.cli;

import io.tributary.local.demo.Demo;
import io.tributary.local.demo.Totals;
import io.tributary.local.demo.World;
import io.tributary.local.node.Node;
import io.tributary.model.NotReady;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    header = "Starts everything in one JVM, with an invented reseller's world.",
    description = "Tells the world's past, closes the months that ended, and keeps a live feed running. A later start on the same"
        + " directory goes on, and tells the pause too. Everything is on 127.0.0.1 only; DIR/demo.json, written when it is ready, says"
        + " where, and holds keys for a partner, a customer, one without published prices, one that may see usage only, an org below a"
        + " customer, a direct customer, the managed roles, for sending events, and for an operator. Ctrl-C stops it.")
final class DemoCommand implements Callable<Integer>, Run.Work {
  private static final int PRODUCTS_SHOWN = 16;
  private static final Duration LONGEST_HISTORY = Duration.ofDays(420);

  @Mixin
  private Run run;

  @Spec
  private CommandSpec spec;

  @Option(names = "--rate", defaultValue = "50", paramLabel = "N",
      description = "live events a second; 0: nothing is generated after it is ready (${DEFAULT-VALUE})")
  private int rate;

  @Option(names = "--history", defaultValue = "100d", paramLabel = "TIME", converter = TimeSpan.class,
      description = "how far back the world's past begins, at the first start (${DEFAULT-VALUE})")
  private Duration history;

  @Option(names = "--spike", paramLabel = "ORG",
      description = "an org, by name or public id, that uses five times as much for five minutes, from 5 to 10 minutes after it is ready"
          + " on, and nothing for five minutes a quarter of an hour later: to see what monitors tell, such as \"Corvane Europe\"")
  private String spiking;

  private final Pulse pulse = new Pulse();
  private Demo demo;

  @Override
  public Integer call() throws Exception {
    if (spiking != null && (rate == 0 || World.find(spiking).isEmpty())) {
      throw new ParameterException(spec.commandLine(), rate == 0 ? "--spike is of the live feed: --rate must not be 0"
          : "--spike: the demo has no org with the name or public id '" + spiking + "'");
    }
    if (rate < 0 || history.compareTo(LONGEST_HISTORY) > 0) {
      throw new ParameterException(spec.commandLine(), rate < 0 ? "--rate must not be negative"
          : "--history can be at most " + LONGEST_HISTORY.toDays() + "d: usage is kept for 15 months");
    }
    return run.run(Demo.HOLDERS, this);
  }

  @Override
  public AutoCloseable begin(Node node, Screen screen) {
    demo = new Demo(node, run.data, InstantSource.system(), run.stop, new Replay(screen));
    demo.start(history, rate, Optional.ofNullable(spiking).flatMap(World::find));
    return demo;
  }

  /** The bar while the past is told. */
  private static final class Replay implements Demo.Watcher {
    private final Screen screen;
    private final long begun = System.nanoTime();

    Replay(Screen screen) {
      this.screen = screen;
    }

    @Override
    public void step(String what) {
      screen.step(what);
    }

    @Override
    public void replayed(double share, long events) {
      var took = Duration.ofNanos(System.nanoTime() - begun);
      long perSecond = events * 1000 / Math.max(1, took.toMillis());
      var left = share > 0.01 ? "   " + Figures.time(Duration.ofMillis((long) (took.toMillis() * (1 - share) / share))) + " left" : "";
      var line = "replaying the past " + Figures.bar(share) + "   " + Figures.exact(events) + " events   "
          + Figures.exact(perSecond) + " events/s" + left;
      screen.draw(List.of(line), line);
    }
  }

  @Override
  public Run.View look(Node node) {
    var view = pulse.look(node);
    var more = new ArrayList<String>();
    try {
      var totals = Totals.ofPartner(node, Instant.now());
      more.add("");
      more.add("%-28s %14s %28s".formatted("This month, all customers", "", "exact"));
      totals.lines().stream().limit(PRODUCTS_SHOWN).forEach(line -> more.add("%-28s %14s %28s %s".formatted(
          line.title(), Figures.rounded(line.value(), line.unit()), Figures.exact(line.value()), line.unit())));
    } catch (NotReady e) {
      more.add("the totals cannot be read now: " + e.getMessage());
    }
    demo.upset().ifPresent(upset -> {
      more.add("");
      more.add("%s: five times as much for five minutes from %s on, nothing for five minutes from %s on (UTC)".formatted(spiking,
          upset.spikesAt(), upset.dropsAt()));
    });
    var partner = node.keys().of("partner");
    more.add("");
    more.add("curl -H 'DD-API-KEY: %s' -H 'DD-APPLICATION-KEY: %s' \\".formatted(partner.apiKey(), partner.applicationKey()));
    more.add("  '%s/api/v1/usage/summary?start_month=%s&include_connected_accounts=true'".formatted(
        node.api(), Instant.now().toString().substring(0, 7)));
    return Pulse.with(view, more);
  }
}
