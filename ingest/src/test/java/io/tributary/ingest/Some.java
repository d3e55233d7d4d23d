package io.tributary.ingest;

import io.tributary.ingest.intake.Control;
import io.tributary.model.Access;
import io.tributary.model.Access.ApiKey;
import io.tributary.model.Access.Sends;
import io.tributary.model.Account;
import io.tributary.model.Connection;
import io.tributary.model.Directory;
import io.tributary.model.Directory.Change;
import io.tributary.model.Hours;
import io.tributary.model.Org;
import io.tributary.model.Org.Placement;
import io.tributary.model.Partner;
import io.tributary.model.Problem;
import io.tributary.model.Quantity;
import io.tributary.model.UsageEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The world of these tests. Partner {@code partner} has account {@code acme}: root org {@code parent}, below it
 * {@code child}, below that {@code leaf}. Account {@code solo}, root org {@code other}, is a direct customer.
 */
public final class Some {
  public static final Instant NOW = Instant.parse("2026-03-15T10:30:00Z");
  public static final long VERSION = 7;

  private Some() {}

  public static Directory directory() {
    int then = Hours.of(NOW) - 1000;
    return Directory.empty().with(List.of(
        new Change.PutPartner(new Partner("partner", "Partner", "us1")),
        new Change.PutAccount(new Account("acme", "Acme", List.of(new Connection("partner", then, OptionalInt.empty())))),
        new Change.PutAccount(new Account("solo", "Solo", List.of())),
        new Change.PutOrg(new Org("parent", "Parent", "us1", List.of(Placement.rootOf("acme", then)))),
        new Change.PutOrg(new Org("child", "Child", "us1", List.of(Placement.under("parent", then)))),
        new Change.PutOrg(new Org("leaf", "Leaf", "us1", List.of(Placement.under("child", then)))),
        new Change.PutOrg(new Org("other", "Other", "us1", List.of(Placement.rootOf("solo", then))))), VERSION);
  }

  public static ApiKey key(String name, String org, Sends sends, boolean revoked) {
    return new ApiKey(name, Access.hash(name), org, name, sends, revoked);
  }

  public static ApiKey everyOrg() {
    return key("every", "partner", Sends.EVERY_ORG, false);
  }

  public static ApiKey treeOf(String org) {
    return key("tree-of-" + org, org, Sends.OWN_TREE, false);
  }

  /** Each key is its own name when shown in plain. */
  public static Access access() {
    return Access.empty().with(List.of(
        new Access.Change.PutApiKey(everyOrg()),
        new Access.Change.PutApiKey(treeOf("child")),
        new Access.Change.PutApiKey(key("silent", "parent", Sends.NOTHING, false)),
        new Access.Change.PutApiKey(key("revoked", "parent", Sends.EVERY_ORG, true))));
  }

  public static Control control(Directory directory, boolean caughtUp) {
    return new Control() {
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
        return Some.access();
      }
    };
  }

  /** 1,000 bytes of ingested logs. */
  public static UsageEvent bytes(String id, String org) {
    return new UsageEvent(id, "agent", org, "logs", "ingested_events_bytes", NOW, Quantity.ofUnits(1000), null, Map.of());
  }

  /** The same on the wire. */
  public static String json(String id, String org) {
    return """
        {"specversion":"1.0","id":"%s","source":"agent","type":"tributary.usage","subject":"%s","time":"2026-03-15T10:30:00Z",
         "data":{"product_family":"logs","usage_type":"ingested_events_bytes","quantity":1000}}""".formatted(id, org);
  }

  /** {@code field code}, for comparing many at once. */
  public static List<String> codes(List<Problem> problems) {
    return problems.stream().map(problem -> problem.field() + " " + problem.code()).sorted().toList();
  }
}
