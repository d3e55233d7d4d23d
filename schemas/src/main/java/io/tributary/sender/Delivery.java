package io.tributary.sender;

import io.tributary.model.Problem;
import java.util.List;

/** What became of one event. */
public sealed interface Delivery {
  /**
   * It is stored, on every replica that the broker waits for, and will be judged once.
   *
   * @param attempts requests that it took, from 1
   */
  record Accepted(int attempts) implements Delivery {}

  /**
   * It is not stored and never will be: sending it again would not help.
   *
   * @param problems all that is wrong with it
   */
  record Refused(List<Problem> problems) implements Delivery {
    public Refused {
      problems = List.copyOf(problems);
    }
  }

  /**
   * Nobody knows: the deadline passed, the sender was closed, or the door refuses the whole request (a wrong key). It may be stored.
   * Sending it again with the same id counts it once either way.
   *
   * @param reason the last answer or failure, in words: {@code 503: the directory is still being read}
   * @param cause what was thrown at last; null when there was an answer
   * @param attempts requests that it was part of; 0 when there was no time for one
   */
  record GaveUp(String reason, Throwable cause, int attempts) implements Delivery {}
}
