package io.tributary.bench.node;

import io.tributary.avro.UsageEventRecord;
import io.tributary.bench.lab.ChildJvm;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Sends at a rate, and tells the parent now and then how many it has sent. For one thread. */
public final class Feed {
  private static final Duration PAUSE = Duration.ofMillis(2);
  private static final long TELL_EVERY = 1_000;
  /** Sent before the clock is looked at again: when the door is slow, the time must end all the same. */
  private static final int SLICE = 100;
  /** Below this share of the rate the load was another one than was asked for. */
  private static final double KEPT = 0.95;

  private final Load load;
  private final long rate;
  private final Supplier<UsageEventRecord> next;
  private long sent;

  /** @param rate events a second */
  public Feed(Load load, long rate, Supplier<UsageEventRecord> next) {
    this.load = load;
    this.rate = rate;
    this.next = next;
  }

  /** Keeps the rate for a while; what could not be sent in time is sent as soon as it can be. */
  public void run(long millis) throws InterruptedException {
    long began = System.nanoTime();
    long already = sent;
    for (long now = began; now - began < millis * 1_000_000; now = System.nanoTime()) {
      long due = (long) ((now - began) / 1e9 * rate);
      for (int slice = 0; slice < SLICE && sent - already < due; slice++) {
        load.send(next.get());
        sent++;
        if (sent % TELL_EVERY == 0) {
          System.out.println(ChildJvm.PROGRESS + sent);
        }
      }
      if (sent - already >= due) {
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  public long sent() {
    return sent;
  }

  /** Whether so many accepted events a second are the load that was asked for. */
  public boolean isKeptBy(double perSecond) {
    return perSecond >= rate * KEPT;
  }
}
