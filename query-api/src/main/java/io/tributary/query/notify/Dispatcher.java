package io.tributary.query.notify;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tributary.query.notify.Courier.Outcome;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what is to be sent, each delivery in a virtual thread of its own: it waits for its time, for those of its series before
 * it, and for one of its target's few places; so a slow target holds up its own deliveries and no others.
 */
final class Dispatcher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
  private static final Duration JOURNAL_PAUSE = Duration.ofSeconds(1);

  /**
   * @param perTarget attempts at one target at a time
   * @param inAll attempts at a time
   * @param waiting deliveries that one target may have waiting; more are given up
   */
  record Limits(int perTarget, int inAll, int waiting) {}

  /** Turns a delivery into an attempt; see {@link Couriers}. */
  interface Attempt {
    Outcome at(Delivery delivery) throws InterruptedException;
  }

  private final Attempt attempt;
  private final Journal journal;
  private final Backoff backoff;
  private final Limits limits;
  private final InstantSource clock;
  private final MeterRegistry metrics;
  private final Semaphore places;
  private final Map<Integer, Share> shares = new HashMap<>();

  Dispatcher(Attempt attempt, Journal journal, Backoff backoff, Limits limits, InstantSource clock, MeterRegistry metrics) {
    this.attempt = attempt;
    this.journal = journal;
    this.backoff = backoff;
    this.limits = limits;
    this.clock = clock;
    this.metrics = metrics;
    this.places = new Semaphore(limits.inAll(), true);
    Gauge.builder("tributary.notifications.waiting", this, Dispatcher::waiting)
        .description("notifications that are still to be told, and lie with this process").register(metrics);
  }

  /** A partition of the journal is ours; what it holds follows, and nothing is sent before {@link #begin}. */
  synchronized void own(int partition) {
    drop(partition);
    shares.put(partition, new Share());
  }

  /** The partition has been read as far as it was written when it became ours. */
  synchronized void begin(int partition) {
    var share = shares.get(partition);
    if (share != null && !share.begun) {
      share.begun = true;
      share.pending.values().forEach(share::start);
    }
  }

  synchronized void put(int partition, Delivery delivery) {
    var share = shares.get(partition);
    if (share == null) {
      return;
    }
    if (!share.begun) {
      share.pending.put(delivery.key(), delivery);
    } else if (delivery.attempts() == 0 && share.pending.putIfAbsent(delivery.key(), delivery) == null) {
      // Else it is our own note of a failed attempt, which may come after it was told, or the alert was read twice.
      share.start(delivery);
    }
  }

  /** It was told, or given up: by us, mostly. */
  synchronized void settled(int partition, String key) {
    var share = shares.get(partition);
    if (share != null) {
      share.pending.remove(key);
    }
  }

  /** The partition is another process's from now on. */
  synchronized void drop(int partition) {
    var share = shares.remove(partition);
    if (share != null) {
      share.pending.clear();
      share.workers.keySet().forEach(Thread::interrupt);
    }
  }

  private synchronized double waiting() {
    return shares.values().stream().mapToInt(share -> share.pending.size()).sum();
  }

  private synchronized boolean isPending(Share share, Delivery delivery) {
    return share.pending.containsKey(delivery.key());
  }

  private synchronized void remove(Share share, Delivery delivery) {
    share.pending.remove(delivery.key());
  }

  @Override
  public synchronized void close() {
    shares.keySet().stream().toList().forEach(this::drop);
  }

  /** What lies in one partition, and who is at it. Guarded by the dispatcher, but for what is concurrent by itself. */
  private final class Share {
    /** By key, in the order in which they came. */
    final Map<String, Delivery> pending = new LinkedHashMap<>();
    final Map<Thread, Boolean> workers = new ConcurrentHashMap<>();
    final Map<String, Lane> lanes = new ConcurrentHashMap<>();
    /** By target and series: done when the last of them that came is. */
    final Map<String, CompletableFuture<Void>> last = new ConcurrentHashMap<>();
    boolean begun;

    void start(Delivery delivery) {
      var lane = lanes.computeIfAbsent(delivery.target(), any -> new Lane(new Semaphore(limits.perTarget(), true)));
      boolean tooMany = ++lane.waiting > limits.waiting();
      var done = new CompletableFuture<Void>();
      var queue = delivery.target() + "|" + delivery.series();
      var before = Optional.ofNullable(last.put(queue, done));
      var worker = Thread.ofVirtual().name("notify " + delivery.key()).unstarted(() -> {
        try {
          if (tooMany) {
            giveUp(delivery, "as many notifications wait for this target as may: " + limits.waiting());
          } else {
            await(before);
            deliver(delivery, lane);
          }
          remove(this, delivery);
        } catch (InterruptedException e) {
          // The partition is another process's now, or ours again, from its beginning.
        } catch (RuntimeException | Error e) {
          LOG.error("{} was not told; it will be when its partition is read again", delivery, e);
        } finally {
          done.complete(null);
          last.remove(queue, done);
          leave(lane, delivery);
          workers.remove(Thread.currentThread());
        }
      });
      workers.put(worker, true);
      worker.start();
    }

    private void leave(Lane lane, Delivery delivery) {
      synchronized (Dispatcher.this) {
        if (--lane.waiting == 0) {
          lanes.remove(delivery.target(), lane);
        }
      }
    }

    private static void await(Optional<CompletableFuture<Void>> before) throws InterruptedException {
      if (before.isPresent()) {
        try {
          before.get().get();
        } catch (ExecutionException e) {
          throw new IllegalStateException("it is only ever completed", e);
        }
      }
    }

    private void deliver(Delivery first, Lane lane) throws InterruptedException {
      var delivery = first;
      while (isPending(this, delivery)) {
        var pause = Duration.between(clock.instant(), delivery.dueAt());
        if (pause.isPositive()) {
          Thread.sleep(pause); // until it is due, in a thread of its own; losing the partition interrupts it
        }
        var outcome = attempt(delivery, lane);
        if (!(outcome instanceof Outcome.Told) && !isPending(this, delivery)) {
          return; // It was taken from us in the middle, which is no failure of the target.
        }
        var failed = delivery;
        switch (outcome) {
          case Outcome.Told() -> {
            journal.settled(delivery);
            return;
          }
          case Outcome.Hopeless(var why) -> {
            giveUp(delivery, why);
            return;
          }
          case Outcome.Failed(var why, var retryAfter) -> {
            var due = backoff.next(delivery, delivery.attempts() + 1, clock.instant(), retryAfter, ThreadLocalRandom.current());
            if (due.isEmpty()) {
              giveUp(delivery.failed(why, delivery.dueAt()), "given up after " + (delivery.attempts() + 1) + " attempts; the last: " + why);
              return;
            }
            LOG.info("{}: attempt {} failed: {}; the next is at {}", delivery, delivery.attempts() + 1, why, due.get());
            failed = delivery.failed(why, due.get());
            journal.failed(failed);
          }
        }
        delivery = failed;
      }
    }

    private Outcome attempt(Delivery delivery, Lane lane) throws InterruptedException {
      lane.places.acquire();
      try {
        places.acquire();
        try {
          long began = System.nanoTime();
          var outcome = outcome(delivery);
          Timer.builder("tributary.notifications").description("attempts to tell a target of an alert, by outcome")
              .tag("channel", channel(delivery)).tag("outcome", name(outcome)).register(metrics)
              .record(Duration.ofNanos(System.nanoTime() - began));
          return outcome;
        } finally {
          places.release();
        }
      } finally {
        lane.places.release();
      }
    }

    private Outcome outcome(Delivery delivery) throws InterruptedException {
      try {
        return attempt.at(delivery);
      } catch (RuntimeException e) {
        LOG.error("{}: an attempt failed in a way that nobody foresaw", delivery, e);
        return Outcome.failed("internal error");
      }
    }

    /** A dead letter is written, or it is not dead. */
    private void giveUp(Delivery delivery, String why) throws InterruptedException {
      while (true) {
        try {
          journal.dead(delivery, why);
          break;
        } catch (RuntimeException e) {
          LOG.warn("{} cannot be given up now", delivery, e);
          Thread.sleep(JOURNAL_PAUSE); // nothing tells when Kafka takes records again; losing the partition interrupts it
        }
      }
      LOG.warn("{} is given up: {}", delivery, why);
      metrics.counter("tributary.notifications.dead", "channel", channel(delivery)).increment();
      journal.settled(delivery);
    }
  }

  private static final class Lane {
    final Semaphore places;
    int waiting;

    Lane(Semaphore places) {
      this.places = places;
    }
  }

  private static String channel(Delivery delivery) {
    return Handle.parse(delivery.handle()).map(handle -> switch (handle) {
      case Handle.ToWebhook ignored -> "webhook";
      case Handle.ToSlack ignored -> "slack";
      case Handle.ToMail ignored -> "mail";
    }).orElse("none");
  }

  private static String name(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Told() -> "told";
      case Outcome.Failed ignored -> "failed";
      case Outcome.Hopeless ignored -> "hopeless";
    };
  }
}
