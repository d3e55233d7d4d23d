package io.tributary.bench.node;

import io.tributary.avro.UsageEventRecord;
import java.util.List;

/** A way into Tributary. For one thread. */
public interface Load extends AutoCloseable {
  /** Takes the event; waits when too many are under way. */
  void send(UsageEventRecord event) throws InterruptedException;

  /** Waits until the fate of all that was sent is known. */
  void flush() throws InterruptedException;

  /** Events that were accepted so far. */
  long accepted();

  /** What went wrong, if anything did. */
  List<String> problems();

  @Override
  void close();
}
