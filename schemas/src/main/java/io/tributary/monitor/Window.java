package io.tributary.monitor;

import io.tributary.model.Hours;
import java.util.Locale;

/** The slots that a value is made of. */
public sealed interface Window {
  /** The first of them when the running one is {@code slot}; {@code slot} is the last. */
  int first(int slot);

  /** As a query writes it: {@code last_4h}. */
  String text();

  /** The running slot and those before it, as many as the span has. */
  record Last(Span span) implements Window {
    @Override
    public int first(int slot) {
      return slot - span.slots() + 1;
    }

    @Override
    public String text() {
      return "last_" + span;
    }
  }

  /** Cumulative: since the UTC hour or day began. */
  record Current(Unit unit) implements Window {
    public enum Unit { HOUR, DAY }

    @Override
    public int first(int slot) {
      return Math.floorDiv(slot, slots()) * slots();
    }

    private int slots() {
      return unit == Unit.HOUR ? Hours.SLOTS : 24 * Hours.SLOTS;
    }

    @Override
    public String text() {
      return "current_1" + unit.name().toLowerCase(Locale.ROOT).charAt(0);
    }
  }
}
