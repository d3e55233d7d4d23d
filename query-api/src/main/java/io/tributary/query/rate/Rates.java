package io.tributary.query.rate;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Counts the requests of each org to each endpoint, in hours of the clock: a new one begins at zero. */
public final class Rates {
  /** As in the reference system. */
  public static final Duration PERIOD = Duration.ofHours(1);

  private final Limits limits;
  private final InstantSource clock;
  private final AtomicReference<Window> window = new AtomicReference<>(new Window(Long.MIN_VALUE, new ConcurrentHashMap<>()));

  /**
   * Requests of one org to one endpoint that are answered in an hour; 0 sets no limit.
   *
   * @param reference to the endpoints of the reference system
   * @param own to Tributary's own, which the console asks many times as often as a program
   */
  public record Limits(int reference, int own) {
    public static final Limits NONE = new Limits(0, 0);
  }

  private record Caller(String org, String endpoint) {}

  private record Window(long number, ConcurrentMap<Caller, AtomicInteger> counts) {}

  /**
   * A request among the others of its hour.
   *
   * @param name of the endpoint
   * @param limit requests that are answered in an hour
   * @param number 1 for the first
   * @param reset until the next hour begins, in seconds, at least 1
   */
  public record Count(String name, int limit, int number, long reset) {
    public boolean isTooMany() {
      return number > limit;
    }

    /** How many more are answered in this hour. */
    public int remaining() {
      return Math.max(0, limit - number);
    }
  }

  public Rates(Limits limits, InstantSource clock) {
    this.limits = limits;
    this.clock = clock;
  }

  public Limits limits() {
    return limits;
  }

  /**
   * Counts a request.
   *
   * @param org one that exists: what is counted is remembered
   * @param endpoint one of those there are
   */
  public Count count(String org, String endpoint, int limit) {
    long now = clock.instant().getEpochSecond();
    long number = Math.floorDiv(now, PERIOD.toSeconds());
    var current = window.updateAndGet(one -> one.number() >= number ? one : new Window(number, new ConcurrentHashMap<>()));
    // One too many is remembered, and no more than that, or a stubborn caller would overflow it.
    int count = current.counts().computeIfAbsent(new Caller(org, endpoint), any -> new AtomicInteger())
        .updateAndGet(before -> Math.min(before, limit) + 1);
    return new Count(endpoint, limit, count, Math.max(1, (number + 1) * PERIOD.toSeconds() - now));
  }
}
