package io.tributary.aggregator.flow;

import io.tributary.avro.AccountDeltas;
import io.tributary.avro.LateEventRecord;
import io.tributary.avro.RejectedEventRecord;

/**
 * What becomes of the records of usage-events, and what the org level sends on. Each event has one of the first six, each is
 * counted, and each has a home: nothing is dropped in silence.
 */
sealed interface Outcome {
  /** It is in the fold. */
  record Counted() implements Outcome {}

  /** It was counted before; this copy adds nothing. */
  record Repeat() implements Outcome {}

  /** It waits in the parking store: the directory may yet explain it. */
  record Parked() implements Outcome {}

  record Rejected(String org, RejectedEventRecord record) implements Outcome {}

  record Late(LateEventRecord record) implements Outcome {}

  /** It lies in another partition than its org's; the copy that goes to the right one will be judged there. */
  record Misplaced(String org, byte[] bytes) implements Outcome {}

  /** Not of one event: there is something to flush before the commit. */
  record Bell() implements Outcome {
    static final Bell RINGS = new Bell();
  }

  /** Not of one event: what a commit adds to an account. */
  record Upward(AccountDeltas deltas) implements Outcome {}

  /** The Kafka key of what goes to a topic. */
  default String key() {
    return switch (this) {
      case Rejected rejected -> rejected.org();
      case Late late -> late.record().getAccount();
      case Misplaced misplaced -> misplaced.org();
      case Upward upward -> upward.deltas().getAccount();
      case Counted c -> throw new IllegalStateException("a counted event goes nowhere else");
      case Repeat r -> throw new IllegalStateException("a repeat goes nowhere");
      case Parked p -> throw new IllegalStateException("a parked event stays");
      case Bell b -> throw new IllegalStateException("a bell has no topic");
    };
  }
}
