package io.tributary.local.focus;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.model.Directory;
import io.tributary.model.UsageEvent;
import java.util.List;
import java.util.Map;

/** What an import needs of the installation that it goes to. */
interface Doors {
  /** @throws IllegalStateException saying why it cannot be read */
  Directory directory() throws InterruptedException;

  /** Writes a world document, or nothing. @throws IllegalStateException with everything that is wrong with it */
  void write(ObjectNode world) throws InterruptedException;

  /** Sends events, again and again with the same ids while that may help. */
  Answer send(List<UsageEvent> events) throws InterruptedException;

  sealed interface Answer {
    /** The others are stored. @param refused by place in the batch, from 0: those that never will be, each with every reason */
    record Stored(Map<Integer, List<String>> refused) implements Answer {}

    /** Whether they are stored is not known. */
    record Unknown(String why) implements Answer {}
  }
}
