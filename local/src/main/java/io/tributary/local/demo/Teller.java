package io.tributary.local.demo;

import io.tributary.ingest.intake.EventSink;
import io.tributary.ingest.intake.EventSink.Receipt;
import io.tributary.model.UsageEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** Follows a plan at full speed: makes its events, writes them, and moves the checkpoint behind what was acknowledged. */
final class Teller {
  private static final int BATCH = 4000;
  private static final long HOUR_SECONDS = 3600;
  private static final Duration PAUSE = Duration.ofMillis(300);

  private final EventSink sink;
  private final LongSupplier directoryVersion;
  private final CheckpointFile file;
  private final CountDownLatch stop;

  /** Hears how the telling goes. */
  interface Listener {
    /** @param sent events since the plan was begun; @param second how far the story is told */
    void told(long sent, long second);
  }

  /** @param stop once it is open, telling ends at the next checkpoint */
  Teller(EventSink sink, LongSupplier directoryVersion, CheckpointFile file, CountDownLatch stop) {
    this.sink = sink;
    this.directoryVersion = directoryVersion;
    this.file = file;
    this.stop = stop;
  }

  /**
   * Tells what is planned.
   *
   * @param isNew which events are not on the topic yet
   * @return the checkpoint at the end, or where it was told to stop
   */
  Checkpoint tell(Checkpoint plan, Predicate<UsageEvent> isNew, Listener listener) {
    var generator = new Generator(plan.seed(), plan.anchor());
    var checkpoint = plan;
    var batch = new ArrayList<UsageEvent>(BATCH + 1000);
    long sent = 0;
    long at = plan.toldTo();
    while (at < plan.plannedTo() && stop.getCount() > 0) {
      // An hour has the same events whether it is told in one go or after a crash, because a plan is always cut in the same places.
      long next = plan.rate() > 0 ? at + 1 : Math.min(plan.plannedTo(), (at / HOUR_SECONDS + 1) * HOUR_SECONDS);
      (plan.rate() > 0 ? generator.second(at, plan.rate()) : generator.past(at, next)).stream().filter(isNew).forEach(batch::add);
      at = next;
      if (batch.size() >= BATCH || at == plan.plannedTo()) {
        if (!write(batch)) {
          return checkpoint;
        }
        sent += batch.size();
        batch.clear();
        checkpoint = checkpoint.told(at);
        file.save(checkpoint);
        listener.told(sent, at);
      }
    }
    return checkpoint;
  }

  /** Until it is stored. @return false when told to stop before */
  private boolean write(List<UsageEvent> events) {
    try {
      while (!events.isEmpty() && !(sink.write(events, directoryVersion.getAsLong()) instanceof Receipt.Stored)) {
        if (stop.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
          return false;
        }
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
