package io.tributary.ingest;

import io.tributary.ingest.intake.EventSink;
import io.tributary.model.UsageEvent;
import java.util.ArrayList;
import java.util.List;

/** The twin of a sink: keeps what it is given, or refuses it as it is told to. */
public final class InMemorySink implements EventSink {
  public final List<UsageEvent> stored = new ArrayList<>();
  public final List<Long> versions = new ArrayList<>();
  public volatile Receipt receipt = new Receipt.Stored();

  @Override
  public synchronized Receipt write(List<UsageEvent> events, long directoryVersion) {
    if (receipt instanceof Receipt.Stored) {
      stored.addAll(events);
      versions.add(directoryVersion);
    }
    return receipt;
  }

  public synchronized List<String> ids() {
    return stored.stream().map(UsageEvent::id).toList();
  }
}
