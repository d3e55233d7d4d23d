package io.tributary.bench.nab;

import com.sun.management.ThreadMXBean;
import io.tributary.detection.Detector;
import io.tributary.detection.Sensitivity;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/** Runs a fresh detector over each file of a folder, first row to last, and writes the scores. */
final class Scoring {
  private static final ThreadMXBean THREAD = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final NabFolder folder;
  private final Path out;
  private long points;
  private long skipped;
  private long outside;
  private long nanos;
  private int stateBytes;

  /**
   * What a run measured. Times are the one thread's CPU, the warm-up of the JVM included.
   *
   * @param points judged
   * @param skipped rows without a number: scored 0 and not learned
   * @param outside points outside the band at medium sensitivity
   * @param stateBytes of the largest model
   */
  record Measured(int files, long points, long skipped, long outside, double nanosPerPoint, int stateBytes) {}

  Scoring(NabFolder folder, Path out) {
    this.folder = folder;
    this.out = out;
  }

  /** @param progress told the files done */
  Measured run(LongConsumer progress) throws IOException {
    int files = 0;
    for (var file : folder.files()) {
      var series = NabSeries.read(folder.root().resolve(file));
      series.write(out.resolve(file), scores(series));
      progress.accept(++files);
    }
    return new Measured(files, points, skipped, outside, (double) nanos / Math.max(1, points), stateBytes);
  }

  private double[] scores(NabSeries series) {
    var scores = new double[series.values().length];
    var detector = Detector.fresh();
    long began = THREAD.getCurrentThreadCpuTime();
    for (int i = 0; i < scores.length; i++) {
      if (!Double.isFinite(series.values()[i])) {
        skipped++;
        continue;
      }
      var verdict = detector.observe(series.seconds()[i], series.values()[i]);
      scores[i] = verdict.score();
      points++;
      if (verdict.above(Sensitivity.MEDIUM) || verdict.below(Sensitivity.MEDIUM)) {
        outside++;
      }
    }
    nanos += THREAD.getCurrentThreadCpuTime() - began;
    var bytes = detector.write();
    Detector.read(ByteBuffer.wrap(bytes));
    stateBytes = Math.max(stateBytes, bytes.length);
    return scores;
  }
}
