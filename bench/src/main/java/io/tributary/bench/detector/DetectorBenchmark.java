package io.tributary.bench.detector;

import io.tributary.detection.Detector;
import io.tributary.detection.Verdict;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One operation is one bucket of one series; the series take turns. JMH makes the objects and asks for public ones. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class DetectorBenchmark {
  private static final int SECONDS = 300;
  private static final int DAY = 288;

  /** Days that each series has behind it when measuring begins. */
  private static final int DAYS_BEFORE = 3;
  private static final long START = 1_767_571_200;

  /** A power of two, so that a bucket's noise is looked up, not computed. */
  private static final int NOISE = 1 << 14;

  @Param("1000")
  public int series;

  private Detector[] models;
  private byte[][] written;
  private double[] noise;
  private double[] shape;
  private int turn;
  private long end;
  private int bucket;

  /** Every tenth series is silent nine times of ten, as small orgs are; every thousandth bucket is a spike. */
  @Setup
  public void learn() {
    var random = new Random(1);
    noise = new double[NOISE];
    for (int i = 0; i < NOISE; i++) {
      noise[i] = Math.exp(.3 * random.nextGaussian()) * (random.nextInt(1000) == 0 ? 10 : 1);
    }
    shape = new double[DAY];
    for (int i = 0; i < DAY; i++) {
      shape[i] = 1000 * (1.2 + Math.sin(2 * Math.PI * i / DAY));
    }
    models = new Detector[series];
    for (int i = 0; i < series; i++) {
      models[i] = Detector.fresh();
    }
    end = START;
    for (long i = 0; i < (long) series * DAY * DAYS_BEFORE; i++) {
      observe();
    }
    written = new byte[series][];
    for (int i = 0; i < series; i++) {
      written[i] = models[i].write();
    }
  }

  private double value() {
    int at = turn * 7919 + bucket * 31 & NOISE - 1;
    return turn % 10 == 0 && at % 10 != 0 ? 0 : shape[bucket % DAY] * noise[at];
  }

  private void next() {
    if (++turn == series) {
      turn = 0;
      bucket++;
      end += SECONDS;
    }
  }

  /** A finished bucket: judged and learned. */
  @Benchmark
  public Verdict observe() {
    var verdict = models[turn].observe(end, value());
    next();
    return verdict;
  }

  /** The running bucket: judged. */
  @Benchmark
  public Verdict peek() {
    var verdict = models[turn].peek(end, value(), .5);
    turn = turn + 1 == series ? 0 : turn + 1;
    return verdict;
  }

  /** As a store has it: read, judged, learned and written back. */
  @Benchmark
  public Verdict readObserveWrite() {
    var model = Detector.read(ByteBuffer.wrap(written[turn]));
    var verdict = model.observe(end, value());
    written[turn] = model.write();
    next();
    return verdict;
  }
}
