package io.tributary.bench.query;

import io.tributary.bench.lab.Finding;
import io.tributary.bench.lab.Machine;
import io.tributary.bench.query.Measured.Asked;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the run found, whole: {@link #text()} for people; as a record also what {@code --json} writes.
 *
 * @param told null, as what follows, where the run ended before
 * @param rated from the end of the history until every cost was projected
 * @param settled from the end of the feed until nothing moved
 * @param scanned what the summary would take without month cells
 * @param failure what ended the run early; empty if nothing did
 */
record Report(String benchmark, Instant at, Machine machine, List<String> nodeFlags, int accounts, int dimensions, int historyDays,
    long rate, long warmUpMillis, long measuredMillis, long askMillis, Told told, Rested rated, Measured measured, Rested settled,
    Scanned scanned, String failure) implements Finding {
  @Override
  public boolean isRight() {
    return problems().isEmpty();
  }

  private List<String> problems() {
    var problems = new ArrayList<String>();
    if (!failure.isEmpty()) {
      problems.add(failure);
    }
    if (rated != null) {
      rated.problems().forEach(problem -> problems.add("before the feed: " + problem));
    }
    if (measured != null) {
      problems.addAll(measured.problems());
    }
    if (settled != null) {
      settled.problems().forEach(problem -> problems.add("after the feed: " + problem));
    }
    return problems;
  }

  @Override
  public String text() {
    var out = new StringBuilder();
    line(out, "");
    line(out, "%s", machine);
    line(out, "all of Tributary and its broker in one fresh JVM with %s; fed over HTTP and asked by another; %,d s after %,d s of warm-up",
        String.join(" ", nodeFlags), measuredMillis / 1000, warmUpMillis / 1000);
    line(out, "one partner, %,d accounts, each with %d rated dimensions", accounts, dimensions);
    if (told != null) {
      line(out, "history of %d days: %,d events, counted in %.0f s%s", historyDays, told.events(), told.seconds(),
          rated == null ? "" : String.format(Locale.ROOT, ", rated and projected %.0f s later", rated.seconds()));
    }
    if (measured != null) {
      measured(out, measured);
    }
    if (settled != null) {
      line(out, "%.1f s after the feed both questions for cost had the same answer again", settled.seconds());
    }
    if (scanned != null) {
      line(out, "at rest, reading the %,d hour cells of the month and adding them up takes p50 %.0f ms, at most %.0f ms", scanned.rows(),
          scanned.took().p50(), scanned.took().max());
    }
    line(out, "");
    problems().forEach(problem -> line(out, "WRONG: %s", problem));
    line(out, "From asking to the last byte, over the public API with the partner's keys, one question at a time.");
    line(out, "Every answer was complete, and at rest the total by product is the sum over the accounts, or the run does not count.");
    return out.toString();
  }

  private void measured(StringBuilder out, Measured measured) {
    line(out, "");
    line(out, "%-37s %9s %9s %9s %9s | %9s %9s | %7s %9s", "question", "p50 ms", "p90 ms", "p99 ms", "max ms", "first p50",
        "first p99", "asked", "MB");
    measured.asked().forEach(asked -> row(out, asked.question().label(), asked));
    line(out, "");
    line(out, "fed %,.0f events/s; cores: node %.2f, feed and questions %.2f", measured.eventsPerSecond(), measured.nodeCores(),
        measured.loadCores());
    line(out, "cost is behind usage by p50 %.1f s, p99 %.1f s, at most %.1f s", measured.behind().p50() / 1e3,
        measured.behind().p99() / 1e3, measured.behind().max() / 1e3);
    measured.asked().forEach(asked -> goal(out, asked.question().label(), asked, asked.question().mostMillis()));
  }

  private static void row(StringBuilder out, String name, Asked asked) {
    line(out, "%-37s %9.1f %9.1f %9.1f %9.1f | %9.1f %9.1f | %,7d %9.3f", name, asked.whole().p50(), asked.whole().p90(),
        asked.whole().p99(), asked.whole().max(), asked.first().p50(), asked.first().p99(), asked.whole().samples(), asked.bytes() / 1e6);
  }

  private static void goal(StringBuilder out, String name, Asked asked, double millis) {
    line(out, "%s: p99 %.1f ms; must be below %.0f: %s", name, asked.whole().p99(), millis, asked.whole().p99() < millis ? "yes" : "no");
  }

  private static void line(StringBuilder out, String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
  }
}
