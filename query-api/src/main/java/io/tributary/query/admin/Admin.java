package io.tributary.query.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.codec.JsonFields;
import io.tributary.model.Access;
import io.tributary.model.AuditEvent.Actor;
import io.tributary.model.Directory;
import io.tributary.model.Org;
import io.tributary.model.Org.Placement;
import io.tributary.model.Problem;
import io.tributary.query.access.Caller;
import io.tributary.rules.Audits;
import io.tributary.rules.DirectoryRules;
import io.tributary.topics.ControlWriter.Decision;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Changes of the world. Each is a world document, of everything or of one entry, judged and written as a whole on the
 * latest state.
 */
public final class Admin {
  private final EditableControl control;
  private final InstantSource clock;
  private final Actor actor;

  /** What came of a change. */
  public sealed interface Outcome {
    /** @param changes how many records; 0 when all was like that already */
    record Written(int changes) implements Outcome {}

    /** Nothing was written. */
    record Refused(List<Problem> problems) implements Outcome {}
  }

  /** What is asked for, read against the latest state. */
  interface Reader {
    Reading read(Directory directory, Access access);
  }

  public Admin(EditableControl control, InstantSource clock) {
    this(control, clock, new Actor(DirectoryRules.OPERATOR_ORG, "", Optional.empty()));
  }

  private Admin(EditableControl control, InstantSource clock, Actor actor) {
    this.control = control;
    this.clock = clock;
    this.actor = actor;
  }

  InstantSource clock() {
    return clock;
  }

  /** The same, of which is kept that this caller changed it. */
  Admin by(Caller caller) {
    return new Admin(control, clock, new Actor(caller.org(), caller.key(), caller.user()));
  }

  public EditableControl control() {
    return control;
  }

  /** The world document of what this process knows. */
  public ObjectNode world() {
    return WorldWriter.write(control.directory(), control.access());
  }

  public Outcome apply(JsonNode document) {
    return decide((directory, access) -> WorldReader.read(document, directory, access));
  }

  /** What must be so on the latest state before the rules are asked; they would tell of what the caller may not know of. */
  interface Condition {
    /** @return what is wrong, with fields as in the entry; none when it may go on */
    List<Problem> unmet(Directory directory, List<Directory.Change> changes);
  }

  /**
   * One entry of one section.
   *
   * @param ids the fields that name it, which the entry itself need not repeat
   */
  public Outcome put(String section, Map<String, String> ids, JsonNode entry) {
    return put(section, ids, entry, (directory, changes) -> List.of());
  }

  Outcome put(String section, Map<String, String> ids, JsonNode entry, Condition condition) {
    if (!(entry instanceof ObjectNode object)) {
      return new Outcome.Refused(List.of(new Problem("", "not_an_object", "the body must be an object")));
    }
    var named = object.deepCopy();
    var problems = new ArrayList<Problem>();
    ids.forEach((field, id) -> {
      if (named.hasNonNull(field) && !named.get(field).asText().equals(id)) {
        problems.add(new Problem(field, "mismatch", "'" + named.get(field).asText() + "' is not what the address names: '" + id + "'"));
      }
      named.put(field, id);
    });
    if (!problems.isEmpty()) {
      return new Outcome.Refused(problems);
    }
    var document = JsonNodeFactory.instance.objectNode();
    document.putArray(section).add(named);
    var outcome = decide((directory, access) -> {
      var reading = WorldReader.read(document, directory, access);
      var unmet = condition.unmet(directory, reading.directory());
      return unmet.isEmpty() ? reading : Reading.bad(unmet);
    });
    return switch (outcome) {
      case Outcome.Refused(var all) -> new Outcome.Refused(all.stream().map(problem -> within(section + "[0]", problem)).toList());
      case Outcome.Written written -> written;
    };
  }

  /** The contracts of an account that there is, all of them. */
  public Outcome connections(String account, JsonNode body) {
    if (control.directory().account(account).isEmpty()) {
      return unknown("account", account);
    }
    var problems = new ArrayList<Problem>();
    var fields = new JsonFields(body, "", problems);
    if (!fields.has("connections")) {
      fields.problem("connections", "missing", "is required: a list, which may be empty");
    }
    fields.refuseOthers();
    return problems.isEmpty() ? put("accounts", Map.of("public_id", account), body) : new Outcome.Refused(problems);
  }

  /** From an hour on, for good: what was planned for later hours is dropped. */
  public Outcome move(String org, JsonNode body) {
    if (control.directory().org(org).isEmpty()) {
      return unknown("org", org);
    }
    var now = clock.instant();
    return decide((directory, access) -> {
      var problems = new ArrayList<Problem>();
      var fields = new JsonFields(body, "", problems);
      var from = fields.optionalParsed("from", HourText::parse).orElse(DirectoryRules.firstOpenHour(now));
      var place = new Placement(from, fields.optionalText("parent"), fields.optionalText("account"));
      fields.refuseOthers();
      if (!problems.isEmpty()) {
        return Reading.bad(problems);
      }
      var was = directory.org(org).orElseThrow();
      var placements = new ArrayList<>(was.placements().stream().filter(each -> each.fromHour() < from).toList());
      placements.add(place);
      var places = new Places();
      places.add("orgs." + org + ".placements[" + (placements.size() - 1) + "]", "");
      return Reading.of(new Directory.Change.PutOrg(new Org(org, was.name(), was.region(), placements)), places);
    }, now);
  }

  Outcome decide(Reader reader) {
    return decide(reader, clock.instant());
  }

  private Outcome decide(Reader reader, Instant now) {
    var written = new AtomicInteger();
    var problems = control.write((directory, access) -> {
      var reading = reader.read(directory, access);
      written.set(reading.size());
      return switch (reading.decide(directory, access, now)) {
        case Decision.Write(var changes, var accessChanges, var ignored) -> new Decision.Write(changes, accessChanges,
            Audits.of(access, accessChanges, actor, now, () -> UUID.randomUUID().toString()));
        case Decision.Refuse refuse -> refuse;
      };
    });
    return problems.isEmpty() ? new Outcome.Written(written.get()) : new Outcome.Refused(problems);
  }

  static Outcome.Refused unknown(String what, String id) {
    return new Outcome.Refused(List.of(notFound(what, id)));
  }

  static Problem notFound(String what, String id) {
    return new Problem("", NOT_FOUND, "there is no " + what + " '" + id + "'");
  }

  /** The code of the one problem that is about the address, not the body. */
  static final String NOT_FOUND = "not_found";

  private static Problem within(String place, Problem problem) {
    var field = problem.field();
    return !field.startsWith(place) ? problem
        : new Problem(field.equals(place) ? "" : field.substring(place.length() + 1), problem.code(), problem.detail());
  }
}
