package io.tributary.bench.pipeline;

import io.tributary.bench.lab.Finding;
import io.tributary.bench.lab.Machine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * What a benchmark found, whole: {@link #text()} for people; as a record also what {@code --json} writes.
 *
 * @param ratios the goals are set on their medians
 */
record Report(String benchmark, Instant at, Machine machine, Data data, List<String> variantFlags, List<Summary> variants,
    List<Ratio> ratios, List<Run> runs) implements Finding {
  /** @param seed draws the same events again, on the same hours */
  record Data(long events, long naiveEvents, long seed, int pairs, int firstHour) {}

  /** The runs of a variant that count, by their medians; the lowest and the highest events per second. */
  record Summary(Variant variant, Variant against, long events, int runs, int wrong, double eventsPerSecond,
      double slowest, double fastest, double cpuMicrosPerEvent, double brokerCpuMicrosPerEvent, double stateBytes,
      double internalTopicBytesPerEvent, double storePutsPerEvent, double outputBytesPerEvent) {}

  static Report of(Data data, List<Run> runs) {
    var summaries = new ArrayList<Summary>();
    var ratios = new ArrayList<Ratio>();
    for (var series : runs.stream().map(Series::of).distinct().sorted(Series.ORDER).toList()) {
      summaries.add(summary(runs, series));
      if (series.variant().kind() == Variant.Kind.OURS && series.against().equals(Variant.LIMIT)) {
        ratios.add(Ratio.of(runs, series.events(), series.variant(), Variant.LIMIT, 0.3, 0.45));
      } else if (series.variant().equals(Variant.OURS) && series.against().equals(Variant.NAIVE)) {
        ratios.add(Ratio.of(runs, series.events(), Variant.OURS, Variant.NAIVE, 5, 8));
      }
    }
    return new Report("pipeline", Instant.now(), Machine.here(), data, Block.VARIANT_FLAGS, summaries, ratios, runs);
  }

  /** What the runs of a summary have in common. In order: those with the limit first, and what others are compared with before them. */
  private record Series(Variant against, Variant variant, long events) {
    private static final Comparator<Series> ORDER = Comparator.comparing(Series::against)
        .thenComparing(series -> !series.variant().equals(series.against())).thenComparing(Series::variant);

    static Series of(Run run) {
      return new Series(run.against(), run.variant(), run.events());
    }
  }

  private static Summary summary(List<Run> all, Series series) {
    long events = series.events();
    var mine = all.stream().filter(run -> Series.of(run).equals(series)).toList();
    var good = mine.stream().filter(Run::counts).toList();
    var speeds = good.stream().map(Run::eventsPerSecond).sorted().toList();
    return new Summary(series.variant(), series.against(), events, good.size(), mine.size() - good.size(), Ratio.median(speeds),
        speeds.isEmpty() ? Double.NaN : speeds.getFirst(), speeds.isEmpty() ? Double.NaN : speeds.getLast(),
        median(good, Run::cpuMicros), median(good, Run::brokerMicros), median(good, run -> run.measured().stateBytes()),
        median(good, run -> (double) run.measured().topicBytes() / events),
        median(good, run -> (double) run.measured().storePuts() / events),
        median(good, run -> (double) run.measured().outputBytes() / events));
  }

  private static double median(List<Run> runs, ToDoubleFunction<Run> what) {
    return Ratio.median(runs.stream().map(what::applyAsDouble).toList());
  }

  @Override
  public boolean isRight() {
    return runs.stream().allMatch(Run::counts);
  }

  @Override
  public String text() {
    var out = new StringBuilder();
    line(out, "");
    line(out, "%s", machine);
    line(out, "%,d and %,d events, seed %d, %d pairs, each run in a fresh JVM with %s", data.events(), data.naiveEvents(), data.seed(),
        data.pairs(), String.join(" ", variantFlags));
    line(out, "");
    line(out, "%-10s %12s %28s %9s %10s %10s %13s %8s %12s", "variant", "events", "events/s median (range)", "CPU us/ev",
        "broker", "state MB", "internal B/ev", "puts/ev", "output B/ev");
    for (var one : variants) {
      var speed = String.format(Locale.ROOT, "%,.0f (%,.0f-%,.0f)", one.eventsPerSecond(), one.slowest(), one.fastest());
      line(out, "%-10s %12s %28s %9.2f %10.2f %10.0f %13.1f %8.3f %12.1f%s", one.variant().label(),
          String.format(Locale.ROOT, "%,d", one.events()), speed, one.cpuMicrosPerEvent(), one.brokerCpuMicrosPerEvent(),
          one.stateBytes() / 1e6, one.internalTopicBytesPerEvent(), one.storePutsPerEvent(), one.outputBytesPerEvent(),
          one.wrong() == 0 ? "" : "  " + one.wrong() + " RUNS WITH WRONG TOTALS");
    }
    line(out, "");
    for (var ratio : ratios) {
      var pairs = ratio.pairs().stream().map(pair -> String.format(Locale.ROOT, "%.2f", pair)).collect(Collectors.joining(" "));
      line(out, "%-10s = %5.2f x %-5s on %,d events (pairs %s); must %.2f: %s, stretch %.2f: %s", ratio.over().label(), ratio.median(),
          ratio.under().label(), ratio.events(), pairs,
          ratio.must(), ratio.median() >= ratio.must() ? "yes" : "no", ratio.stretch(), ratio.median() >= ratio.stretch() ? "yes" : "no");
    }
    line(out, "");
    line(out, "naive: no dedup, no rules, entities and maxima added up. limit: one thread, in memory, no rules.");
    line(out, "All cells of every run are compared with those of the generator.");
    line(out, "internal: changelogs and repartition topics, compressed. puts: records of changelogs.");
    line(out, "Time ends when the last event is in every cell, up to one commit before it is durable.");
    for (var run : runs) {
      run.problems().forEach(problem ->
          line(out, "WRONG %s of pair %d on %,d events: %s", run.variant().label(), run.pair(), run.events(), problem));
    }
    return out.toString();
  }

  private static void line(StringBuilder out, String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
  }
}
