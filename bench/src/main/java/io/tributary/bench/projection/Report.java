package io.tributary.bench.projection;

import io.tributary.bench.lab.Machine;
import java.time.Instant;
import java.util.Locale;

/** What the benchmark found: {@link #text()} for people; as a record also what {@code --json} writes. */
record Report(String benchmark, Instant at, Machine machine, String data, String function, int series, int rows, int hoursPerRow,
    Backtest.Measured measured) {
  String text() {
    var out = new StringBuilder();
    line(out, "");
    line(out, "%s", machine);
    line(out, "%s: %,d series, %,d rows of %d h; the month's %s", data, series, rows, hoursPerRow, function);
    line(out, "");
    line(out, "%6s %7s %8s %10s %8s %8s %8s %8s %9s", "cutoff", "n", "WAPE %", "run-rate %", "median %", "bias %", "in 80 %", "in 95 %",
        "width80 %");
    for (var row : measured.scores()) {
      line(out, "%6s %,7d %8.2f %10.2f %8.2f %8.2f %8.1f %8.1f %9.1f", "day " + row.day(), row.count(), row.wape(), row.plainWape(),
          row.medianError(), row.bias(), row.coverage80(), row.coverage95(), row.width80());
    }
    line(out, "");
    line(out, "WAPE: absolute errors of the month's end, of all ends. Run-rate: the same of %s.",
        function.equals("sum") ? "usage so far, times the month's days over those gone" : "the month's value so far");
    line(out, "Median of the single errors; median width of the 80 %% band; both of a month's own end. %,d of %,d had bands.",
        measured.scores().stream().mapToInt(Cutoff.Scores::banded).sum(), measured.scores().stream().mapToInt(Cutoff.Scores::count).sum());
    line(out, "CPU: %.2f us per learned hour (%,d), %.1f us per projection (%,d), %.1f us to write and read a model. A model is %,d bytes.",
        measured.microsPerHour(), measured.hours(), measured.microsPerForecast(), measured.forecasts(), measured.microsPerReadAndWrite(),
        measured.stateBytes());
    return out.toString();
  }

  private static void line(StringBuilder out, String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
  }
}
