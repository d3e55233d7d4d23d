package io.tributary.local.focus;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.catalog.UsageTypes;
import io.tributary.model.Directory;
import io.tributary.model.Hours;
import java.time.Instant;

/**
 * The world document of what a bill has and the directory has not. What is there already stays as it is, its name and its place
 * too: the operator knows better than the bill.
 */
final class MissingWorld {
  private final Directory known;
  private final Home home;
  private final Instant now;
  private final ObjectNode world = JsonNodeFactory.instance.objectNode();

  private MissingWorld(Directory known, Home home, Instant now) {
    this.known = known;
    this.home = home;
    this.now = now;
  }

  /** Empty when nothing is missing. */
  static ObjectNode of(Bill bill, Directory known, Home home, Instant now) {
    return new MissingWorld(known, home, now).write(bill);
  }

  private ObjectNode write(Bill bill) {
    bill.accounts().forEach(home instanceof Home.BelowOrg(var org) ? (id, name) -> org(id, name, "parent", org) : this::account);
    bill.subAccounts().forEach((id, sub) -> org(id, sub.name(), "parent", above(sub.account())));
    TypeNames.missing(known.catalogue(), bill.what()).forEach(type -> {
      var json = UsageTypes.toJson(type);
      json.remove("id"); // the server gives out the next free one
      world.withArray("usage_types").add(json);
    });
    return world;
  }

  private void account(String id, String name) {
    if (known.account(id).isEmpty()) {
      var account = world.withArray("accounts").addObject().put("public_id", id).put("name", name);
      if (home instanceof Home.OfPartner(var partner)) {
        // Since the oldest hour that can be imported: a connection cannot begin earlier once there is one.
        account.putArray("connections").addObject().put("partner", partner)
            .put("start", Hours.start(Hours.oldestKept(now)).toString());
      }
    }
    if (Home.root(known, id, Hours.of(now)).isEmpty()) {
      org(id, name, "account", id);
    }
  }

  private String above(String account) {
    return home instanceof Home.BelowOrg ? account : Home.root(known, account, Hours.of(now)).orElse(account);
  }

  private void org(String id, String name, String above, String aboveId) {
    if (known.org(id).isEmpty()) {
      world.withArray("orgs").addObject().put("public_id", id).put("name", name).put(above, aboveId);
    }
  }
}
