package io.tributary.bench.alerts;

import io.tributary.bench.lab.Finding;
import io.tributary.bench.lab.Machine;
import io.tributary.bench.node.Latency;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What was found, whole: {@link #text()} for people; as a record also what {@code --json} writes.
 *
 * @param flatOutMillis how long events were sent as fast as they were counted; 0: they were not
 */
record Report(String benchmark, Instant at, Machine machine, List<String> nodeFlags, long series, long rate, long flatOutMillis,
    List<Run> runs) implements Finding {
  private static final double MOST_COST = 0.3;

  /**
   * @param pair 1 for the first run without and the first with monitors
   * @param watching whether every series was watched
   * @param alerts from the sending of a probe to its alert, committed
   * @param webhooks from the sending of a probe to the request that tells of it, read by its receiver
   * @param events of the load beside the probes
   * @param cores that the node took meanwhile
   * @param flatOutPerSecond events a second when they were sent as fast as they were counted
   * @param problems why it does not count
   */
  record Run(int pair, boolean watching, Latency alerts, Latency webhooks, long events, double cores, double flatOutPerSecond,
      List<String> problems) {}

  @Override
  public boolean isRight() {
    return runs.stream().allMatch(run -> run.problems().isEmpty());
  }

  @Override
  public String text() {
    var out = new StringBuilder();
    line(out, "");
    line(out, "%s", machine);
    line(out, "all of Tributary and its broker in one fresh JVM with %s; %,d events/s straight to Kafka from another",
        String.join(" ", nodeFlags), rate);
    line(out, "");
    line(out, "%4s %-15s | %8s %8s %8s | %8s %8s %8s | %6s | %10s | %12s", "pair", "watched", "alert", "p99 ms", "max ms", "webhook",
        "p99 ms", "max ms", "alerts", "node cores", "flat out");
    line(out, "%4s %-15s | %8s %8s %8s | %8s %8s %8s | %6s | %10s | %12s", "", "", "p50 ms", "", "", "p50 ms", "", "", "", "", "events/s");
    for (var run : runs) {
      line(out, "%4d %-15s | %8.0f %8.0f %8.0f | %8.0f %8.0f %8.0f | %,6d | %10.2f | %,12.0f", run.pair(),
          run.watching() ? "%,d series".formatted(series) : "probes only", run.alerts().p50(), run.alerts().p99(), run.alerts().max(),
          run.webhooks().p50(), run.webhooks().p99(), run.webhooks().max(), run.alerts().samples(), run.cores(), run.flatOutPerSecond());
      run.problems().forEach(problem -> line(out, "  WRONG %s", problem));
    }
    line(out, "");
    if (flatOutMillis > 0) {
      cost(out);
    }
    line(out, "Alert: from the sending of an event to its alert in usage-alerts, read committed.");
    line(out, "Webhook: to the request that tells of it, read by its receiver.");
    return out.toString();
  }

  private void cost(StringBuilder out) {
    double without = flatOut(false, 0);
    double with = flatOut(true, 0);
    double cost = 1 - with / without;
    var pairs = IntStream.rangeClosed(1, runs.getLast().pair())
        .mapToObj(pair -> String.format(Locale.ROOT, "%.0f %%", 100 - 100 * flatOut(true, pair) / flatOut(false, pair)))
        .collect(Collectors.joining(", "));
    line(out, "throughput without monitors %,.0f events/s, with monitors of %,d series %,.0f events/s", without, series, with);
    line(out, "watching costs %.0f %% of the throughput (pairs: %s); must be below %.0f %%: %s", cost * 100, pairs, MOST_COST * 100,
        cost < MOST_COST ? "yes" : "no");
  }

  /** @param pair 0 for the mean of all */
  private double flatOut(boolean watching, int pair) {
    return runs.stream().filter(run -> run.watching() == watching && (pair == 0 || run.pair() == pair)).mapToDouble(Run::flatOutPerSecond)
        .average().orElse(0);
  }

  private static void line(StringBuilder out, String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
  }
}
