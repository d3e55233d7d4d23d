package io.tributary.detection;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The model of one series: a level with the shape of a day and a week, and how rare deviations from it are in this very series. The same
 * buckets make the same bytes, on any machine and however often the model was written and read in between. All sizes are taken of the
 * square root, in which the noise of counts does not grow with them. Changes in place; one thread.
 */
public final class Detector {
  /** Most that {@link #write()} returns. */
  public static final int MOST_BYTES = 4096;

  /** Buckets without which there is no score and without which there is no band: four hours of five minutes. */
  private static final int BUCKETS_FOR_SCORE = 20;
  private static final int BUCKETS_FOR_BAND = 48;

  /** What a bucket teaches: the level, the usual deviation, what was just now, how far off it was of late, and the mean of recent hours. */
  private static final double LEVEL_RATE = .015;
  private static final double DEVIATION_RATE = .003;
  private static final double JUST_NOW_RATE = .3;
  private static final double OF_LATE_RATE = .1;
  private static final double RECENT_RATE = .04;

  /** No bucket teaches as if it were further off than so many usual deviations; the level, than such a part of all that has been. */
  private static final double MOST_TAUGHT = 50;
  private static final double MOST_TAUGHT_OF_RANGE = .1;

  /** The usual deviation is never taken for less than this part of the level. */
  private static final double LEAST_DEVIATION = .003;

  /** What it counts that a deviation from what is expected, a jump and a lasting deviation are rare, each. */
  private static final double WEIGHT_OF_RARITY = .5;

  /** What a value counts that the series never had, and a mean of recent hours that it never had, by {@link Range#beyond}. */
  private static final double WEIGHT_OF_RECORD = 2.5;

  /** Hours after which what was raised makes the next half as hard to raise: a matter of time, not of buckets. */
  private static final double HALF_REFRACTORY_HOURS = 12;

  /** Surprise, less what came just before, that scores one half. */
  private static final double HALF_SCORE = 1.5;

  /**
   * The share of buckets beyond either end of the band at medium sensitivity, what the band is at least, as a part of what is expected, and
   * after how many buckets it is drawn again: it changes slowly, and drawing it takes as long as all else.
   */
  private static final double BEYOND_BAND = .003;
  private static final double LEAST_BAND = .1;
  private static final int BUCKETS_A_BAND = 12;

  /** Root of the greatest value that is told from greater ones: what is kept of a season ends there. */
  private static final double MOST_SIZE = 1e30;

  private static final byte VERSION = 1;
  private static final double LOG_2 = StrictMath.log(2);

  private int count;
  private long first;
  private long last;
  private double level;
  private double deviation;
  private double justNow;
  private double ofLate;
  private double recent;
  private double refractory;
  private double reachUp;
  private double reachDown;
  private final Range range;
  private final Range recentRange;
  private final Season season;
  private final Tail deviations;
  private final Tail jumps;
  private final Tail lasting;

  /** What is made of a bucket before it is learned; sizes are of the square root. */
  private record Seen(double size, double expected, double scale, double lately, double surprise, double refractory) {
    double error() {
      return size - expected;
    }
  }

  private Detector(Range range, Range recentRange, Season season, Tail deviations, Tail jumps, Tail lasting) {
    this.range = range;
    this.recentRange = recentRange;
    this.season = season;
    this.deviations = deviations;
    this.jumps = jumps;
    this.lasting = lasting;
  }

  /** Nothing learned yet. */
  public static Detector fresh() {
    return new Detector(new Range(), new Range(), new Season(), new Tail(), new Tail(), new Tail());
  }

  /**
   * What {@link #write()} wrote, from the buffer's position on.
   *
   * @throws IllegalArgumentException when it was not
   */
  public static Detector read(ByteBuffer from) {
    int bytes = from.remaining();
    try {
      byte version = from.get();
      if (version != VERSION) {
        throw new IllegalArgumentException("a detector of version " + version + ", not " + VERSION);
      }
      int count = from.getInt();
      long first = from.getLong();
      long last = from.getLong();
      var numbers = new double[8];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = from.getDouble();
      }
      var read = new Detector(Range.read(from), Range.read(from), Season.read(from), Tail.read(from), Tail.read(from),
          Tail.read(from));
      read.count = count;
      read.first = first;
      read.last = last;
      read.level = numbers[0];
      read.deviation = numbers[1];
      read.justNow = numbers[2];
      read.ofLate = numbers[3];
      read.recent = numbers[4];
      read.refractory = numbers[5];
      read.reachUp = numbers[6];
      read.reachDown = numbers[7];
      return read;
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("a detector cut short at " + bytes + " bytes", e);
    }
  }

  /** At most {@link #MOST_BYTES}, the first byte a version. */
  public byte[] write() {
    var to = ByteBuffer.allocate(MOST_BYTES);
    to.put(VERSION).putInt(count).putLong(first).putLong(last).putDouble(level).putDouble(deviation).putDouble(justNow).putDouble(ofLate)
        .putDouble(recent).putDouble(refractory).putDouble(reachUp).putDouble(reachDown);
    range.write(to);
    recentRange.write(to);
    season.write(to);
    deviations.write(to);
    jumps.write(to);
    lasting.write(to);
    return Arrays.copyOf(to.array(), to.position());
  }

  /** End of the last bucket learned, in seconds since 1970; {@link Long#MIN_VALUE} before the first. */
  public long learnedTo() {
    return count == 0 ? Long.MIN_VALUE : last;
  }

  /**
   * Judges a finished bucket by those before it, then learns it.
   *
   * @param endSeconds end of the bucket since 1970; one that is not later than the last learned is judged and not learned
   * @param value what it holds; a bucket without data is not observed, or as 0 where no data means none
   * @throws IllegalArgumentException when value is no number
   */
  public Verdict observe(long endSeconds, double value) {
    var seen = look(endSeconds, value);
    var verdict = verdict(seen, value, true);
    if (endSeconds > learnedTo()) {
      learn(endSeconds, seen);
    }
    return verdict;
  }

  /**
   * Judges a bucket without learning it.
   *
   * @param valueSoFar what it holds by now; it is taken not to fall any more
   * @param elapsed how much of it is over, above 0 and at most 1
   * @throws IllegalArgumentException when valueSoFar is no number
   */
  public Verdict peek(long endSeconds, double valueSoFar, double elapsed) {
    return verdict(look(endSeconds, valueSoFar), valueSoFar, elapsed >= 1);
  }

  private Seen look(long endSeconds, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("a bucket of " + value);
    }
    double size = Math.signum(value) * Math.min(MOST_SIZE, Math.sqrt(Math.abs(value)));
    if (count == 0) {
      return new Seen(size, size, 0, 0, 0, 0);
    }
    double expected = level + season.at(endSeconds, endSeconds - first);
    double error = size - expected;
    double scale = deviation + LEAST_DEVIATION * Math.abs(level) + Double.MIN_NORMAL;
    double lately = ofLate + OF_LATE_RATE * (error - ofLate);
    double shares = deviations.share(error / scale) * jumps.share((size - justNow) / scale) * lasting.share(lately / scale);
    double records = range.beyond(size, scale) + recentRange.beyond(recent + RECENT_RATE * (size - recent), scale);
    double surprise = -WEIGHT_OF_RARITY * StrictMath.log10(shares) + WEIGHT_OF_RECORD * records;
    double hours = Math.max(0, endSeconds - last) / 3600.0;
    return new Seen(size, expected, scale, lately, surprise, refractory * halved(hours / HALF_REFRACTORY_HOURS));
  }

  private static double halved(double times) {
    return StrictMath.exp(-LOG_2 * times);
  }

  private Verdict verdict(Seen seen, double value, boolean finished) {
    boolean tooEarly = !finished && seen.error() < 0;
    double raised = count < BUCKETS_FOR_SCORE || tooEarly ? 0 : Math.max(0, seen.surprise() - seen.refractory());
    double score = 1 - halved(raised / HALF_SCORE);
    if (count < BUCKETS_FOR_BAND) {
      return new Verdict(value, score, Double.NaN, Double.NaN, Double.NaN, finished);
    }
    // A series that never was below 0 is not expected to be.
    double expected = range.lowest() >= 0 ? Math.max(0, squared(seen.expected())) : squared(seen.expected());
    double least = LEAST_BAND * Math.abs(expected);
    double high = squared(seen.expected() + seen.scale() * reachUp);
    double low = squared(seen.expected() - seen.scale() * reachDown);
    return new Verdict(value, score, expected, Math.min(low, expected - least), Math.max(high, expected + least), finished);
  }

  /** Back from the square root. */
  private static double squared(double size) {
    return size * Math.abs(size);
  }

  private void learn(long endSeconds, Seen seen) {
    double size = seen.size();
    if (count == 0) {
      first = endSeconds;
      level = size;
      justNow = size;
      recent = size;
      range.begin(size);
      recentRange.begin(size);
    } else {
      range.learn(size);
      double farOff = count > BUCKETS_FOR_SCORE ? MOST_TAUGHT * seen.scale() : Double.MAX_VALUE;
      double most = Math.max(farOff, MOST_TAUGHT_OF_RANGE * (range.highest() - range.lowest()));
      double error = Math.clamp(seen.error(), -most, most);
      double hours = Math.min(1, (endSeconds - last) / 3600.0);
      deviations.learn(seen.error() / seen.scale());
      jumps.learn((size - justNow) / seen.scale());
      lasting.learn(seen.lately() / seen.scale());
      season.learn(endSeconds, endSeconds - first, hours, size - level, most);
      level += Math.max(LEVEL_RATE, 1.0 / (count + 1)) * error;
      deviation += Math.max(DEVIATION_RATE, 1.0 / (count + 1)) * (Math.min(Math.abs(seen.error()), farOff) - deviation);
      justNow += JUST_NOW_RATE * (size - justNow);
      ofLate = Math.clamp(seen.lately(), -most, most);
      recent += RECENT_RATE * (size - recent);
      recentRange.learn(recent);
      refractory = count < BUCKETS_FOR_SCORE ? 0 : Math.max(seen.refractory(), seen.surprise());
    }
    last = endSeconds;
    count = Math.min(count, Integer.MAX_VALUE - 2) + 1;
    if (count % BUCKETS_A_BAND == 0) {
      reachUp = deviations.reach(BEYOND_BAND, true);
      reachDown = deviations.reach(BEYOND_BAND, false);
    }
  }
}
