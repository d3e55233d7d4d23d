package io.tributary.aggregator.flow;

import java.time.Duration;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessingContext;

/**
 * Asks for a commit before the interval is over when a task folded something fresh. A commit takes all tasks of a thread with
 * it, so the pause between two is measured per thread: no thread asks more often than once per {@link Pace#pauseMillis}.
 */
final class Haste {
  /** When a task of this thread was last flushed, in milliseconds of the wall clock that Streams hands to processors. */
  private static final ThreadLocal<long[]> FLUSHED = ThreadLocal.withInitial(() -> new long[1]);

  private boolean asked;
  private Cancellable timer;

  /** Something was folded that was appended then; the pace says how long it may wait. */
  void folded(ProcessingContext context, Pace pace, long appendedMillis) {
    if (asked) {
      return;
    }
    long now = context.currentSystemTimeMs();
    long pause = pace.pauseMillis(now - appendedMillis);
    if (pause >= pace.behind().toMillis()) {
      return;
    }
    asked = true;
    long wait = FLUSHED.get()[0] + pause - now;
    if (wait <= 0) {
      context.commit();
    } else {
      timer = context.schedule(Duration.ofMillis(Math.min(wait, pause)), PunctuationType.WALL_CLOCK_TIME, any -> {
        cancel();
        context.commit();
      });
    }
  }

  void flushed(long now) {
    FLUSHED.get()[0] = Math.max(FLUSHED.get()[0], now);
    reset();
  }

  /** Streams keeps schedules when it initialises a task again: call it when the task closes, too. */
  void reset() {
    asked = false;
    cancel();
  }

  private void cancel() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }
}
