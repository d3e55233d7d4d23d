package io.tributary.query.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.model.Access;
import io.tributary.model.Directory;
import io.tributary.model.Directory.Change;
import io.tributary.model.Hours;
import io.tributary.model.Problem;
import io.tributary.monitor.BuiltIn;
import io.tributary.monitor.Monitor;
import io.tributary.monitor.MonitorJson;
import io.tributary.monitor.MonitorJson.Draft;
import io.tributary.query.access.Caller;
import io.tributary.query.access.Caller.Place;
import io.tributary.topics.ControlWriter.Decision;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** Monitors as their owner works on them. Somebody else's monitor is not there. */
final class MonitorEdits {
  /** What an author says of a monitor; the rest is said of it. */
  private static final Set<String> WRITTEN = Set.of("name", "type", "query", "message", "tags", "priority", "options");

  private final Admin admin;
  private final InstantSource clock;

  /** @param monitor as it was written; empty when it was not */
  record Edited(Admin.Outcome outcome, Optional<Monitor> monitor) {}

  /** What is to be written, on the latest state. */
  private interface Edit {
    Optional<Monitor> of(Directory directory, Access access, List<Problem> problems);
  }

  MonitorEdits(Admin admin, InstantSource clock) {
    this.admin = admin;
    this.clock = clock;
  }

  /** The caller's own; empty when it has none of this id. */
  static Optional<Monitor> find(Caller caller, Directory directory, long id) {
    return directory.monitors().find(id).filter(monitor -> monitor.owner().equals(Owners.of(caller)));
  }

  /** One that nobody made, of an account that the caller sees as a whole. */
  static Optional<Monitor> builtIn(Caller caller, Directory directory, long id, Instant now) {
    return id < BuiltIn.FIRST_ID ? Optional.empty() : directory.accounts().stream().filter(account -> switch (caller.place()) {
      case Place.PartnerAdmin(var partner) -> account.partnerAt(Hours.of(now)).filter(partner::equals).isPresent();
      case Place.AccountRoot(var own) -> account.publicId().equals(own);
      case Place.Child ignored -> false;
      case Place.Nowhere ignored -> false;
    }).map(BuiltIn::firstUsage).filter(monitor -> monitor.id() == id).findFirst();
  }

  Edited create(Caller caller, JsonNode body) {
    return write((directory, access, problems) -> made(caller, directory, access, body, problems));
  }

  /** What is not named stays as it was; the options are replaced as a whole. */
  Edited edit(Caller caller, long id, JsonNode body) {
    return write((directory, access, problems) -> find(caller, directory, id)
        .flatMap(was -> draft(caller, directory, merged(was, body), problems)
            .map(draft -> draft.by(id, was.owner(), was.created(), clock.instant(), was.creator())))
        .or(() -> unknown(caller, directory, id, problems)));
  }

  Edited delete(Caller caller, long id) {
    var deleted = new AtomicReference<Monitor>();
    var outcome = admin.decide((directory, access) -> {
      var was = find(caller, directory, id);
      deleted.set(was.orElse(null));
      return was.isEmpty() ? Reading.bad(List.of(Admin.notFound("monitor", Long.toString(id))))
          : Reading.of(new Change.DeleteMonitor(id), new Places());
    });
    return edited(outcome, deleted);
  }

  /** What would be wrong with a new monitor, or, where one is named, with a change of it. */
  List<Problem> validate(Caller caller, Optional<Long> id, JsonNode body) {
    var control = admin.control();
    var problems = new ArrayList<Problem>();
    var directory = control.directory();
    var monitor = id.isEmpty() ? made(caller, directory, control.access(), body, problems)
        : find(caller, directory, id.get()).flatMap(was -> draft(caller, directory, merged(was, body), problems)
            .map(draft -> draft.by(was.id(), was.owner(), was.created(), clock.instant(), was.creator())))
            .or(() -> unknown(caller, directory, id.get(), problems));
    return reading(monitor, problems).decide(directory, control.access(), clock.instant()) instanceof Decision.Refuse(var refused)
        ? refused : List.of();
  }

  private Optional<Monitor> made(Caller caller, Directory directory, Access access, JsonNode body, List<Problem> problems) {
    var now = clock.instant();
    return draft(caller, directory, body, problems)
        .map(draft -> draft.by(directory.monitors().nextMonitorId(), Owners.of(caller), now, now, creator(caller, access)));
  }

  private static Optional<Monitor> unknown(Caller caller, Directory directory, long id, List<Problem> problems) {
    if (find(caller, directory, id).isEmpty()) {
      problems.add(Admin.notFound("monitor", Long.toString(id)));
    }
    return Optional.empty();
  }

  private Optional<Draft> draft(Caller caller, Directory directory, JsonNode body, List<Problem> problems) {
    var draft = MonitorJson.read(body, problems);
    draft.flatMap(one -> Owners.unseen(caller, directory, one.rule(), clock.instant())).ifPresent(problems::add);
    return draft;
  }

  private static JsonNode merged(Monitor was, JsonNode body) {
    if (!(body instanceof ObjectNode given)) {
      return body;
    }
    var merged = MonitorJson.write(was);
    merged.retain(WRITTEN);
    if (given.has("query") && !given.has("options") && merged.path("options").path("thresholds") instanceof ObjectNode thresholds) {
      // The query says the critical threshold; the one of the query before would only contradict it.
      thresholds.remove("critical");
    }
    given.fields().forEachRemaining(field -> merged.set(field.getKey(), field.getValue()));
    return merged;
  }

  static Optional<String> creator(Caller caller, Access access) {
    return access.standing(caller.key()).map(Access.ApplicationKey::name).filter(name -> !name.isBlank());
  }

  private Edited write(Edit edit) {
    var written = new AtomicReference<Monitor>();
    var outcome = admin.decide((directory, access) -> {
      var problems = new ArrayList<Problem>();
      var monitor = edit.of(directory, access, problems);
      written.set(monitor.orElse(null));
      return reading(monitor, problems);
    });
    return edited(outcome, written);
  }

  private static Edited edited(Admin.Outcome outcome, AtomicReference<Monitor> monitor) {
    return new Edited(outcome, outcome instanceof Admin.Outcome.Written ? Optional.ofNullable(monitor.get()) : Optional.empty());
  }

  private static Reading reading(Optional<Monitor> monitor, List<Problem> problems) {
    var places = new Places();
    monitor.ifPresent(one -> places.add("monitors." + one.id(), ""));
    var changes = monitor.<List<Change>>map(one -> List.of(new Change.PutMonitor(one))).orElse(List.of());
    return new Reading(changes, List.of(), problems, places, Set.of());
  }
}
