package io.tributary.local.registry;

import static org.apache.avro.SchemaCompatibility.checkReaderWriterCompatibility;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/** What a new schema of a subject must be able to do with the data of the schemas before it, by Avro's resolution rules. */
enum Compatibility {
  NONE(false, false, false),
  BACKWARD(true, false, false),
  BACKWARD_TRANSITIVE(true, false, true),
  FORWARD(false, true, false),
  FORWARD_TRANSITIVE(false, true, true),
  FULL(true, true, false),
  FULL_TRANSITIVE(true, true, true);

  private final boolean readsOld;
  private final boolean isReadByOld;
  private final boolean transitive;

  Compatibility(boolean readsOld, boolean isReadByOld, boolean transitive) {
    this.readsOld = readsOld;
    this.isReadByOld = isReadByOld;
    this.transitive = transitive;
  }

  /** @throws Refusal when there is no such level */
  static Compatibility of(String level) {
    for (var known : values()) {
      if (known.name().equalsIgnoreCase(level)) {
        return known;
      }
    }
    throw Refusal.invalidLevel(level);
  }

  /**
   * All the reasons why {@code candidate} may not follow {@code earlier}; none when it may.
   *
   * @param earlier the subject's schemas, oldest first
   */
  List<String> problems(Schema candidate, List<Schema> earlier) {
    var relevant = transitive || earlier.isEmpty() ? earlier : List.of(earlier.getLast());
    return relevant.stream().flatMap(old -> problems(candidate, old).stream()).toList();
  }

  List<String> problems(Schema candidate, Schema old) {
    var problems = new ArrayList<String>();
    if (readsOld) {
      collect("the new schema cannot read what the old one wrote", candidate, old, problems);
    }
    if (isReadByOld) {
      collect("the old schema cannot read what the new one writes", old, candidate, problems);
    }
    return problems;
  }

  private static void collect(String what, Schema reader, Schema writer, List<String> problems) {
    for (var found : checkReaderWriterCompatibility(reader, writer).getResult().getIncompatibilities()) {
      problems.add(what + ": " + found.getType() + " at " + found.getLocation() + ": " + found.getMessage());
    }
  }
}
