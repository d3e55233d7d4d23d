package io.tributary.aggregator.flow;

import java.time.Instant;

/** Where in usage-events a record lies, and when the broker appended it. */
record Origin(int partition, long offset, long appendedMillis) {
  Instant appended() {
    return Instant.ofEpochMilli(appendedMillis);
  }
}
