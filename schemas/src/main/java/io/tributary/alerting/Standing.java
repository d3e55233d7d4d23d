package io.tributary.alerting;

import java.time.Instant;

/**
 * Where one group of a monitor stands, and what was told of it.
 *
 * @param state what it is
 * @param told what the last notification said, or would have said but for its age
 * @param transition how many changes of {@code told} there were
 * @param slot the five minutes that decided {@code state}
 * @param since when the first five minutes of {@code state} began
 * @param toldAt when {@code told} was told
 * @param repeats how often it was told again
 */
public record Standing(AlertState state, AlertState told, long transition, int slot, Instant since, Instant toldAt, int repeats) {
  /** Of a group that nothing was ever said of. */
  public static final Standing NEW =
      new Standing(AlertState.OK, AlertState.OK, 0, Integer.MIN_VALUE, Instant.EPOCH, Instant.EPOCH, 0);

  /** Whether time alone may change what is to be told. */
  public boolean isOpen() {
    return state != AlertState.OK || told != AlertState.OK;
  }

  Standing at(int decided) {
    return new Standing(state, told, transition, decided, since, toldAt, repeats);
  }

  Standing moved(AlertState to, int decided, Instant from) {
    return new Standing(to, told, transition, decided, from, toldAt, repeats);
  }

  Standing told(AlertState said, Instant now) {
    return new Standing(state, said, transition + 1, slot, since, now, 0);
  }

  Standing repeated(Instant now) {
    return new Standing(state, told, transition, slot, since, now, repeats + 1);
  }
}
