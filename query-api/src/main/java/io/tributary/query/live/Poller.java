package io.tributary.query.live;

import io.tributary.model.Access;
import io.tributary.model.Directory;
import io.tributary.model.Hours;
import io.tributary.model.NotReady;
import io.tributary.model.Quantity;
import io.tributary.query.access.Control;
import io.tributary.query.live.LiveCell.Change;
import io.tributary.query.live.LiveCell.Value;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the cells of one watch every half second and tells all streams of it what changed, so a hundred of them cost one look. */
final class Poller {
  static final Duration EVERY = Duration.ofMillis(500);
  static final String UNSEEN = "what was asked for is no longer seen with these keys";
  private static final Logger LOG = LoggerFactory.getLogger(Poller.class);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  /** A look that takes long is followed by a pause this many times as long, so that a large watch slows down only itself. */
  private static final int PAUSES = 4;

  private final int rows;
  private final Look look;
  private final Control control;
  private final InstantSource clock;
  private final CountDownLatch stopped = new CountDownLatch(1);

  /** Of the one thread that looks. */
  private Instant retryAt = Instant.MIN;

  // Under the lock of this.
  private Directory judgedDirectory;
  private Access judgedAccess;
  private int judgedHour;
  private final Map<LiveCell.Place, Map<Integer, Quantity>> cells = new HashMap<>();
  private final Set<LiveStream> streams = new LinkedHashSet<>();
  private Freshness freshness;
  private int watchedFrom = Integer.MIN_VALUE;
  private boolean begun;

  /** @param rows how many it may have to look at */
  Poller(int rows, Look look, Control control, InstantSource clock) {
    this.rows = rows;
    this.look = look;
    this.control = control;
    this.clock = clock;
  }

  int rows() {
    return rows;
  }

  /**
   * Reads all that is watched, unless it was read before.
   *
   * @return whether this call did it, and the looks are to begin
   * @throws NotReady when it cannot be read now
   */
  synchronized boolean begin() {
    if (begun) {
      return false;
    }
    var now = clock.instant();
    freshness = new Freshness(Instant.EPOCH, Optional.empty());
    look.at(now).ifPresent(seen -> tell(seen, now));
    begun = true;
    return true;
  }

  /** Makes a stream that begins with these cells. */
  interface Joining {
    LiveStream from(Freshness freshness, List<Value> snapshot);
  }

  /** A new stream, told of everything from now on. @param from first slot of its snapshot */
  synchronized LiveStream join(int from, Predicate<LiveCell> wanted, Joining joining) {
    var snapshot = new ArrayList<Value>();
    cells.forEach((place, units) -> {
      if (place.slot() >= from) {
        units.forEach((type, value) -> snapshot.add(new Value(new LiveCell(place, type), value)));
      }
    });
    snapshot.removeIf(value -> !wanted.test(value.cell()));
    snapshot.sort(Value.IN_ORDER);
    var stream = joining.from(freshness, snapshot);
    streams.add(stream);
    return stream;
  }

  synchronized void leave(LiveStream stream) {
    streams.remove(stream);
  }

  private synchronized List<LiveStream> streams() {
    return List.copyOf(streams);
  }

  /** Looks and pulses until it is stopped, each in a thread of its own: a look may take long, and nobody is to be left in the dark. */
  void start() {
    Thread.ofVirtual().name("live-look").start(() -> repeat(this::look));
    Thread.ofVirtual().name("live-pulse").start(() -> repeat(this::pulse));
  }

  private void repeat(Runnable work) {
    long pause = EVERY.toNanos();
    try {
      while (!stopped.await(pause, TimeUnit.NANOSECONDS)) {
        long began = System.nanoTime();
        try {
          work.run();
        } catch (RuntimeException e) {
          LOG.error("live streams are not served", e);
        }
        pause = Math.clamp(PAUSES * (System.nanoTime() - began), EVERY.toNanos(), LONGEST_PAUSE.toNanos());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Reads, and tells every stream what changed. */
  void look() {
    var now = clock.instant();
    if (now.isBefore(retryAt) && !now.isBefore(retryAt.minus(LONGEST_PAUSE))) {
      return;
    }
    try {
      look.at(now).ifPresentOrElse(seen -> tell(seen, now), () -> streams().forEach(stream -> stream.end(UNSEEN)));
    } catch (NotReady e) {
      unreadable(now, e.retryAfter(), e);
    } catch (RuntimeException e) {
      unreadable(now, LONGEST_PAUSE, e);
    }
    pulse();
  }

  /** Judges the keys again if they may have changed, notes how old the cells are by now, and lets every stream say what it has to. */
  void pulse() {
    var now = clock.instant();
    synchronized (this) {
      if (control.access() != judgedAccess || control.directory() != judgedDirectory || judgedHour != Hours.of(now)) {
        judgedAccess = control.access();
        judgedDirectory = control.directory();
        judgedHour = Hours.of(now);
        streams.forEach(LiveStream::judgeAgain);
      }
      freshness = freshness.at(now);
      streams.forEach(stream -> stream.freshness(freshness));
    }
    streams().forEach(stream -> stream.beat(now));
  }

  private synchronized void tell(Look.Seen seen, Instant now) {
    var changes = new ArrayList<Change>();
    seen.cells().forEach((place, units) -> {
      var before = cells.put(place, units);
      if (!units.equals(before)) {
        changes(place, before == null ? Map.of() : before, units, changes);
      }
    });
    if (seen.watchedFrom() != watchedFrom) {
      watchedFrom = seen.watchedFrom();
      cells.keySet().removeIf(place -> place.slot() < watchedFrom);
    }
    freshness = Freshness.of(seen.asOf(), now);
    streams.forEach(stream -> stream.offer(changes));
  }

  /** A cell never ceases to be while its slot is watched, so there is nothing to say of one that is only in {@code before}. */
  private static void changes(LiveCell.Place place, Map<Integer, Quantity> before, Map<Integer, Quantity> after, List<Change> changes) {
    after.forEach((type, units) -> {
      var old = before.get(type);
      if (!units.equals(old)) {
        changes.add(new Change(new LiveCell(place, type), Optional.ofNullable(old), units));
      }
    });
  }

  private synchronized void unreadable(Instant now, Duration retryAfter, RuntimeException why) {
    if (freshness.readable() && stopped.getCount() > 0) {
      LOG.warn("live streams are stale: {}", why.toString());
    }
    var soonest = retryAfter.compareTo(LONGEST_PAUSE) < 0 ? retryAfter : LONGEST_PAUSE;
    retryAt = now.plus(soonest);
    freshness = freshness.unreadable(soonest);
  }

  /** Ends all streams. @param reason what they are told */
  void stop(String reason) {
    stopped.countDown();
    for (var stream : streams()) {
      stream.end(reason);
      stream.beat(clock.instant());
    }
  }
}
