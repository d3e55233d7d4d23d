package io.tributary.query.admin;

import io.tributary.model.Access;
import io.tributary.model.Contract.Closes;
import io.tributary.model.Directory;
import io.tributary.model.Hours;
import io.tributary.model.Problem;
import io.tributary.rules.AccessRules;
import io.tributary.rules.DirectoryRules;
import io.tributary.topics.ControlWriter.Decision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a document asks for: the changes to what is known, and what could not be read.
 *
 * @param unreadable beginnings of rules' fields that would repeat, less clearly, what {@code problems} say already
 */
record Reading(
    List<Directory.Change> directory, List<Access.Change> access, List<Problem> problems, Places places, Set<String> unreadable) {
  static Reading of(Directory.Change change, Places places) {
    return new Reading(List.of(change), List.of(), List.of(), places, Set.of());
  }

  static Reading of(Access.Change change, Places places) {
    return new Reading(List.of(), List.of(change), List.of(), places, Set.of());
  }

  static Reading nothing() {
    return bad(List.of());
  }

  static Reading bad(List<Problem> problems) {
    return new Reading(List.of(), List.of(), problems, new Places(), Set.of());
  }

  int size() {
    return directory.size() + access.size();
  }

  /** The timer closes a new contract's months from the running one on: earlier ones may still get their history. */
  private static Directory.Change dated(Directory.Change change, Instant now) {
    return change instanceof Directory.Change.PutContract(var contract) && contract.closes().fromMonth() == Closes.UNSET
        ? new Directory.Change.PutContract(contract.with(contract.closes().from(Hours.monthOf(now)))) : change;
  }

  /** Writes everything, or nothing and says everything that is wrong with it. */
  Decision decide(Directory knownDirectory, Access knownAccess, Instant now) {
    var all = new ArrayList<>(problems);
    var changes = directory.stream().map(change -> dated(change, now)).toList();
    var directoryProblems = DirectoryRules.check(knownDirectory, changes, now);
    var withoutTypes = changes.stream().filter(change -> !(change instanceof Directory.Change.PutUsageType)).toList();
    var accessProblems = AccessRules.check(knownDirectory.with(withoutTypes, knownDirectory.version()), knownAccess, access);
    Stream.concat(directoryProblems.stream(), accessProblems.stream())
        .filter(problem -> unreadable.stream().noneMatch(problem.field()::startsWith))
        .map(places::translate).forEach(all::add);
    return all.isEmpty() ? new Decision.Write(changes, access) : new Decision.Refuse(all);
  }
}
