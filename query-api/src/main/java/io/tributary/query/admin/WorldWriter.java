package io.tributary.query.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.catalog.UsageTypes;
import io.tributary.model.Access;
import io.tributary.model.Account;
import io.tributary.model.Contract;
import io.tributary.model.Directory;
import io.tributary.model.Hours;
import io.tributary.model.MonthClose;
import io.tributary.model.Org;
import io.tributary.model.Partner;
import io.tributary.model.Pricing;
import io.tributary.model.UsageType;
import java.util.Comparator;
import java.util.TreeSet;

/** The world document of what is known, sorted by id: {@link WorldReader} finds no change in it. */
final class WorldWriter {
  private WorldWriter() {}

  static ObjectNode write(Directory directory, Access access) {
    var world = JsonNodeFactory.instance.objectNode();
    var partners = world.putArray("partners");
    directory.partners().stream().sorted(Comparator.comparing(Partner::publicId)).forEach(partner ->
        partners.addObject().put("public_id", partner.publicId()).put("name", partner.name()).put("region", partner.region()));
    var accounts = world.putArray("accounts");
    directory.accounts().stream().sorted(Comparator.comparing(Account::publicId)).forEach(account -> accounts.add(account(account)));
    var orgs = world.putArray("orgs");
    directory.orgs().stream().sorted(Comparator.comparing(Org::publicId)).forEach(org -> orgs.add(org(org)));
    var types = world.putArray("usage_types");
    directory.addedUsageTypes().stream().sorted(Comparator.comparingInt(UsageType::id)).forEach(type -> types.add(UsageTypes.toJson(type)));
    var roles = world.putArray("roles");
    access.customRoles().stream().sorted(Comparator.comparing(Access.Role::name)).forEach(role -> {
      var permissions = roles.addObject().put("name", role.name()).putArray("permissions");
      new TreeSet<>(role.permissions()).forEach(permissions::add);
    });
    var closes = world.putArray("closes");
    directory.closes().stream().sorted(Comparator.comparing(MonthClose::account).thenComparing(MonthClose::month)).forEach(close ->
        closes.addObject().put("account", close.account()).put("month", Hours.yearMonth(close.month()).toString()));
    var contracts = world.putArray(ContractReader.SECTION);
    directory.contracts().stream().sorted(Comparator.comparing(Contract::id))
        .forEach(contract -> contracts.add(ContractWriter.contract(contract)));
    var pricings = world.putArray(PricingReader.SECTION);
    directory.pricings().stream().sorted(Comparator.comparing(Pricing::contract))
        .forEach(pricing -> pricings.add(ContractWriter.pricing(pricing)));
    return world;
  }

  private static ObjectNode account(Account account) {
    var json = JsonNodeFactory.instance.objectNode().put("public_id", account.publicId()).put("name", account.name());
    var connections = json.putArray("connections");
    for (var connection : account.connections()) {
      var each = connections.addObject().put("partner", connection.partner()).put("start", HourText.of(connection.startHour()));
      connection.endHour().ifPresent(end -> each.put("end", HourText.of(end)));
    }
    return json;
  }

  private static ObjectNode org(Org org) {
    var json = JsonNodeFactory.instance.objectNode().put("public_id", org.publicId()).put("name", org.name()).put("region", org.region());
    if (org.placements().size() == 1) {
      place(json, org.placements().getFirst());
    } else {
      var placements = json.putArray("placements");
      org.placements().forEach(placement -> place(placements.addObject(), placement));
    }
    return json;
  }

  private static void place(ObjectNode json, Org.Placement placement) {
    if (placement.fromHour() != OrgReader.BEGINNING) {
      json.put("from", HourText.of(placement.fromHour()));
    }
    placement.parent().ifPresent(parent -> json.put("parent", parent));
    placement.account().ifPresent(account -> json.put("account", account));
  }
}
