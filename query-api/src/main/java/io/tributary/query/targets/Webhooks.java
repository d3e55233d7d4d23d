package io.tributary.query.targets;

import java.util.List;
import java.util.Optional;

/** The webhooks of everybody. Safe for use by many threads. */
public interface Webhooks {
  /** Empty where the owner has none of that name. */
  Optional<Webhook> find(String owner, String name);

  /** By name. */
  List<Webhook> of(String owner);

  /** Whether everything that was written before this process began has been read. */
  boolean isCaughtUp();

  /** What becomes of one webhook, decided on its latest state. */
  @FunctionalInterface
  interface Change {
    /** @return the webhook from now on; empty for none, or, where {@code now} is empty too, for no change */
    Optional<Webhook> apply(Optional<Webhook> now, int others);
  }

  /**
   * Changes one webhook; decisions in this process come one after the other, and when it returns, {@link #find} knows. A decision may
   * throw, and nothing is changed then.
   *
   * @throws org.apache.kafka.common.KafkaException or IllegalStateException when it could not be written, or not be read back in time
   */
  void change(String owner, String name, Change change);
}
