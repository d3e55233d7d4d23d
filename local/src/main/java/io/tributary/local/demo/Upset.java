package io.tributary.local.demo;

import io.tributary.model.Hours;
import io.tributary.model.Quantity;
import io.tributary.model.UsageEvent;
import java.time.Instant;
import java.util.Optional;

/**
 * An org that uses five times as much for five minutes, and, a quarter of an hour later, nothing for five: for whoever wants to see what
 * monitors make of it.
 *
 * @param org public id
 * @param spike the five minutes of more; of counted entities there are as many as ever
 * @param drop the five minutes without any usage
 */
public record Upset(String org, int spike, int drop) {
  private static final int TIMES = 5;
  private static final int SLOTS_BETWEEN = 3;

  /** The spike comes with these five minutes. */
  static Upset of(String org, int spike) {
    return new Upset(org, spike, spike + SLOTS_BETWEEN);
  }

  /** With the second five minutes that begin from now on: until then, five to ten minutes, monitors can be made. */
  static Upset soon(String org, Instant now) {
    return of(org, Hours.slotOf(now) + 2);
  }

  public Instant spikesAt() {
    return Hours.slotStart(spike);
  }

  public Instant dropsAt() {
    return Hours.slotStart(drop);
  }

  /** What becomes of an event of the feed; nothing, while the org has stopped. */
  Optional<UsageEvent> upset(UsageEvent event) {
    if (!event.org().equals(org)) {
      return Optional.of(event);
    }
    int slot = Hours.slotOf(event.time());
    return slot == drop ? Optional.empty() : Optional.of(slot == spike && event.quantity() != null ? more(event) : event);
  }

  private static UsageEvent more(UsageEvent event) {
    var quantity = Quantity.ZERO;
    for (int time = 0; time < TIMES; time++) {
      quantity = quantity.plus(event.quantity());
    }
    return new UsageEvent(event.id(), event.source(), event.org(), event.family(), event.usageType(), event.time(), quantity,
        event.entity(), event.tags());
  }
}
