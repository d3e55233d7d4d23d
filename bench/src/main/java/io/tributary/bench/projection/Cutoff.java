package io.tributary.bench.projection;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What was foretold after one day of the months, and how the months ended. */
final class Cutoff {
  /** Ends that are no more than this are left out: nothing can be said in per cent of them. */
  private static final double NOTHING = 1e-6;

  private final int day;
  private int count;
  private int banded;
  private double error;
  private double bias;
  private double plainError;
  private double actual;
  private int within80;
  private int within95;
  private final List<Double> shares = new ArrayList<>();
  private final List<Double> widths = new ArrayList<>();

  Cutoff(int day) {
    this.day = day;
  }

  /**
   * Means are over all series-months, each counted by its size, except the two medians.
   *
   * @param wape sum of absolute errors, % of the sum of actual month ends; and the same of the run-rate
   * @param medianError % of its own month's end
   * @param coverage80 % of the months with a band that ended in it
   * @param width80 median width of the 80 % band, % of the month's end
   * @param banded series-months with bands
   */
  record Scores(int day, int count, double wape, double plainWape, double medianError, double bias, double coverage80,
      double coverage95, double width80, int banded) {}

  /** @param plain what a run-rate would say */
  void add(Guess guess, double plain, double end) {
    if (end <= NOTHING) {
      return;
    }
    count++;
    actual += end;
    error += Math.abs(guess.value() - end);
    bias += guess.value() - end;
    plainError += Math.abs(plain - end);
    shares.add(Math.abs(guess.value() - end) / end);
    if (guess.bands()) {
      banded++;
      double dust = 1e-9 * end;
      within80 += guess.lo80() - dust <= end && end <= guess.hi80() + dust ? 1 : 0;
      within95 += guess.lo95() - dust <= end && end <= guess.hi95() + dust ? 1 : 0;
      widths.add((guess.hi80() - guess.lo80()) / end);
    }
  }

  Scores scores() {
    return new Scores(day, count, 100 * error / actual, 100 * plainError / actual, 100 * median(shares), 100 * bias / actual,
        100.0 * within80 / banded, 100.0 * within95 / banded, 100 * median(widths), banded);
  }

  private static double median(List<Double> values) {
    Collections.sort(values);
    int size = values.size();
    return size == 0 ? Double.NaN : (values.get((size - 1) / 2) + values.get(size / 2)) / 2;
  }
}
