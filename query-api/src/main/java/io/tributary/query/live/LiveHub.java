package io.tributary.query.live;

import io.tributary.model.NotReady;
import io.tributary.query.access.Caller;
import io.tributary.query.access.Control;
import io.tributary.query.access.Gate.Admission;
import io.tributary.query.query.LiveQuery;
import io.tributary.query.reader.UsageReader;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** All live streams of this process. Streams of the same watch share a poller, which is there as long as one of them is. */
public final class LiveHub implements AutoCloseable {
  private final UsageReader reader;
  private final Control control;
  private final InstantSource clock;
  private final Limits limits;
  private final Consumer<Poller> starter;
  // All below under the lock of this.
  private final Map<Watch, Poller> pollers = new HashMap<>();
  private final Map<Watch, Integer> users = new HashMap<>();
  private final Map<String, Integer> byOrg = new HashMap<>();
  private int streams;
  private long rows;
  private boolean closed;

  /**
   * How many streams there may be at once.
   *
   * @param streams in this process
   * @param perOrg of one org's keys
   */
  public record Limits(int streams, int perOrg) {}

  /** Slots times groups that all pollers together may watch: what bounds this process's memory. */
  static final int MOST_ROWS = 50 * LiveQuery.MOST_ROWS;

  /** What becomes of a wish for a stream. */
  public sealed interface Opening {
    record Opened(LiveStream stream) implements Opening {}

    /** The caller has as many as one may have. */
    record CallerHasEnough(int most) implements Opening {}

    /** This process has as many as it can have; another one may have room. */
    record Full() implements Opening {}
  }

  public LiveHub(UsageReader reader, Control control, InstantSource clock, Limits limits) {
    this(reader, control, clock, limits, Poller::start);
  }

  /** @param starter makes a new poller look and pulse */
  LiveHub(UsageReader reader, Control control, InstantSource clock, Limits limits, Consumer<Poller> starter) {
    this.reader = reader;
    this.control = control;
    this.clock = clock;
    this.limits = limits;
    this.starter = starter;
  }

  /**
   * Opens a stream.
   *
   * @param admission judges the caller's keys anew; it is asked while the stream is open
   * @throws NotReady when the first cells cannot be read now
   */
  public Opening open(Caller caller, LiveQuery query, Supplier<Admission> admission) {
    var watch = new Watch(caller.org(), caller.place(), query.scope(), query.groupBy());
    Poller poller;
    synchronized (this) {
      if (closed) {
        throw new NotReady("the server is stopping", Duration.ofSeconds(1));
      }
      if (byOrg.getOrDefault(caller.org(), 0) >= limits.perOrg()) {
        return new Opening.CallerHasEnough(limits.perOrg());
      }
      int more = pollers.containsKey(watch) ? 0 : query.rows();
      if (streams >= limits.streams() || rows + more > MOST_ROWS) {
        return new Opening.Full();
      }
      rows += more;
      streams++;
      byOrg.merge(caller.org(), 1, Integer::sum);
      users.merge(watch, 1, Integer::sum);
      poller = pollers.computeIfAbsent(watch, one -> new Poller(query.rows(), new Look(one, reader, control), control, clock));
    }
    try {
      if (poller.begin()) {
        starter.accept(poller);
      }
    } catch (RuntimeException e) {
      release(watch);
      throw e;
    }
    Predicate<LiveCell> wanted = cell -> control.directory().catalogue().byId(cell.type()).filter(query::takes).isPresent();
    var stream = poller.join(query.from(clock.instant()), wanted, (freshness, snapshot) -> new LiveStream(caller, admission,
        new Outbox(wanted, freshness, snapshot), clock, gone -> {
          poller.leave(gone);
          release(watch);
        }));
    // The keys may have been revoked since they were looked at, and the poller judges only after the next change.
    stream.judgeAgain();
    return new Opening.Opened(stream);
  }

  private synchronized void release(Watch watch) {
    streams--;
    byOrg.computeIfPresent(watch.org(), (org, open) -> open == 1 ? null : open - 1);
    if (users.computeIfPresent(watch, (one, open) -> open == 1 ? null : open - 1) == null) {
      var poller = pollers.remove(watch);
      rows -= poller.rows();
      poller.stop("");
    }
  }

  /** How many streams are open. */
  public synchronized int streams() {
    return streams;
  }

  synchronized List<Poller> pollers() {
    return List.copyOf(pollers.values());
  }

  /** Ends all streams and takes no more. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    pollers().forEach(poller -> poller.stop("the server is stopping; connect again"));
  }
}
