package io.tributary.bench.projection;

import com.sun.management.ThreadMXBean;
import de.siegmar.fastcsv.writer.CsvWriter;
import io.tributary.forecast.Projection;
import io.tributary.model.Hours;
import io.tributary.model.Measure;
import io.tributary.model.MonthlyFunction;
import io.tributary.model.UsageType;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/**
 * One pass over a file: each series learns hour by hour, is asked at the end of some days of each month, and told at its end how good
 * that was. Keeps a model and a handful of guesses per series, whatever the file's length.
 */
final class Backtest {
  /** Days of a month after which the end is foretold. */
  private static final List<Integer> DAYS = List.of(3, 7, 10, 15, 20, 25);

  /** History before a month without which it does not count, and days that a file's last month must have. */
  private static final int DAYS_BEFORE = 28;
  private static final int DAYS_OF_MONTH = 28;

  /** Figures of the file may have any decimals: the most that a usage type may have are kept. */
  private static final int SCALE = 15;

  private static final ThreadMXBean THREAD = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final WideCsv csv;
  private final MonthlyFunction function;
  private final CsvWriter out;
  private final List<Track> tracks;
  private final SequencedMap<Integer, Cutoff> cutoffs = new TreeMap<>();
  private final List<Asked> asked = new ArrayList<>();
  private int monthFirst;
  private int monthEnd;
  private long learned;
  private long learnNanos;
  private long forecasts;
  private long forecastNanos;
  private long rereadNanos;
  private int stateBytes;

  /** What was foretold of one series' month, until the month is over. */
  private record Asked(int day, int series, Guess guess, double plain) {}

  /**
   * What a run measured. Times are the one thread's CPU.
   *
   * @param hours learned, all series together
   * @param stateBytes of the largest model
   */
  record Measured(long hours, double microsPerHour, long forecasts, double microsPerForecast, double microsPerReadAndWrite,
      int stateBytes, List<Cutoff.Scores> scores) {}

  Backtest(WideCsv csv, MonthlyFunction function, CsvWriter out) {
    this.csv = csv;
    this.function = function;
    this.out = out;
    var type = UsageType.plain(1, "bench", "bench", "unit", SCALE, Measure.SUM, function);
    tracks = csv.series().stream().map(series -> new Track(type, function, csv.first())).toList();
    DAYS.forEach(day -> cutoffs.put(day, new Cutoff(day)));
  }

  /** @param progress told the rows read */
  Measured run(LongConsumer progress) throws IOException {
    out.writeRecord("series", "month", "cutoff_day", "projected", "lo80", "hi80", "lo95", "hi95");
    begin(csv.first());
    csv.read((hour, values) -> {
      if (hour >= monthEnd) {
        end();
        begin(hour);
      }
      learn(hour, values);
      int next = hour + csv.step();
      if (next % 24 == 0 && counts() && cutoffs.containsKey((next - monthFirst) / 24)) {
        ask((next - monthFirst) / 24);
      }
      progress.accept((next - csv.first()) / csv.step());
    });
    end();
    return new Measured(learned, learnNanos / 1e3 / learned, forecasts, forecastNanos / 1e3 / forecasts, rereadNanos / 1e3 / forecasts,
        stateBytes, cutoffs.values().stream().map(Cutoff::scores).toList());
  }

  private void begin(int hour) {
    int month = Hours.month(hour);
    monthFirst = Hours.firstOfMonth(month);
    monthEnd = Hours.firstOfMonth(month + 1);
    tracks.forEach(Track::newMonth);
  }

  private boolean counts() {
    return monthFirst - csv.first() >= DAYS_BEFORE * 24 && end(monthEnd) - monthFirst >= DAYS_OF_MONTH * 24;
  }

  /** A month that the file breaks off ends there. */
  private int end(int hour) {
    return Math.min(hour, csv.end());
  }

  private void learn(int hour, List<String> values) {
    var units = new double[values.size()];
    for (int i = 0; i < units.length; i++) {
      try {
        tracks.get(i).book(hour, values.get(i));
        units[i] = Double.parseDouble(values.get(i));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("%s at %s: '%s' is no number".formatted(csv.series().get(i), Hours.start(hour), values.get(i)),
            e);
      }
    }
    long began = THREAD.getCurrentThreadCpuTime();
    for (int i = 0; i < units.length; i++) {
      tracks.get(i).learn(hour, csv.step(), units[i]);
    }
    learnNanos += THREAD.getCurrentThreadCpuTime() - began;
    learned += (long) units.length * csv.step();
  }

  private void ask(int day) {
    long began = THREAD.getCurrentThreadCpuTime();
    for (var track : tracks) {
      var bytes = track.written();
      stateBytes = Math.max(stateBytes, bytes.length);
      track.reread(bytes);
    }
    long reread = THREAD.getCurrentThreadCpuTime();
    var projections = new ArrayList<Projection>();
    for (var track : tracks) {
      projections.add(track.projection(track.forecast(monthFirst, end(monthEnd))));
    }
    rereadNanos += reread - began;
    forecastNanos += THREAD.getCurrentThreadCpuTime() - reread;
    forecasts += tracks.size();
    var month = Hours.yearMonth(Hours.month(monthFirst)).toString();
    for (int i = 0; i < tracks.size(); i++) {
      var soFar = tracks.get(i).value(day * 24);
      var guess = Guess.of(projections.get(i), soFar);
      double plain = soFar.doubleValue() * (function == MonthlyFunction.SUM ? (end(monthEnd) - monthFirst) / (day * 24.0) : 1);
      asked.add(new Asked(day, i, guess, plain));
      var fields = new ArrayList<>(List.of(csv.series().get(i), month, String.valueOf(day)));
      fields.addAll(guess.texts());
      out.writeRecord(fields);
    }
  }

  private void end() {
    var ends = tracks.stream().map(track -> track.value(end(monthEnd) - monthFirst)).map(BigDecimal::doubleValue).toList();
    asked.forEach(one -> cutoffs.get(one.day()).add(one.guess(), one.plain(), ends.get(one.series())));
    asked.clear();
  }
}
