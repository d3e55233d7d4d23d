package io.tributary.bench.world;

import io.tributary.model.UsageType;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The events of a run, each a pure function of the seed and its number, so that every process can draw the same ones and the
 * oracle needs no dedup of its own: 48 hours of event time, about 1 % of it up to 6 hours late, about 2 % exact resends of one
 * of the last 131,072 events; leaves are used by Zipf's law with exponent 1, types with 0.7.
 */
public final class Workload {
  public static final int HOURS = 48;
  public static final int LATE_HOURS = 6;
  public static final int RESEND_WINDOW = 1 << 17;

  private static final double RESENT = 0.02;
  private static final double LATE = 0.01;
  private static final int MAX_AMOUNT = 100_000;
  private static final long GAMMA = 0x9e3779b97f4a7c15L;
  private static final long HOUR = 3_600_000;

  private final long events;
  private final long seed;
  private final long firstMillis;
  private final long[] leafBounds = bounds(World.LEAVES, rank -> 1.0 / rank);
  private final long[] typeBounds;
  private final boolean[] countsEntities;
  private final int[] populations = IntStream.range(0, World.LEAVES).map(Workload::population).toArray();

  /** @param firstHour of event time; late events reach {@link #LATE_HOURS} further back */
  public Workload(World world, long events, long seed, int firstHour) {
    this.events = events;
    this.seed = mix(seed);
    this.firstMillis = firstHour * HOUR;
    this.typeBounds = bounds(world.types().size(), rank -> Math.pow(rank, -0.7));
    this.countsEntities = new boolean[world.types().size()];
    for (int type = 0; type < countsEntities.length; type++) {
      UsageType one = world.types().get(type);
      countsEntities[type] = one.measure().countsEntities();
    }
  }

  /** An hour that is before every event of a workload that begins at {@code firstHour}. */
  public static int placedFrom(int firstHour) {
    return firstHour - 24;
  }

  public long events() {
    return events;
  }

  /** How many hosts a leaf has, and as many containers, databases and committers: some 400 for the largest, 10 for the smallest. */
  static int population(int leaf) {
    return (int) (400 / Math.sqrt(leaf + 1.0));
  }

  public boolean isResend(long number) {
    return number > 0 && unit(draw(number, 0)) < RESENT;
  }

  /** The event, or the one that it resends. */
  public Drawn event(long number) {
    long original = number;
    while (isResend(original)) {
      long window = Math.min(original, RESEND_WINDOW);
      original -= 1 + Math.floorMod(draw(original, 1), window);
    }
    long identity = draw(original, 2);
    int leaf = pick(leafBounds, mix(identity + GAMMA));
    int type = pick(typeBounds, mix(identity + 2 * GAMMA));
    long millis = firstMillis + original * (HOURS * HOUR / 1000) / events * 1000 + bounded(mix(identity + 3 * GAMMA), 1000);
    if (unit(mix(identity + 4 * GAMMA)) < LATE) {
      millis -= bounded(mix(identity + 5 * GAMMA), LATE_HOURS * (int) HOUR);
    }
    int number6 = bounded(mix(identity + 6 * GAMMA), countsEntities[type] ? populations[leaf] : MAX_AMOUNT);
    return countsEntities[type]
        ? new Drawn(leaf, type, millis, 0, number6, identity)
        : new Drawn(leaf, type, millis, number6 + 1, 0, identity);
  }

  private long draw(long number, int which) {
    return mix(mix(seed + number * GAMMA) + which * GAMMA);
  }

  /** The finalizer of SplitMix64: every bit of the result depends on every bit of the argument. */
  public static long mix(long bits) {
    long z = (bits ^ bits >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }

  private static double unit(long bits) {
    return (bits >>> 11) * 0x1p-53;
  }

  private static int bounded(long bits, int bound) {
    return (int) ((bits >>> 33) * bound >>> 31);
  }

  /** Upper bounds, in 62 bits, of the share of each rank. */
  private static long[] bounds(int count, IntToDoubleFunction weight) {
    double total = IntStream.rangeClosed(1, count).mapToDouble(weight).sum();
    var bounds = new long[count];
    double sum = 0;
    for (int rank = 1; rank <= count; rank++) {
      sum += weight.applyAsDouble(rank);
      bounds[rank - 1] = rank == count ? Long.MAX_VALUE : (long) (sum / total * 0x1p62);
    }
    return bounds;
  }

  private static int pick(long[] bounds, long bits) {
    int at = Arrays.binarySearch(bounds, bits >>> 2);
    return at >= 0 ? at + 1 : -at - 1;
  }
}
