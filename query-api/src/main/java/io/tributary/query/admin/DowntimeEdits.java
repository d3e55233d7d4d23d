package io.tributary.query.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.tributary.model.Access;
import io.tributary.model.Directory;
import io.tributary.model.Directory.Change;
import io.tributary.model.Problem;
import io.tributary.monitor.Downtime;
import io.tributary.query.access.Caller;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/** Downtimes as their owner works on them. Somebody else's downtime is not there. */
final class DowntimeEdits {
  private final Admin admin;
  private final InstantSource clock;

  /** @param downtimes as they were written; none when nothing was */
  record Edited(Admin.Outcome outcome, List<Downtime> downtimes) {}

  private interface Edit {
    List<Downtime> of(Directory directory, Access access, List<Problem> problems);
  }

  DowntimeEdits(Admin admin, InstantSource clock) {
    this.admin = admin;
    this.clock = clock;
  }

  static Optional<Downtime> find(Caller caller, Directory directory, long id) {
    return directory.monitors().downtime(id).filter(downtime -> downtime.owner().equals(Owners.of(caller)));
  }

  Edited create(Caller caller, JsonNode body) {
    return write((directory, access, problems) -> DowntimeJson.read(body, fresh(caller, directory, access), problems).stream().toList());
  }

  private Downtime fresh(Caller caller, Directory directory, Access access) {
    return DowntimeJson.fresh(directory.monitors().nextDowntimeId(), Owners.of(caller), clock.instant(),
        MonitorEdits.creator(caller, access));
  }

  /** What is not named stays as it was. */
  Edited edit(Caller caller, long id, JsonNode body) {
    return write((directory, access, problems) -> {
      var was = find(caller, directory, id);
      if (was.isEmpty()) {
        problems.add(Admin.notFound("downtime", Long.toString(id)));
      }
      return was.flatMap(one -> DowntimeJson.read(body, one, problems)).stream().toList();
    });
  }

  /** Ends those that are not over and are meant; that none is is no problem. */
  Edited cancel(Caller caller, Predicate<Downtime> meant) {
    var now = clock.instant();
    return write((directory, access, problems) -> directory.monitors().downtimesOf(Owners.of(caller)).stream()
        .filter(each -> isOpen(each, now)).filter(meant).map(each -> new Downtime(each.id(), each.owner(), each.scope(), each.monitor(),
            each.monitorTags(), each.start(), each.end(), Optional.of(now), each.message(), each.creator())).toList());
  }

  static boolean isOpen(Downtime downtime, Instant now) {
    return downtime.cancelled().isEmpty() && (downtime.end().isEmpty() || downtime.end().get().isAfter(now));
  }

  /** @param body {@code scope} and {@code end}, neither needed */
  Edited mute(Caller caller, long monitor, JsonNode body) {
    return write((directory, access, problems) -> {
      var fresh = fresh(caller, directory, access);
      return DowntimeJson.read(body,
          new Downtime(fresh.id(), fresh.owner(), fresh.scope(), OptionalLong.of(monitor), List.of(), fresh.start(),
          fresh.end(), Optional.empty(), "", fresh.creator()), problems).stream().toList();
    });
  }

  private Edited write(Edit edit) {
    var written = new AtomicReference<List<Downtime>>(List.of());
    var outcome = admin.decide((directory, access) -> {
      var problems = new ArrayList<Problem>();
      var downtimes = edit.of(directory, access, problems);
      written.set(downtimes);
      var places = new Places();
      downtimes.forEach(one -> places.add("downtimes." + one.id(), ""));
      var changes = downtimes.stream().<Change>map(Change.PutDowntime::new).toList();
      return new Reading(changes, List.of(), problems, places, Set.of());
    });
    return new Edited(outcome, outcome instanceof Admin.Outcome.Written ? written.get() : List.of());
  }
}
