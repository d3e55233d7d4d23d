package io.tributary.bench.query;

import io.tributary.bench.world.Drawn;
import io.tributary.bench.world.Workload;
import io.tributary.model.Hours;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * What a fleet uses, drawn by number: in every hour of the last two days each account something of every dimension, and in each day
 * before once, which is history enough to foretell by; live, any account something of any dimension, all equally likely, so that
 * nearly every account is to be rated in every second. For one thread.
 */
final class FleetUsage {
  /** So many dimensions are counted by entity: each account has as many of each. */
  static final int ENTITIES = 5;
  static final int HOSTS = 2;

  private static final int WHOLE_HOURS = 48;
  private static final int NOON = 12;
  private static final int TYPES = Card.DIMENSIONS.size();
  private static final int LEAST = 20_000;
  private static final int MORE_AT_NOON = 4_000;
  private static final int BY_CHANCE = 20_000;
  private static final long HOUR_MILLIS = 3_600_000;
  private static final long PAST = 0x70617374L << 32;

  private final int accounts;
  private final long seed;
  private long number;

  FleetUsage(int accounts, long seed) {
    this.accounts = accounts;
    this.seed = Workload.mix(seed);
  }

  /** How many events {@link #history} has. */
  static long events(int accounts, int from, int to) {
    return hours(from, to).count() * accounts * (TYPES - ENTITIES + ENTITIES * HOSTS);
  }

  private static IntStream hours(int from, int to) {
    return IntStream.range(from, to).filter(hour -> hour >= to - WHOLE_HOURS || Math.floorMod(hour, 24) == NOON);
  }

  /** Hour by hour, as it would have come. */
  void history(int from, int to, Consumer<Drawn> each) {
    for (int hour : hours(from, to).toArray()) {
      for (int account = 0; account < accounts; account++) {
        for (int type = 0; type < TYPES; type++) {
          for (int host = 0; host < (type < ENTITIES ? HOSTS : 1); host++) {
            each.accept(drawn(account, type, host, hour));
          }
        }
      }
    }
  }

  private Drawn drawn(int account, int type, int host, int hour) {
    long identity = Workload.mix(seed ^ PAST ^ (((long) hour * accounts + account) * TYPES + type) * HOSTS + host);
    return drawn(account, type, host, hour * HOUR_MILLIS + bounded(identity >>> 33, (int) HOUR_MILLIS), identity);
  }

  /** The next, as if it had just happened. */
  Drawn live(long nowMillis) {
    long identity = Workload.mix(seed + ++number);
    long chance = Workload.mix(identity);
    int account = bounded(chance >>> 33, accounts);
    int type = bounded(Workload.mix(chance) >>> 33, TYPES);
    return drawn(account, type, (int) (number % HOSTS), nowMillis, identity);
  }

  private static Drawn drawn(int account, int type, int host, long millis, long identity) {
    if (type < ENTITIES) {
      return new Drawn(account, type, millis, 0, account % 7 * HOSTS + host, identity);
    }
    int hour = Math.floorMod(Hours.ofMillis(millis), 24);
    int wave = (12 - Math.abs(12 - hour)) * MORE_AT_NOON;
    return new Drawn(account, type, millis, LEAST + wave + bounded(identity & 0x7fffffff, BY_CHANCE), 0, identity);
  }

  /** @param chance of 31 bits */
  private static int bounded(long chance, int bound) {
    return (int) (chance * bound >>> 31);
  }
}
