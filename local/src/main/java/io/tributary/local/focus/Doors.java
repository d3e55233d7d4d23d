package io.tributary.local.focus;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.model.Directory;
import io.tributary.model.UsageEvent;
import java.util.List;

/** What an import needs of the installation that it goes to. */
interface Doors {
  /** @throws IllegalStateException saying why it cannot be read */
  Directory directory() throws InterruptedException;

  /** Writes a world document, or nothing. @throws IllegalStateException with everything that is wrong with it */
  void write(ObjectNode world) throws InterruptedException;

  /** Sends events, again and again with the same ids while that may help. @return what became of each, in their order */
  List<Fate> send(List<UsageEvent> events) throws InterruptedException;

  sealed interface Fate {
    record Stored() implements Fate {}

    /** It is not stored, and never will be. @param why everything that is wrong with it */
    record Refused(List<String> why) implements Fate {}

    /** Nobody knows whether it is stored. */
    record Unknown(String why) implements Fate {}
  }
}
