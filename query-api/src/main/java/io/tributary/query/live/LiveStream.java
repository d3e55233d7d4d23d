package io.tributary.query.live;

import io.tributary.query.access.Caller;
import io.tributary.query.access.Gate.Admission;
import io.tributary.query.live.LiveCell.Change;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * One subscriber's stream. Events are made when they are asked for, so a connection that takes none holds no more than its
 * outbox. It has one subscriber; whoever is never subscribed to, or takes nothing for long, is let go.
 */
public final class LiveStream implements Publisher<LiveEvent> {
  /** A connection that takes nothing for so long is dead: a living one has a heartbeat to take. */
  static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Caller caller;
  private final Supplier<Admission> admission;
  private final InstantSource clock;
  private final Consumer<LiveStream> release;
  private final AtomicInteger draining = new AtomicInteger();
  // All below under the lock of this.
  private final Outbox outbox;
  private volatile Subscriber<? super LiveEvent> subscriber;
  private long demand;
  private Instant lastTaken;
  private boolean over;
  private volatile boolean dead;

  /**
   * @param caller who was let in
   * @param admission what becomes of its keys when they are judged anew
   * @param release called once, when the stream is over
   */
  LiveStream(Caller caller, Supplier<Admission> admission, Outbox outbox, InstantSource clock,
      Consumer<LiveStream> release) {
    this.caller = caller;
    this.admission = admission;
    this.outbox = outbox;
    this.clock = clock;
    this.release = release;
    this.lastTaken = clock.instant();
  }

  @Override
  public void subscribe(Subscriber<? super LiveEvent> only) {
    synchronized (this) {
      if (subscriber != null) {
        throw new IllegalStateException("a live stream has one subscriber");
      }
      subscriber = only;
    }
    only.onSubscribe(new Subscription() {
      @Override
      public void request(long n) {
        synchronized (LiveStream.this) {
          demand = n > Long.MAX_VALUE - demand ? Long.MAX_VALUE : demand + n;
        }
        drain(clock.instant());
      }

      @Override
      public void cancel() {
        finish();
      }
    });
  }

  /** Judges the keys again: those that would not be let in now, or as somebody else, are told no more. */
  void judgeAgain() {
    switch (admission.get()) {
      case Admission.Admitted(var now, var ignored) -> {
        if (!now.place().equals(caller.place())) {
          end("the org of these keys has moved; connect again");
        }
      }
      case Admission.Unknown() -> end("these keys are no longer valid");
      case Admission.Lacks(var permission) -> end("the application key's role no longer has the permission " + permission);
      case Admission.NotParent() -> end("the org of these keys is no longer a parent org");
      case Admission.NotPartner() -> end("the org of these keys is no longer a partner's");
      case Admission.NotForPartner(var sentence) -> end(sentence);
      // Nothing is known against them.
      case Admission.NotReady() -> { }
    }
  }

  synchronized void offer(List<Change> changes) {
    outbox.offer(changes);
  }

  synchronized void freshness(Freshness now) {
    outbox.freshness(now);
  }

  /** The last event will be {@code end}. */
  synchronized void end(String reason) {
    outbox.end(reason);
  }

  /** Sends what may be sent now, and gives up on a connection that has taken nothing for long. */
  void beat(Instant now) {
    drain(now);
    synchronized (this) {
      dead = lastTaken.plus(PATIENCE).isBefore(now);
    }
    drain(now);
  }

  /** A subscriber hears one thing after the other, whichever threads have something to say. */
  private void drain(Instant now) {
    if (draining.getAndIncrement() != 0) {
      return;
    }
    int seen = 1;
    do {
      for (var event = next(now); event != null; event = next(now)) {
        subscriber.onNext(event);
        if (event instanceof LiveEvent.End) {
          complete();
        }
      }
      if (dead) {
        complete();
      }
      seen = draining.addAndGet(-seen);
    } while (seen != 0);
  }

  private synchronized LiveEvent next(Instant now) {
    if (over || subscriber == null || demand == 0) {
      return null;
    }
    var event = outbox.next(now).orElse(null);
    lastTaken = now;
    if (event != null && demand != Long.MAX_VALUE) {
      demand--;
    }
    return event;
  }

  private void complete() {
    if (finish() && subscriber != null) {
      subscriber.onComplete();
    }
  }

  /** Whether it was this call that ended the stream. */
  private boolean finish() {
    synchronized (this) {
      if (over) {
        return false;
      }
      over = true;
    }
    release.accept(this);
    return true;
  }
}
