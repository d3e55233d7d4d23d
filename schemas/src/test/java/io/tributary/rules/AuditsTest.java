package io.tributary.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.tributary.model.Access;
import io.tributary.model.Access.ApiKey;
import io.tributary.model.Access.ApplicationKey;
import io.tributary.model.Access.Change;
import io.tributary.model.Access.Origin;
import io.tributary.model.Access.Role;
import io.tributary.model.Access.Sends;
import io.tributary.model.Access.User;
import io.tributary.model.AuditEvent;
import io.tributary.model.AuditEvent.Actor;
import io.tributary.model.AuditLog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AuditsTest {
  private static final Instant NOW = Instant.parse("2026-03-15T10:20:00Z");
  private static final Actor ACTOR = new Actor("o", "key", Optional.of("ann"));
  private static final Access BEFORE = Access.empty().with(List.of(role("Finance", "usage_read"), user(false, "r"), api("feed", false)));

  @Test
  void whatIsNewIsCreated() {
    var key = new Change.PutApplicationKey(new ApplicationKey("k", "secret-hash", "o", "mine", "", false, Optional.of("ann"),
        Optional.of(Set.of("usage_read")), new Origin("ab12", NOW, NOW, Optional.of("ann"))));
    var event = one(key);
    assertEquals("created application_key k mine", said(event));
    assertEquals(Map.of("name", "mine", "revoked", "false", "user", "ann", "scopes", "usage_read"), event.after());
    assertEquals(Map.of(), event.before());
    assertFalse(event.toString().contains("secret-hash"));
  }

  @Test
  void onlyWhatChangedIsKept() {
    var event = one(role("Finance", "billing_read", "usage_read"));
    assertEquals("modified role r Finance", said(event));
    assertEquals(Map.of("permissions", "usage_read"), event.before());
    assertEquals(Map.of("permissions", "billing_read,usage_read"), event.after());
    assertEquals("o", event.org());
    assertEquals(ACTOR, event.actor());
  }

  @Test
  void whatOpensNothingAnyMoreIsDeleted() {
    assertEquals("deleted role r Finance", said(one(new Change.RemoveRole("r"))));
    assertEquals("deleted user u u@example.com", said(one(user(true, "r"))));
    assertEquals("deleted api_key a feed", said(one(api("feed", true))));
    var off = BEFORE.with(List.of(user(true, "r")));
    assertEquals("modified user u u@example.com", said(Audits.of(off, List.of(user(false, "r")), ACTOR, NOW, () -> "id").getFirst()));
  }

  @Test
  void whatChangesNothingIsNotKept() {
    assertEquals(List.of(),
        Audits.of(BEFORE, List.of(role("Finance", "usage_read"), user(false, "r"), api("feed", false)), ACTOR, NOW, () -> "id"));
  }

  @Test
  void anOrgReadsItsOwnForNinetyDays() {
    var old = new AuditEvent("1", NOW.minus(Duration.ofDays(91)), "o", ACTOR, AuditEvent.CREATED, new AuditEvent.Asset("role", "r", "R"),
        Map.of(), Map.of());
    var young = new AuditEvent("2", NOW.minus(Duration.ofDays(89)), "o", ACTOR, AuditEvent.CREATED, old.asset(), Map.of(), Map.of());
    var now = new AuditEvent("3", NOW, "o", ACTOR, AuditEvent.DELETED, old.asset(), Map.of(), Map.of());
    var theirs = new AuditEvent("4", NOW, "other", ACTOR, AuditEvent.DELETED, old.asset(), Map.of(), Map.of());
    var log = AuditLog.empty().with(List.of(old, young)).with(List.of(now, theirs));
    assertEquals(List.of(young, now), log.of("o"));
    assertEquals(List.of(theirs), log.of("other"));
    assertEquals(List.of(), log.of("third"));
  }

  private static AuditEvent one(Change change) {
    var events = Audits.of(BEFORE, List.of(change), ACTOR, NOW, () -> "id");
    assertEquals(1, events.size());
    return events.getFirst();
  }

  private static String said(AuditEvent event) {
    return event.action() + " " + event.asset().type() + " " + event.asset().id() + " " + event.asset().name();
  }

  private static Change role(String name, String... permissions) {
    return new Change.PutRole(new Role("r", Optional.of("o"), name, Set.of(permissions), NOW, NOW));
  }

  private static Change user(boolean disabled, String... roles) {
    return new Change.PutUser(new User("u", "o", "u@example.com", "U", "", false, disabled, Set.of(roles), NOW, NOW));
  }

  private static Change api(String name, boolean revoked) {
    return new Change.PutApiKey(new ApiKey("a", "h", "o", name, Sends.OWN_TREE, revoked));
  }
}
