package io.tributary.bench.detector;

import io.tributary.bench.lab.Machine;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** What the benchmark found: {@link #text()} for people; as a record also what {@code --json} writes. */
record Report(String benchmark, Instant at, Machine machine, int series, List<Rate> rates) {
  /** Buckets a second, over the measured rounds. */
  record Rate(String name, double mean, double least, double most) {
    String text() {
      return String.format(Locale.ROOT, "%,.0f buckets/s", mean);
    }
  }

  String text() {
    var out = new StringBuilder(String.format(Locale.ROOT, "%n%s%n%,d series, one thread, buckets a second%n%n", machine, series));
    out.append(String.format("%-18s %12s %12s %12s%n", "", "mean", "least", "most"));
    for (var rate : rates) {
      out.append(String.format(Locale.ROOT, "%-18s %,12.0f %,12.0f %,12.0f%n", rate.name(), rate.mean(), rate.least(), rate.most()));
    }
    return out.toString();
  }
}
