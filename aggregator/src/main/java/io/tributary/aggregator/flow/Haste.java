package io.tributary.aggregator.flow;

import java.time.Duration;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessingContext;

/**
 * Asks for a commit before the interval is over when something fresh was folded. A commit takes all tasks of a thread with it,
 * and each begins to wait anew, so a thread commits at most once per {@link Pace#live}.
 */
final class Haste {
  private long flushedAt;
  private long newest;
  private boolean asked;
  private Cancellable timer;

  /** Something was folded that was appended then; the pace says how long it may wait. */
  void folded(ProcessingContext context, Pace pace, long appendedMillis) {
    newest = Math.max(newest, appendedMillis);
    if (asked || pace.live().equals(pace.behind())) {
      return;
    }
    long now = context.currentSystemTimeMs();
    if (now - appendedMillis > Pace.FRESH_MILLIS) {
      return;
    }
    asked = true;
    long wait = flushedAt + pace.live().toMillis() - now;
    if (wait <= 0) {
      context.commit();
    } else {
      timer = context.schedule(Duration.ofMillis(wait), PunctuationType.WALL_CLOCK_TIME, any -> {
        cancel();
        context.commit();
      });
    }
  }

  /** The newest append time that was folded since the last flush: what the next level takes for the age of what it gets. */
  long newest(long otherwise) {
    return newest > 0 ? newest : otherwise;
  }

  void flushed(long now) {
    flushedAt = now;
    reset();
  }

  /** Streams keeps schedules when it initialises a task again: call it when the task closes, too. */
  void reset() {
    newest = 0;
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
