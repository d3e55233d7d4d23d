package io.tributary.query.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.model.Access;
import io.tributary.model.ManagedRoles;
import io.tributary.query.admin.Admin.Outcome;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class KeysTest {
  private final InMemoryControl control = new InMemoryControl();
  private final Keys keys = new Keys(new Admin(control, InstantSource.fixed(Instant.parse("2026-05-10T10:20:00Z"))));

  @Test
  void aKeyIsShownOnceAndKnownByItsHash() {
    var made = keys.make(body("application", "tributary").put("role", "Datadog Admin Role")).shown().orElseThrow();
    var plain = made.get("key").asText();
    assertEquals(40, plain.length());
    assertEquals(ManagedRoles.ADMIN.name(), control.access().applicationKey(plain).orElseThrow().role());
    assertFalse(keys.list().toString().contains(plain));
    assertFalse(keys.list().toString().contains(Access.hash(plain)));
    assertEquals(made.get("id"), keys.list().at("/keys/0/id"));
  }

  @Test
  void anApiKeySendsForItsOwnTreeUnlessToldOtherwise() {
    var own = keys.make(body("api", "tributary")).shown().orElseThrow().get("key").asText();
    var every = keys.make(body("api", "tributary").put("sends", "every_org")).shown().orElseThrow().get("key").asText();
    assertEquals(Access.Sends.OWN_TREE, control.access().apiKey(own).orElseThrow().sends());
    assertEquals(Access.Sends.EVERY_ORG, control.access().apiKey(every).orElseThrow().sends());
  }

  @Test
  void aRevokedKeyOpensNothingAnyMoreAndStaysInTheList() {
    var made = keys.make(body("api", "tributary")).shown().orElseThrow();
    assertEquals(new Outcome.Written(1), keys.revoke(made.get("id").asText()));
    assertEquals(new Outcome.Written(0), keys.revoke(made.get("id").asText()));
    assertTrue(control.access().apiKey(made.get("key").asText()).isEmpty());
    assertTrue(keys.list().at("/keys/0/revoked").asBoolean());
    assertEquals(" not_found", codes(keys.revoke("nothing")));
  }

  @Test
  void aKeyOfNobodyOrForNothingIsNotMade() {
    assertEquals("org unknown_org;role unknown_role", codes(keys.make(body("application", "nobody").put("role", "nothing")).outcome()));
    assertEquals("role missing", codes(keys.make(body("application", "tributary")).outcome()));
    assertEquals("sends unknown_value", codes(keys.make(body("api", "tributary").put("sends", "all")).outcome()));
    assertEquals("role unknown_field", codes(keys.make(body("api", "tributary").put("role", "Datadog Admin Role")).outcome()));
    assertEquals("kind unknown_value", codes(keys.make(body("password", "tributary")).outcome()));
    assertTrue(control.access().apiKeys().isEmpty() && control.access().applicationKeys().isEmpty());
  }

  @Test
  void theFirstOperatorIsWrittenOnce() {
    control.write(Bootstrap.operator("api", "application"));
    control.write(Bootstrap.operator("api", "application"));
    assertEquals(1, control.access().apiKeys().size());
    assertEquals(1, control.access().applicationKeys().size());
    var role = control.access().applicationKey("application").orElseThrow().role();
    assertTrue(control.access().role(role).orElseThrow().permissions().contains(Access.OPERATE));
    assertThrows(IllegalArgumentException.class, () -> Bootstrap.operator(" ", "application"));
  }

  @Test
  void aRevokedOperatorDoesNotComeBack() {
    control.write(Bootstrap.operator("api", "application"));
    keys.revoke(control.access().applicationKey("application").orElseThrow().id());
    control.write(Bootstrap.operator("api", "application"));
    assertTrue(control.access().applicationKey("application").isEmpty());
  }

  private static ObjectNode body(String kind, String org) {
    return JsonNodeFactory.instance.objectNode().put("kind", kind).put("org", org).put("name", "a key");
  }

  private static String codes(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Written written -> written.toString();
      case Outcome.Refused(var problems) ->
          String.join(";", problems.stream().map(problem -> problem.field() + " " + problem.code()).toList());
    };
  }
}
