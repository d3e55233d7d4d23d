package io.tributary.query.admin;

import io.tributary.codec.JsonFields;
import io.tributary.model.Directory;
import io.tributary.model.Directory.Change;
import io.tributary.model.Org;
import io.tributary.model.Org.Placement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the orgs of a world document. An org's place is said in one of three ways: {@code parent} or {@code account}
 * (since the beginning, or since {@code from}); {@code placements}, each with its own {@code from}; or by standing among
 * its parent's {@code children}.
 */
final class OrgReader {
  /** Since before anything can have been booked. */
  static final int BEGINNING = 0;

  /** Holds the place of what could not be read, so that others may still refer to its org. */
  private static final Placement UNREADABLE = new Placement(BEGINNING, Optional.empty(), Optional.empty());

  private final Directory known;
  private final Places places;
  private final Set<String> unreadable;
  private final List<Change> changes = new ArrayList<>();

  OrgReader(Directory known, Places places, Set<String> unreadable) {
    this.known = known;
    this.places = places;
    this.unreadable = unreadable;
  }

  List<Change> changes() {
    return changes;
  }

  void read(JsonFields fields) {
    read(fields, false, Optional.empty());
  }

  /** @param above the org around a nested one; empty when that one's own id cannot be read */
  private void read(JsonFields fields, boolean nested, Optional<String> above) {
    var id = WorldReader.id(fields, "orgs", places);
    var was = id.flatMap(known::org);
    var name = WorldReader.name(fields, was.map(Org::name));
    var region = fields.optionalText("region").or(() -> was.map(Org::region)).orElse(WorldReader.DEFAULT_REGION);
    var placements = nested ? nested(fields, above) : placements(fields, was, id);
    var children = fields.objects("children");
    fields.refuseOthers();
    id.ifPresent(present -> {
      if (placements.isEmpty()) {
        unreadable.add("orgs." + present + ".placements");
      }
      var org = new Org(present, name.orElse(present), region,
          placements.or(() -> was.map(Org::placements)).orElse(List.of(UNREADABLE)));
      if (was.filter(org::equals).isEmpty()) {
        changes.add(new Change.PutOrg(org));
      }
    });
    children.forEach(child -> read(child, true, id));
  }

  private Optional<List<Placement>> nested(JsonFields fields, Optional<String> above) {
    boolean repeated = false;
    for (var field : List.of("parent", "account", "placements")) {
      if (fields.has(field)) {
        fields.problem(field, "one_of", "the parent of a child is the org around it");
        repeated = true;
      }
    }
    var from = from(fields);
    return repeated || above.isEmpty() ? Optional.empty() : from.map(hour -> List.of(Placement.under(above.get(), hour)));
  }

  private Optional<List<Placement>> placements(JsonFields fields, Optional<Org> was, Optional<String> id) {
    boolean shorthand = fields.has("parent") || fields.has("account");
    if (fields.has("placements")) {
      if (shorthand || fields.has("from")) {
        fields.problem("placements", "one_of", "say where the org is with placements, or with parent or account and from, not both");
        return Optional.empty();
      }
      id.ifPresent(present -> places.add("orgs." + present + ".placements", fields.path() + ".placements"));
      return history(fields);
    }
    if (shorthand) {
      id.ifPresent(present -> shorthandPlaces(fields, "orgs." + present + ".placements[0]"));
      return placement(fields).map(List::of);
    }
    if (fields.has("from")) {
      fields.problem("from", "one_of", "needs a parent or an account beside it");
      return Optional.empty();
    }
    if (was.isEmpty()) {
      fields.problem("parent", "missing", "a new org needs a parent, or an account whose root it is");
    }
    return was.map(Org::placements);
  }

  private void shorthandPlaces(JsonFields fields, String subject) {
    places.add(subject, fields.path());
    if (!fields.has("from")) {
      places.add(subject + ".from", JsonFields.join(fields.path(), fields.has("parent") ? "parent" : "account"));
    }
  }

  private static Optional<List<Placement>> history(JsonFields fields) {
    var all = fields.objects("placements");
    var read = new ArrayList<Placement>();
    for (var each : all) {
      var placement = placement(each);
      if (each != all.getFirst() && !each.has("from")) {
        each.problem("from", "missing", "is required of every placement after the first");
      } else {
        placement.ifPresent(read::add);
      }
      each.refuseOthers();
    }
    return read.size() == all.size() ? Optional.of(read) : Optional.empty();
  }

  private static Optional<Placement> placement(JsonFields fields) {
    var from = from(fields);
    var parent = fields.optionalText("parent");
    var account = fields.optionalText("account");
    boolean readable = fields.has("parent") == parent.isPresent() && fields.has("account") == account.isPresent();
    return from.filter(hour -> readable).map(hour -> new Placement(hour, parent, account));
  }

  private static Optional<Integer> from(JsonFields fields) {
    return fields.has("from") ? fields.optionalParsed("from", HourText::parse) : Optional.of(BEGINNING);
  }
}
