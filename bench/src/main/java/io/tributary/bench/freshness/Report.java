package io.tributary.bench.freshness;

import io.tributary.bench.lab.Finding;
import io.tributary.bench.lab.Machine;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** What the runs found, whole: {@link #text()} for people; as a record also what {@code --json} writes. */
record Report(String benchmark, Instant at, Machine machine, List<String> nodeFlags, boolean direct, long warmUpMillis,
    long measuredMillis, long probeMillis, long pollMillis, List<Run> runs) implements Finding {
  private static final double MUST_MILLIS = 1_000;
  private static final double AIM_MILLIS = 300;

  /**
   * @param commit intervals while the stream keeps up and while it is behind, as they are typed
   * @param ships whether that is what ships
   * @param rate that was asked for, events a second
   * @param measured null when the run ended without an answer
   * @param problems why it does not count
   */
  record Run(String commit, boolean ships, long rate, Measured measured, List<String> problems) {
    boolean counts() {
      return problems.isEmpty();
    }
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
    line(out, "all of Tributary and its broker in one fresh JVM with %s; load from another, %s; %,d s after %,d s of warm-up",
        String.join(" ", nodeFlags), direct ? "straight to Kafka" : "over HTTP", measuredMillis / 1000, warmUpMillis / 1000);
    line(out, "");
    line(out, "%-18s %9s | %9s %9s %9s %9s %9s | %7s %9s | %10s %10s", "commit every", "events/s", "p50 ms", "p90 ms", "p99 ms",
        "p99.9 ms", "max ms", "probes", "look ms", "node cores", "load cores");
    for (var run : runs) {
      var commit = run.commit() + (run.ships() ? " (ships)" : "");
      if (run.measured() == null) {
        line(out, "%-18s no answer", commit);
        continue;
      }
      var measured = run.measured();
      var visible = measured.visible();
      line(out, "%-18s %,9.0f | %9.0f %9.0f %9.0f %9.0f %9.0f | %,7d %9.1f | %10.2f %10.2f%s", commit, measured.eventsPerSecond(),
          visible.p50(), visible.p90(), visible.p99(), visible.p999(), visible.max(), visible.samples(), measured.looks().p50(),
          measured.nodeCores(), measured.loadCores(), run.counts() ? "" : "  DOES NOT COUNT");
    }
    line(out, "");
    for (var run : runs) {
      if (run.counts()) {
        double p99 = run.measured().visible().p99();
        line(out, "%s at %,d/s: p99 %.0f ms; must be below %.0f: %s, aim %.0f: %s", run.commit(), run.rate(), p99, MUST_MILLIS,
            p99 < MUST_MILLIS ? "yes" : "no", AIM_MILLIS, p99 < AIM_MILLIS ? "yes" : "no");
      }
      run.problems().forEach(problem -> line(out, "WRONG %s at %,d/s: %s", run.commit(), run.rate(), problem));
    }
    line(out, "From a probe's 202 to the first answer of the partner's usage summary (public API) that has it.");
    line(out, "Every probe was seen, and the partner's totals are what was accepted, or the run does not count.");
    return out.toString();
  }

  private static void line(StringBuilder out, String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
  }
}
