package io.tributary.bench.alerts;

import io.tributary.bench.lab.Finding;
import io.tributary.bench.lab.Machine;
import io.tributary.bench.node.Latency;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** What was found, whole: {@link #text()} for people; as a record also what {@code --json} writes. */
record Report(String benchmark, Instant at, Machine machine, List<String> nodeFlags, long series, long rate, long burst, List<Run> runs)
    implements Finding {
  private static final double MOST_COST = 0.3;

  /**
   * @param watching whether every series was watched
   * @param alerts from the sending of a probe to its alert, committed
   * @param events of the load beside the probes
   * @param cores that the node took meanwhile
   * @param burstPerSecond events of the burst a second until all were counted
   * @param problems why it does not count
   */
  record Run(boolean watching, Latency alerts, long events, double cores, double burstPerSecond, List<String> problems) {}

  @Override
  public boolean isRight() {
    return runs.stream().allMatch(run -> run.problems().isEmpty());
  }

  @Override
  public String text() {
    var out = new StringBuilder();
    line(out, "");
    line(out, "%s", machine);
    line(out, "all of Tributary and its broker in one fresh JVM with %s; %,d events/s straight to Kafka from another", String.join(" ", nodeFlags), rate);
    line(out, "");
    line(out, "%-22s | %9s %9s %9s | %7s | %10s | %14s", "watched", "p50 ms", "p99 ms", "max ms", "alerts", "node cores", "burst events/s");
    for (var run : runs) {
      line(out, "%-22s | %9.0f %9.0f %9.0f | %,7d | %10.2f | %,14.0f", run.watching() ? "%,d series".formatted(series) : "probes only",
          run.alerts().p50(), run.alerts().p99(), run.alerts().max(), run.alerts().samples(), run.cores(), run.burstPerSecond());
      run.problems().forEach(problem -> line(out, "  WRONG %s", problem));
    }
    line(out, "");
    if (runs.size() == 2 && runs.getFirst().burstPerSecond() > 0) {
      double cost = 1 - runs.getLast().burstPerSecond() / runs.getFirst().burstPerSecond();
      line(out, "watching costs %.0f %% of the throughput of a burst of %,d; must be below %.0f %%: %s", cost * 100, burst, MOST_COST * 100,
          cost < MOST_COST ? "yes" : "no");
    }
    line(out, "From the sending of an event to its alert in usage-alerts, read committed.");
    return out.toString();
  }

  private static void line(StringBuilder out, String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
  }
}
