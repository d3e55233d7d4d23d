package io.tributary.bench.pipeline;

import io.tributary.bench.Machine;
import java.time.Instant;
import java.util.ArrayList;
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
    List<Ratio> ratios, List<Run> runs) {
  /** @param seed draws the same events again, on the same hours */
  record Data(long events, long naiveEvents, long seed, int pairs, int firstHour) {}

  /** The runs of a variant that count, by their medians; the lowest and the highest events per second. */
  record Summary(Variant variant, Variant against, long events, int runs, int wrong, double eventsPerSecond,
      double slowest, double fastest, double cpuMicrosPerEvent, double brokerCpuMicrosPerEvent, double stateBytes,
      double internalTopicBytesPerEvent, double outputBytesPerEvent) {}

  static Report of(Data data, List<Run> runs) {
    var summaries = new ArrayList<Summary>();
    for (var variant : List.of(Variant.LIMIT, Variant.OURS, Variant.OURS_1S)) {
      summaries.add(summary(runs, variant, Variant.LIMIT, data.events()));
    }
    var ratios = new ArrayList<>(List.of(
        Ratio.of(runs, data.events(), Variant.OURS, Variant.LIMIT, 0.3, 0.45),
        Ratio.of(runs, data.events(), Variant.OURS_1S, Variant.LIMIT, 0.3, 0.45)));
    for (var variant : List.of(Variant.NAIVE, Variant.OURS)) {
      summaries.add(summary(runs, variant, Variant.NAIVE, data.naiveEvents()));
    }
    ratios.add(Ratio.of(runs, data.naiveEvents(), Variant.OURS, Variant.NAIVE, 5, 8));
    return new Report("pipeline", Instant.now(), Machine.here(), data, ChildJvm.VARIANT_FLAGS, summaries, ratios, runs);
  }

  private static Summary summary(List<Run> all, Variant variant, Variant against, long events) {
    var mine = all.stream().filter(run -> run.variant() == variant && run.against() == against).toList();
    var good = mine.stream().filter(Run::counts).toList();
    var speeds = good.stream().map(Run::eventsPerSecond).sorted().toList();
    return new Summary(variant, against, events, good.size(), mine.size() - good.size(), Ratio.median(speeds),
        speeds.isEmpty() ? Double.NaN : speeds.getFirst(), speeds.isEmpty() ? Double.NaN : speeds.getLast(),
        median(good, Run::cpuMicros), median(good, Run::brokerMicros), median(good, run -> run.measured().stateBytes()),
        median(good, run -> (double) run.measured().topicBytes() / events),
        median(good, run -> (double) run.measured().outputBytes() / events));
  }

  private static double median(List<Run> runs, ToDoubleFunction<Run> what) {
    return Ratio.median(runs.stream().map(what::applyAsDouble).toList());
  }

  boolean isRight() {
    return runs.stream().allMatch(Run::counts);
  }

  String text() {
    var out = new StringBuilder();
    line(out, "");
    line(out, "%s", machine.text());
    line(out, "%,d and %,d events, seed %d, %d pairs, each run in a fresh JVM with %s", data.events(), data.naiveEvents(), data.seed(),
        data.pairs(), String.join(" ", variantFlags));
    line(out, "");
    line(out, "%-10s %12s %28s %9s %10s %10s %13s %12s", "variant", "events", "events/s median (range)", "CPU us/ev", "broker", "state MB",
        "internal B/ev", "output B/ev");
    for (var one : variants) {
      var speed = String.format(Locale.ROOT, "%,.0f (%,.0f-%,.0f)", one.eventsPerSecond(), one.slowest(), one.fastest());
      line(out, "%-10s %12s %28s %9.2f %10.2f %10.0f %13.1f %12.1f%s", one.variant().label(),
          String.format(Locale.ROOT, "%,d", one.events()), speed, one.cpuMicrosPerEvent(), one.brokerCpuMicrosPerEvent(), one.stateBytes() / 1e6,
          one.internalTopicBytesPerEvent(), one.outputBytesPerEvent(), 
          one.wrong() == 0 ? "" : "  " + one.wrong() + " RUNS WITH WRONG TOTALS");
    }
    line(out, "");
    for (var ratio : ratios) {
      var pairs = ratio.pairs().stream().map(pair -> String.format(Locale.ROOT, "%.2f", pair)).collect(Collectors.joining(" "));
      line(out, "%-7s = %5.2f x %-5s on %,d events (pairs %s); must %.2f: %s, stretch %.2f: %s", ratio.over().label(), ratio.median(),
          ratio.under().label(), ratio.events(), pairs,
          ratio.must(), ratio.median() >= ratio.must() ? "yes" : "no", ratio.stretch(), ratio.median() >= ratio.stretch() ? "yes" : "no");
    }
    line(out, "");
    line(out, "naive: no dedup, no rules, entities and maxima added up. limit: one thread, in memory, no rules.");
    line(out, "All cells of every run are compared with those of the generator.");
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
