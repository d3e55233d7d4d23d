package io.tributary.query;

import io.tributary.model.Access;
import io.tributary.model.Account;
import io.tributary.model.Connection;
import io.tributary.model.Directory;
import io.tributary.model.Directory.Change;
import io.tributary.model.Hours;
import io.tributary.model.Org;
import io.tributary.model.Org.Placement;
import io.tributary.model.Partner;
import io.tributary.model.Permission;
import io.tributary.model.Quantity;
import io.tributary.model.UsageType;
import io.tributary.query.access.Control;
import io.tributary.query.reader.InMemoryCosts;
import io.tributary.query.reader.InMemoryReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Some world to ask about, at 10:20 on 15 March 2026, a Sunday:
 *
 * <pre>
 * par     partner: acme since ever, bolt until 10 March 00:00
 * acme    a (parent org) > a1 > a11;  w below a until 5 March 00:00, then in solo
 * bolt    b (parent org) > b1
 * solo    s (parent org);  w below s from 5 March 00:00
 * </pre>
 *
 * Each org, and the partner, has the keys {@code api-ORG} and {@code app-ORG}; {@code blind-ORG} is an application key whose role
 * may see no usage, {@code cost-ORG} one whose role sees cost too, {@code hook-ORG} one whose role
 * manages webhooks, {@code all-ORG} one whose role may do everything.
 */
public final class World implements Control {
  public static final Instant NOW = Instant.parse("2026-03-15T10:20:00Z");
  public static final Instant AS_OF = Instant.parse("2026-03-15T10:19:59.250Z");
  public static final int LEFT_BOLT = hour("2026-03-10T00:00:00Z");
  public static final int MOVED = hour("2026-03-05T00:00:00Z");

  private static final int EVER = hour("2024-01-01T00:00:00Z");

  public volatile Directory directory;
  public final InMemoryReader reader = new InMemoryReader().asOf(AS_OF);
  public final InMemoryCosts costs = new InMemoryCosts(this::directory, reader, NOW);
  private volatile Access access;
  private volatile boolean caughtUp = true;

  public World() {
    directory = Directory.empty().with(List.of(
        new Change.PutPartner(new Partner("par", "The Partner", "us1")),
        new Change.PutAccount(new Account("acme", "Acme Inc", List.of(new Connection("par", EVER, OptionalInt.empty())))),
        new Change.PutAccount(new Account("bolt", "Bolt Ltd",
            List.of(new Connection("par", EVER, OptionalInt.of(LEFT_BOLT - Connection.GRACE_HOURS))))),
        new Change.PutAccount(new Account("solo", "Solo", List.of())),
        new Change.PutOrg(org("a", "us1", Placement.rootOf("acme", EVER))),
        new Change.PutOrg(org("a1", "us1", Placement.under("a", EVER))),
        new Change.PutOrg(org("a11", "eu1", Placement.under("a1", EVER))),
        new Change.PutOrg(org("w", "us1", Placement.under("a", EVER), Placement.under("s", MOVED))),
        new Change.PutOrg(org("b", "us1", Placement.rootOf("bolt", EVER))),
        new Change.PutOrg(org("b1", "us1", Placement.under("b", EVER))),
        new Change.PutOrg(org("s", "us1", Placement.rootOf("solo", EVER)))), 7);
    var changes = new ArrayList<Access.Change>();
    changes.add(new Access.Change.PutRole(new Access.Role("reader", Set.of(Access.USAGE_READ))));
    changes.add(new Access.Change.PutRole(new Access.Role("blind", Set.of(Access.BILLING_READ))));
    changes.add(new Access.Change.PutRole(new Access.Role("biller", Set.of(Access.USAGE_READ, Access.BILLING_READ))));
    changes.add(new Access.Change.PutRole(new Access.Role("integrator", Set.of(Access.MANAGE_INTEGRATIONS))));
    changes.add(new Access.Change.PutRole(
        new Access.Role("all", Arrays.stream(Permission.values()).map(Permission::id).collect(Collectors.toSet()))));
    for (var org : List.of("par", "a", "a1", "a11", "w", "b", "b1", "s", "stranger")) {
      changes.add(
          new Access.Change.PutApiKey(new Access.ApiKey("1" + org, Access.hash("api-" + org), org, "", Access.Sends.NOTHING, false)));
      changes.add(
          new Access.Change.PutApplicationKey(new Access.ApplicationKey("2" + org, Access.hash("app-" + org), org, "", "reader", false)));
      changes.add(
          new Access.Change.PutApplicationKey(new Access.ApplicationKey("3" + org, Access.hash("blind-" + org), org, "", "blind", false)));
      changes.add(new Access.Change.PutApplicationKey(new Access.ApplicationKey("5" + org, Access.hash("all-" + org), org,
          "Key of " + org, "all", false)));
      changes.add(
          new Access.Change.PutApplicationKey(new Access.ApplicationKey("4" + org, Access.hash("cost-" + org), org, "", "biller", false)));
      changes.add(new Access.Change.PutApplicationKey(new Access.ApplicationKey("6" + org, Access.hash("hook-" + org), org, "",
          "integrator", false)));
    }
    changes.add(new Access.Change.PutApiKey(new Access.ApiKey("revoked", Access.hash("api-revoked"), "a", "", Access.Sends.NOTHING, true)));
    access = Access.empty().with(changes);
  }

  private static Org org(String id, String region, Placement... placements) {
    return new Org(id, "Org " + id.toUpperCase(Locale.ROOT), region, List.of(placements));
  }

  public static int hour(String time) {
    return Hours.of(Instant.parse(time));
  }

  public UsageType type(String key) {
    var parts = key.split(":");
    return directory.catalogue().find(new UsageType.Key(parts[0], parts[1])).orElseThrow(() -> new IllegalArgumentException(key));
  }

  /** @param units counting units, a decimal */
  public World use(String org, String type, String time, String units) {
    reader.add(directory, org, type(type).id(), hour(time), Quantity.parse(units));
    return this;
  }

  /** As {@link #use}, in the five-minute slot of that time too. */
  public World useSlot(String org, String type, String time, String units) {
    reader.addSlot(directory, org, type(type).id(), Hours.slotOf(Instant.parse(time)), Quantity.parse(units));
    return this;
  }

  /** Usage by name beside it: a table's part of an hour, which nothing else is made of. */
  public World useNamed(String org, String type, String time, String name, String units) {
    reader.addNamed(org, type(type).id(), hour(time), Optional.ofNullable(name), Quantity.parse(units));
    return this;
  }

  /** From now on an org's API key is none. */
  public void revoke(String org) {
    access = access.with(List.of(
        new Access.Change.PutApiKey(new Access.ApiKey("1" + org, Access.hash("api-" + org), org, "", Access.Sends.NOTHING, true))));
  }

  /** From now on an org's application key has a role that may see nothing. */
  public void blind(String org) {
    access = access.with(List.of(
        new Access.Change.PutApplicationKey(new Access.ApplicationKey("2" + org, Access.hash("app-" + org), org, "", "blind", false))));
  }

  /** From now on there is an application key of this org with this role; its id is what it reads. */
  public void key(String plain, String org, Access.Role role) {
    grant(new Access.Change.PutApplicationKey(new Access.ApplicationKey(plain, Access.hash(plain), org, plain, role.id(), false)));
  }

  /** From now on there are these roles, users and keys too. */
  public void grant(Access.Change... changes) {
    access = access.with(List.of(changes));
  }

  /** From now on the directory has these changes too. */
  public void change(Change... changes) {
    directory = directory.with(List.of(changes), directory.version() + 1);
  }

  /** From now on an org has the keys {@code api-ORG} and {@code all-ORG}, which may do everything. */
  public void trust(String org) {
    grant(new Access.Change.PutRole(new Access.Role("all", Access.PERMISSIONS)),
        new Access.Change.PutApiKey(new Access.ApiKey("1" + org, Access.hash("api-" + org), org, "", Access.Sends.NOTHING, false)),
        new Access.Change.PutApplicationKey(new Access.ApplicationKey("5" + org, Access.hash("all-" + org), org, "", "all", false)));
  }

  /** From now on the control plane is still being read. */
  public void forget() {
    caughtUp = false;
  }

  @Override
  public boolean isCaughtUp() {
    return caughtUp;
  }

  @Override
  public Directory directory() {
    return directory;
  }

  @Override
  public Access access() {
    return access;
  }
}
