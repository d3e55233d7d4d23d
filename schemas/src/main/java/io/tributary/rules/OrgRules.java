package io.tributary.rules;

import io.tributary.model.Directory;
import io.tributary.model.Hours;
import io.tributary.model.Org;
import io.tributary.model.Org.Placement;
import io.tributary.model.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The changed orgs' places: every lineage ends at an account's one root org, at every hour, and keeps its past. */
final class OrgRules {
  private final Directory before;
  private final Directory after;
  private final int firstOpenHour;
  private final List<Problem> problems;
  private final Map<String, Org> changed = new LinkedHashMap<>();

  /** For how long an org is the root of an account: hours {@code from} to before {@code to}. */
  private record Reign(Org org, int index, int from, int to) {}

  OrgRules(Directory before, Directory after, int firstOpenHour, List<Problem> problems) {
    this.before = before;
    this.after = after;
    this.firstOpenHour = firstOpenHour;
    this.problems = problems;
  }

  void add(Org org) {
    changed.put(org.publicId(), org);
  }

  void check() {
    var sound = new ArrayList<Org>();
    for (var org : changed.values()) {
      names(org);
      if (inOrder(org)) {
        sound.add(org);
      }
    }
    sound.forEach(this::reachesAnAccount);
    noCycles(sound);
    oneRootAtATime();
    sound.forEach(org -> before.org(org.publicId()).ifPresent(known -> keepHistory(known, org)));
  }

  private void names(Org org) {
    var subject = "orgs." + org.publicId();
    Names.id(problems, subject + ".public_id", org.publicId());
    Names.name(problems, subject + ".name", org.name());
    Names.name(problems, subject + ".region", org.region());
    // The partner's own change says so when both come together.
    if (before.partner(org.publicId()).isPresent()) {
      problems.add(new Problem(subject + ".public_id", "taken", "'" + org.publicId() + "' is a partner's public id"));
    }
  }

  private boolean inOrder(Org org) {
    int found = problems.size();
    if (org.placements().isEmpty()) {
      problems.add(new Problem("orgs." + org.publicId() + ".placements", "missing",
          "an org needs a parent, or an account whose root it is"));
    }
    for (int i = 0; i < org.placements().size(); i++) {
      var placement = org.placements().get(i);
      if (placement.parent().isPresent() == placement.account().isPresent()) {
        problems.add(new Problem(field(org, i), "one_of", "needs either a parent or an account"));
      }
      if (i > 0 && placement.fromHour() <= org.placements().get(i - 1).fromHour()) {
        problems.add(new Problem(field(org, i) + ".from", "not_ascending", "must be after the placement before it, not "
            + Hours.start(placement.fromHour())));
      }
    }
    return problems.size() == found;
  }

  private void reachesAnAccount(Org org) {
    for (int i = 0; i < org.placements().size(); i++) {
      var placement = org.placements().get(i);
      var field = field(org, i);
      placement.account().filter(account -> after.account(account).isEmpty()).ifPresent(account -> problems.add(
          new Problem(field + ".account", "unknown_account", "no account has the public id '" + account + "'")));
      placement.parent().ifPresent(parent -> after.org(parent).ifPresentOrElse(known -> placed(known, placement, field), () ->
          problems.add(new Problem(field + ".parent", "unknown_parent", "no org has the public id '" + parent + "'"))));
    }
  }

  /** A placement since the beginning means: as soon as the parent is there. One with a date means that date. */
  private void placed(Org parent, Placement placement, String field) {
    var first = parent.placements().stream().mapToInt(Placement::fromHour).min();
    if (placement.fromHour() > 0 && first.isPresent() && first.getAsInt() > placement.fromHour()) {
      problems.add(new Problem(field + ".from", "no_root", "'" + parent.publicId() + "' is in no account's tree before "
          + Hours.start(first.getAsInt())));
    }
  }

  private void noCycles(List<Org> orgs) {
    var reported = new HashSet<Set<String>>();
    for (var org : orgs) {
      var turns = new TreeSet<Integer>();
      collectTurns(org.publicId(), turns, new HashSet<>());
      for (int hour : turns) {
        var circle = circle(org.publicId(), hour);
        if (!circle.isEmpty()) {
          if (reported.add(circle)) {
            problems.add(new Problem(field(org, org.placements().indexOf(org.placementAt(hour).orElseThrow())) + ".parent", "cycle",
                String.join(" < ", circle) + " < " + org.publicId() + " would be a circle from " + Hours.start(hour)));
          }
          break;
        }
      }
    }
  }

  private void collectTurns(String publicId, TreeSet<Integer> turns, Set<String> seen) {
    after.org(publicId).filter(org -> seen.add(org.publicId())).ifPresent(org -> org.placements().forEach(placement -> {
      turns.add(placement.fromHour());
      placement.parent().ifPresent(parent -> collectTurns(parent, turns, seen));
    }));
  }

  /** The orgs on the way from this one up to itself at an hour; empty when the way ends elsewhere. */
  private Set<String> circle(String start, int hour) {
    var way = new LinkedHashSet<String>();
    Optional<String> next = Optional.of(start);
    while (next.isPresent() && way.add(next.get())) {
      next = next.flatMap(after::org).flatMap(org -> org.placementAt(hour)).flatMap(Placement::parent);
    }
    return next.filter(start::equals).isPresent() ? way : Set.of();
  }

  private void oneRootAtATime() {
    var reigns = new LinkedHashMap<String, List<Reign>>();
    changed.values().stream().flatMap(org -> org.placements().stream()).flatMap(placement -> placement.account().stream())
        .forEach(account -> reigns.put(account, new ArrayList<>()));
    for (var org : after.orgs()) {
      for (int i = 0; i < org.placements().size(); i++) {
        var reign = new Reign(org, i, org.placements().get(i).fromHour(),
            i + 1 < org.placements().size() ? org.placements().get(i + 1).fromHour() : Integer.MAX_VALUE);
        org.placements().get(i).account().map(reigns::get).ifPresent(list -> list.add(reign));
      }
    }
    reigns.forEach(this::oneRootOf);
  }

  private void oneRootOf(String account, List<Reign> reigns) {
    // The changed orgs last among equals, so that the problem names what the caller can mend.
    reigns.sort(Comparator.comparingInt(Reign::from).thenComparing(this::isChanged).thenComparing(reign -> reign.org.publicId()));
    Reign longest = null;
    for (var reign : reigns) {
      if (longest != null && reign.from < longest.to && (isChanged(reign) || isChanged(longest))) {
        var wrong = isChanged(reign) ? reign : longest;
        var other = wrong == reign ? longest : reign;
        problems.add(new Problem(field(wrong.org, wrong.index) + ".account", "two_roots", "account '" + account
            + "' has the root org '" + other.org.publicId() + "' at " + Hours.start(reign.from) + ", and can have only one"));
      }
      longest = longest == null || reign.to > longest.to ? reign : longest;
    }
  }

  private boolean isChanged(Reign reign) {
    return changed.containsKey(reign.org.publicId());
  }

  private void keepHistory(Org known, Org org) {
    var turns = new TreeSet<Integer>();
    Stream.of(known, org).flatMap(each -> each.placements().stream()).forEach(placement -> turns.add(placement.fromHour()));
    for (int hour : turns.headSet(firstOpenHour)) {
      var was = place(known, hour);
      var would = org.placementAt(hour);
      if (!was.equals(place(org, hour))) {
        var field = would.map(placement -> field(org, org.placements().indexOf(placement))).orElse(field(org, 0));
        problems.add(new Problem(field + ".from", "back_dated", "org '" + org.publicId() + "' was " + was + " at " + Hours.start(hour)
            + "; what holds before " + Hours.start(firstOpenHour) + " can no longer change"));
        return;
      }
    }
  }

  private static String place(Org org, int hour) {
    return org.placementAt(hour).map(placement -> placement.parent().map(parent -> "under '" + parent + "'")
        .orElseGet(() -> "the root of '" + placement.account().orElseThrow() + "'")).orElse("nowhere");
  }

  private static String field(Org org, int index) {
    return "orgs." + org.publicId() + ".placements[" + index + "]";
  }
}
