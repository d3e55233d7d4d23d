package io.tributary.query.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.catalog.Catalogue;
import io.tributary.catalog.InvalidUsageType;
import io.tributary.catalog.UsageTypes;
import io.tributary.codec.JsonFields;
import io.tributary.model.Access;
import io.tributary.model.Account;
import io.tributary.model.Connection;
import io.tributary.model.Directory;
import io.tributary.model.Directory.Change;
import io.tributary.model.Hours;
import io.tributary.model.Partner;
import io.tributary.model.Problem;
import io.tributary.model.UsageType;
import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Reads a world document against what is known: what is the same is no change, and a field that is left out stays as it
 * is. Nothing is ever removed by leaving it out. See {@code docs/world.md} for the form.
 */
final class WorldReader {
  static final String DEFAULT_REGION = "us1";

  private final Directory known;
  private final Access access;
  private final List<Change> changes = new ArrayList<>();
  private final List<Access.Change> accessChanges = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private final Places places = new Places();
  private final Set<String> unreadable = new HashSet<>();

  private WorldReader(Directory known, Access access) {
    this.known = known;
    this.access = access;
  }

  /** Of every part of the document that can be read; the others are in the problems. */
  static Reading read(JsonNode document, Directory known, Access access) {
    var reader = new WorldReader(known, access);
    reader.world(new JsonFields(document, "", reader.problems));
    return new Reading(reader.changes, reader.accessChanges, reader.problems, reader.places, reader.unreadable);
  }

  private void world(JsonFields world) {
    world.objects("partners").forEach(this::partner);
    world.objects("accounts").forEach(this::account);
    var orgs = new OrgReader(known, places, unreadable);
    world.objects("orgs").forEach(orgs::read);
    changes.addAll(orgs.changes());
    usageTypes(world.array("usage_types"));
    world.objects("roles").forEach(this::role);
    world.objects("closes").forEach(this::close);
    var contracts = new ContractReader(known, problems, places, unreadable);
    world.objects(ContractReader.SECTION).forEach(contracts::read);
    changes.addAll(contracts.changes());
    var pricing = new PricingReader(known, problems, places);
    world.objects(PricingReader.SECTION).forEach(pricing::read);
    changes.addAll(pricing.changes());
    world.refuseOthers();
  }

  private void partner(JsonFields fields) {
    var id = id(fields, "partners", places);
    var was = id.flatMap(known::partner);
    var name = name(fields, was.map(Partner::name));
    var region = fields.optionalText("region").or(() -> was.map(Partner::region)).orElse(DEFAULT_REGION);
    fields.refuseOthers();
    id.map(present -> new Partner(present, name.orElse(present), region)).filter(partner -> was.filter(partner::equals).isEmpty())
        .ifPresent(partner -> changes.add(new Change.PutPartner(partner)));
  }

  private void account(JsonFields fields) {
    var id = id(fields, "accounts", places);
    var was = id.flatMap(known::account);
    var name = name(fields, was.map(Account::name));
    var connections = connections(fields, id).or(() -> was.map(Account::connections)).orElse(List.of());
    fields.refuseOthers();
    id.map(present -> new Account(present, name.orElse(present), connections)).filter(account -> was.filter(account::equals).isEmpty())
        .ifPresent(account -> changes.add(new Change.PutAccount(account)));
  }

  /** By ascending start, whatever their order in the document; empty when they are not there, or not readable. */
  private Optional<List<Connection>> connections(JsonFields fields, Optional<String> account) {
    record Placed(Connection connection, String place) {}

    int found = problems.size();
    var read = fields.objects("connections").stream().map(each -> {
      var partner = each.text("partner");
      var start = each.parsed("start", HourText::parse);
      var end = each.optionalParsed("end", HourText::parse);
      each.refuseOthers();
      return partner.isEmpty() || start.isEmpty() ? null : new Placed(
          new Connection(partner.get(), start.get(), end.map(OptionalInt::of).orElse(OptionalInt.empty())), each.path());
    }).filter(Objects::nonNull).sorted(Comparator.comparingInt(each -> each.connection.startHour())).toList();
    if (!fields.has("connections") || problems.size() > found) {
      return Optional.empty();
    }
    account.ifPresent(id -> IntStream.range(0, read.size())
        .forEach(i -> places.add("accounts." + id + ".connections[" + i + "]", read.get(i).place)));
    return Optional.of(read.stream().map(Placed::connection).toList());
  }

  private void usageTypes(List<JsonNode> documents) {
    int free = IntStream.concat(known.addedUsageTypes().stream().mapToInt(UsageType::id),
        documents.stream().mapToInt(each -> each.path("id").asInt())).reduce(Catalogue.FIRST_ADDED_ID - 1, Math::max) + 1;
    for (int i = 0; i < documents.size(); i++) {
      var place = "usage_types[" + i + "]";
      var json = documents.get(i);
      var key = new UsageType.Key(json.path("family").asText(), json.path("usage_type").asText());
      var was = known.catalogue().find(key);
      if (json.isObject() && !json.hasNonNull("id")) {
        json = json.<ObjectNode>deepCopy().put("id", was.isPresent() ? was.get().id() : free++);
      }
      try {
        var type = UsageTypes.fromJson(json);
        if (!places.add("usage_types." + key, place)) {
          problems.add(twice(place + ".usage_type", key.toString()));
        } else if (was.filter(type::equals).isEmpty()) {
          changes.add(new Change.PutUsageType(type));
        }
      } catch (InvalidUsageType e) {
        e.problems().forEach(problem -> problems.add(
            new Problem(problem.field().isEmpty() ? place : place + "." + problem.field(), problem.code(), problem.detail())));
      }
    }
  }

  private void role(JsonFields fields) {
    var name = fields.text("name");
    var permissions = fields.texts("permissions");
    if (!fields.has("permissions")) {
      fields.problem("permissions", "missing", "is required: a list, which may be empty");
    }
    fields.refuseOthers();
    name.filter(present -> once(fields, "roles." + present, "name", present))
        .map(present -> new Access.Role(present, Set.copyOf(permissions)))
        .filter(role -> access.role(role.name()).filter(role::equals).isEmpty())
        .ifPresent(role -> accessChanges.add(new Access.Change.PutRole(role)));
  }

  private void close(JsonFields fields) {
    var account = fields.text("account");
    var month = fields.parsed("month", WorldReader::month);
    fields.refuseOthers();
    if (account.isPresent() && month.isPresent()
        && once(fields, "closes." + account.get() + "." + month.get(), "month", account.get() + " " + month.get())
        && known.close(account.get(), Hours.month(month.get())).isEmpty()) {
      changes.add(new Change.CloseMonth(account.get(), Hours.month(month.get()), 0));
    }
  }

  static YearMonth month(String text) {
    try {
      return YearMonth.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("must be a month (2026-05), not '" + text.substring(0, Math.min(60, text.length())) + "'");
    }
  }

  /** The public id; empty when it is missing, or stands in the section twice, which is a problem. */
  static Optional<String> id(JsonFields fields, String section, Places places) {
    return fields.text("public_id").filter(id -> {
      boolean first = places.add(section + "." + id, fields.path());
      if (!first) {
        fields.problem("public_id", "twice", "'" + id + "' is in the document twice");
      }
      return first;
    });
  }

  /** Required of what is new only. */
  static Optional<String> name(JsonFields fields, Optional<String> was) {
    return was.isPresent() ? fields.optionalText("name").or(() -> was) : fields.text("name");
  }

  private boolean once(JsonFields fields, String subject, String field, String shown) {
    boolean first = places.add(subject, fields.path());
    if (!first) {
      problems.add(twice(JsonFields.join(fields.path(), field), shown));
    }
    return first;
  }

  private static Problem twice(String field, String shown) {
    return new Problem(field, "twice", "'" + shown + "' is in the document twice");
  }
}
