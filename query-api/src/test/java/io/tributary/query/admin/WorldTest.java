package io.tributary.query.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tributary.model.Access;
import io.tributary.model.Hours;
import io.tributary.model.OrgPath;
import io.tributary.model.UsageType;
import io.tributary.query.admin.Admin.Outcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WorldTest {
  private static final Instant NOW = Instant.parse("2026-05-10T10:20:00Z");

  private static final String WORLD = """
      partners:
        - {public_id: p, name: Partner, region: eu1}
      accounts:
        - public_id: a
          name: Account
          connections:
            - {partner: p, start: 2026-04-01}
            - {partner: p, start: 2026-01-01, end: "2026-03-01T12:00:00Z"}
        - {public_id: direct, name: Direct}
      orgs:
        - public_id: root
          name: Root
          account: a
          children:
            - public_id: child
              name: Child
              region: us3
              children:
                - {public_id: grandchild, name: Grandchild, from: 2026-02-01}
        - public_id: moved
          name: Moved
          placements:
            - {account: direct}
            - {from: 2026-05-10T13:00:00Z, parent: child}
      usage_types:
        - {family: made, usage_type: built, unit: piece, scale: 0, measure: sum, monthly: sum}
        - {family: made, usage_type: sold, unit: piece, scale: 2, measure: sum, monthly: sum}
      roles:
        - {name: Finance, permissions: [usage_read, billing_read]}
      closes:
        - {account: a, month: 2026-04}
      """;

  private final InMemoryControl control = new InMemoryControl();
  private final Admin admin = new Admin(control, InstantSource.fixed(NOW));

  @Test
  void aWorldIsWrittenAndMeansWhatItSays() throws Exception {
    assertEquals(new Outcome.Written(11), apply(WORLD));
    int march = Hours.of(Instant.parse("2026-03-15T00:00:00Z"));
    assertEquals(Optional.of(new OrgPath(List.of("grandchild", "child", "root"), "a", Optional.of("p"))),
        control.directory().path("grandchild", march));
    assertEquals("us3", control.directory().org("child").orElseThrow().region());
    assertEquals("us1", control.directory().org("root").orElseThrow().region());
    assertEquals("direct", control.directory().path("moved", Hours.of(NOW)).orElseThrow().account());
    assertEquals("a", control.directory().path("moved", Hours.of(NOW) + 3).orElseThrow().account());
    assertEquals(1001, control.directory().catalogue().find(new UsageType.Key("made", "sold")).orElseThrow().id());
    assertEquals(Set.of(Access.USAGE_READ, Access.BILLING_READ), control.access().role("Finance").orElseThrow().permissions());
    assertTrue(control.directory().close("a", Hours.monthOf(NOW) - 1).isPresent());
  }

  @Test
  void whoReadsTheDocumentElsewhereHasTheSameDirectory() throws Exception {
    apply(WORLD);
    var read = WorldDocument.directory(admin.world());
    var known = control.directory();
    for (var hour : new int[] {Hours.of(NOW), Hours.of(NOW) + 3}) {
      known.orgs().forEach(org -> assertEquals(known.path(org.publicId(), hour), read.path(org.publicId(), hour)));
    }
    assertEquals(Set.copyOf(known.accounts()), Set.copyOf(read.accounts()));
    assertEquals(known.addedUsageTypes(), read.addedUsageTypes());
    assertTrue(read.close("a", Hours.monthOf(NOW) - 1).isPresent());
    assertThrows(IllegalArgumentException.class, () -> WorldDocument.directory(WorldText.yaml("orgs: 3".getBytes(StandardCharsets.UTF_8))));
  }

  @Test
  void applyingTwiceWritesNothing() throws Exception {
    apply(WORLD);
    long version = control.directory().version();
    assertEquals(new Outcome.Written(0), apply(WORLD));
    assertEquals(version, control.directory().version());
  }

  @Test
  void theCurrentWorldReadsBackAsItself() throws Exception {
    apply(WORLD);
    var world = admin.world();
    assertEquals(new Outcome.Written(0), admin.apply(world));
    assertEquals(new Outcome.Written(0), apply(WorldText.toYaml(world)));
    var other = new InMemoryControl();
    assertEquals(new Outcome.Written(11), new Admin(other, InstantSource.fixed(NOW)).apply(world));
    assertEquals(world, WorldWriter.write(other.directory(), other.access()));
  }

  @Test
  void whatIsLeftOutStays() throws Exception {
    apply(WORLD);
    assertEquals(new Outcome.Written(2), apply("""
        accounts: [{public_id: a, name: Renamed}]
        orgs: [{public_id: moved, region: ap1}]
        """));
    assertEquals(2, control.directory().account("a").orElseThrow().connections().size());
    assertEquals(2, control.directory().org("moved").orElseThrow().placements().size());
    assertEquals("Moved", control.directory().org("moved").orElseThrow().name());
  }

  @Test
  void everyProblemHasItsPlaceInTheDocumentAndNothingIsWritten() throws Exception {
    assertEquals("""
        accounts[0].connections[0].partner missing
        accounts[0].connections[0].end unknown_value
        accounts[0].color unknown_field
        accounts[2].public_id twice
        orgs[2].from unknown_value
        orgs[3].parent missing
        orgs[4].children[0].parent one_of
        orgs[5].placements one_of
        orgs[6].public_id missing
        orgs[7].placements[1].from missing
        orgs[8].name not_a_text
        usage_types[0].scale missing
        usage_types[0].measure unknown_value
        roles[0].permissions missing
        closes[0].month unknown_value
        worlds unknown_field
        accounts[1].connections[0].start overlap
        closes[1].account unknown_account
        closes[1].month not_ended
        orgs[0].parent unknown_parent
        orgs[1].placements[1].parent unknown_parent
        orgs[8].account two_roots
        roles[1].permissions unknown_permission
        roles[2].name managed""", problems("""
        accounts:
          - {public_id: a, name: A, connections: [{start: 2026-01-01, end: soon}], color: red}
          - public_id: b
            name: B
            connections: [{partner: p, start: 2026-03-01}, {partner: p, start: 2026-01-01}]
          - {public_id: a, name: A}
        partners: [{public_id: p, name: P}]
        orgs:
          - {public_id: lost, name: Lost, parent: nobody}
          - public_id: half
            name: Half
            placements: [{account: a}, {from: 2026-06-01, parent: nobody}]
          - {public_id: when, name: When, parent: half, from: 2026-01-01T10:30:00Z}
          - {public_id: where, name: Where}
          - {public_id: up, name: Up, parent: where, children: [{public_id: down, name: Down, parent: up}]}
          - {public_id: both, name: Both, parent: up, placements: []}
          - {name: Nameless, account: b}
          - {public_id: late, name: Late, placements: [{parent: up}, {parent: down}]}
          - {public_id: number, name: 12, account: a}
        usage_types: [{family: made, usage_type: x, unit: piece, measure: guess, monthly: sum}]
        roles: [{name: Empty}, {name: Odd, permissions: [fly]}, {name: Datadog Admin Role, permissions: []}]
        closes: [{account: a, month: May}, {account: nobody, month: 2026-05}]
        worlds: []
        """));
    assertEquals(0, control.directory().version());
  }

  @Test
  void aMoveInAShorthandIsBackDatedAndSaysSo() throws Exception {
    apply(WORLD);
    assertEquals("orgs[0].parent back_dated", problems("orgs: [{public_id: grandchild, parent: root}]"));
  }

  @Test
  void aMoveKeepsThePastAndDropsWhatWasPlanned() throws Exception {
    apply(WORLD);
    assertEquals(new Outcome.Written(1), admin.move("moved", json("{\"parent\": \"root\"}")));
    var placements = control.directory().org("moved").orElseThrow().placements();
    assertEquals(List.of(0, Hours.of(NOW) + 2), placements.stream().map(placement -> placement.fromHour()).toList());
    assertEquals("from back_dated", codes(admin.move("moved", json("{\"parent\": \"root\", \"from\": \"2026-05-01\"}"))));
    assertEquals("parent unknown_parent", codes(admin.move("moved", json("{\"parent\": \"nobody\"}"))));
    assertEquals(" one_of", codes(admin.move("moved", json("{}"))));
    assertEquals("from unknown_value;to unknown_field", codes(admin.move("moved", json("{\"from\": \"now\", \"to\": 1}"))));
    assertEquals(" not_found", codes(admin.move("nobody", json("{\"parent\": \"root\"}"))));
  }

  @Test
  void anEntryAloneIsNamedByItsAddress() throws Exception {
    apply(WORLD);
    assertEquals(new Outcome.Written(1), admin.put("orgs", Map.of("public_id", "new"), json("{\"name\": \"New\", \"parent\": \"root\"}")));
    assertEquals("public_id mismatch", codes(admin.put("orgs", Map.of("public_id", "new"), json("{\"public_id\": \"old\"}"))));
    assertEquals("parent unknown_parent", codes(admin.put("orgs", Map.of("public_id", "n"), json("{\"name\": \"N\", \"parent\": \"x\"}"))));
    assertEquals("connections[0].start back_dated", codes(admin.connections("direct",
        json("{\"connections\": [{\"partner\": \"p\", \"start\": \"2026-05-01\"}]}"))));
    assertEquals("connections missing;name unknown_field", codes(admin.connections("direct", json("{\"name\": \"x\"}"))));
    assertEquals(" not_an_object", codes(admin.put("orgs", Map.of("public_id", "new"), json("[]"))));
  }

  @Test
  void theExampleOfTheDocumentationIsAWorld() throws Exception {
    var page = Files.readString(Path.of("../docs/world.md"));
    int start = page.indexOf("```yaml") + "```yaml".length();
    var then = new Admin(control, InstantSource.fixed(Instant.parse("2026-11-30T12:00:00Z")));
    assertEquals(new Outcome.Written(10), then.apply(yaml(page.substring(start, page.indexOf("```", start)))));
  }

  @Test
  void textThatIsNoDocumentSaysWhere() {
    for (var text : List.of("a: [", "a: 1\na: 2", "a: &x {b: 1}\nc: *x")) {
      var problem = assertThrows(WorldText.Unreadable.class, () -> yaml(text)).problem();
      assertEquals("not_readable", problem.code());
      assertTrue(problem.detail().contains("line "), problem.detail());
    }
  }

  private Outcome apply(String yaml) throws WorldText.Unreadable {
    return admin.apply(yaml(yaml));
  }

  private String problems(String yaml) throws WorldText.Unreadable {
    return codes(apply(yaml)).replace(';', '\n');
  }

  private static String codes(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Written written -> written.toString();
      case Outcome.Refused(var problems) ->
          String.join(";", problems.stream().map(problem -> problem.field() + " " + problem.code()).toList());
    };
  }

  private static JsonNode yaml(String text) throws WorldText.Unreadable {
    return WorldText.yaml(text.getBytes(StandardCharsets.UTF_8));
  }

  private static JsonNode json(String text) throws WorldText.Unreadable {
    return WorldText.json(text.getBytes(StandardCharsets.UTF_8));
  }
}
