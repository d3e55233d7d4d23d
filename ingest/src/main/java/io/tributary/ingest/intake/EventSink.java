package io.tributary.ingest.intake;

import io.tributary.model.UsageEvent;
import java.util.List;

/** Where accepted events go. */
public interface EventSink {
  /**
   * Writes events that were found good. Returns when every one is stored durably, or as soon as one is known not to be: then
   * others may be stored nevertheless, and the same events are to be sent again. Blocks meanwhile: not for an event loop.
   *
   * @param directoryVersion version of the directory that judged them
   */
  Receipt write(List<UsageEvent> events, long directoryVersion);

  /** What became of a write. */
  sealed interface Receipt {
    /** Every event is stored. */
    record Stored() implements Receipt {}

    /** More comes in than goes out: send it again, later. */
    record Full() implements Receipt {}

    /** It cannot be stored now, and is no fault of the events. */
    record Unavailable(String reason) implements Receipt {}
  }
}
