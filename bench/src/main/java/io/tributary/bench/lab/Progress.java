package io.tributary.bench.lab;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongConsumer;

/**
 * Shows how far a list of steps is and when it will be over: a bar that is drawn again on a terminal, elsewhere a line for each
 * step. What a step takes is guessed at first, and known once another of its kind has been taken.
 */
public final class Progress {
  private static final int WIDTH = 30;
  private static final long DRAW_NANOS = 500_000_000;

  /**
   * @param kind steps of a kind take equally long
   * @param guess of what it takes
   */
  public record Step(String name, String kind, long events, Duration guess) {}

  private final PrintWriter out;
  private final boolean redraws;
  private final Map<Step, Boolean> left = new LinkedHashMap<>();
  private final Map<String, Double> known = new HashMap<>();
  private double doneSeconds;
  private long lastDrawn;

  /** @param out drawn over if it is a terminal */
  public Progress(PrintWriter out, List<Step> steps) {
    this.out = out;
    this.redraws = System.console() != null && System.console().isTerminal();
    steps.forEach(step -> left.put(step, true));
  }

  /** Takes a step, which is told whom to tell how many events it has done. */
  public <R> R take(Step step, Function<LongConsumer, R> work, Function<R, String> outcome) {
    long began = System.nanoTime();
    lastDrawn = 0;
    draw(step, 0, 0);
    var result = work.apply(count -> {
      if (System.nanoTime() - lastDrawn > DRAW_NANOS) {
        draw(step, count, (System.nanoTime() - began) / 1e9);
      }
    });
    double seconds = (System.nanoTime() - began) / 1e9;
    known.put(step.kind(), seconds);
    doneSeconds += seconds;
    left.remove(step);
    say("%s: %s, %.0f s (%s left)".formatted(step.name(), outcome.apply(result), seconds, time(left())));
    return result;
  }

  private void draw(Step step, long count, double seconds) {
    if (!redraws) {
      return;
    }
    lastDrawn = System.nanoTime();
    double rest = left();
    double here = Math.min(Math.max(0, expected(step) - 1), seconds);
    double share = (doneSeconds + here) / (doneSeconds + rest);
    int full = (int) (share * WIDTH);
    out.printf("\r\033[K[%s%s] %3.0f %%, %s left  %s %3d %%", "#".repeat(full), ".".repeat(WIDTH - full), share * 100,
        time(rest - here), step.name(), count * 100 / step.events());
    out.flush();
  }

  public void say(String line) {
    out.println((redraws ? "\r\033[K" : "") + line);
    out.flush();
  }

  private double left() {
    return left.keySet().stream().mapToDouble(this::expected).sum();
  }

  private double expected(Step step) {
    return known.getOrDefault(step.kind(), step.guess().toMillis() / 1e3);
  }

  private static String time(double seconds) {
    long whole = Math.round(Math.max(0, seconds));
    return whole >= 3600 ? "%d h %02d min".formatted(whole / 3600, whole % 3600 / 60)
        : whole >= 60 ? "%d min %02d s".formatted(whole / 60, whole % 60) : whole + " s";
  }
}
