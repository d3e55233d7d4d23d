package io.tributary.query.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.model.Access;
import io.tributary.model.Directory.Change;
import io.tributary.model.Hours;
import io.tributary.model.ManagedRoles;
import io.tributary.model.Share;
import io.tributary.monitor.Downtime;
import io.tributary.monitor.Filter;
import io.tributary.monitor.Monitor;
import io.tributary.monitor.Options;
import io.tributary.monitor.Owner;
import io.tributary.monitor.QueryParser;
import io.tributary.query.SomeContracts;
import io.tributary.query.World;
import io.tributary.query.access.Endpoint;
import io.tributary.query.access.Kind;
import io.tributary.query.access.Sees;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every address of a running server, asked by every kind of caller with every role for its own things and for another's. Which, and
 * what is to be answered, comes from the table: a new row or a new route is asked without a word here, or fails.
 */
class AccessMatrixTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int FEBRUARY = Hours.month(World.hour("2026-02-01T00:00:00Z"));
  /** Who asks nobody, and so is asked by anybody. */
  private static final Set<String> OPEN = Set.of("GET /prometheus", "GET /health", "GET /health/{selector}",
      "GET /api/openapi.json", "GET /api/docs", "GET /api/docs/{file}");
  private static final String ALL_FLAGS = "include_connected_accounts=true&filter[include_connected_accounts]=true"
      + "&filter[include_descendants]=true&include_descendants=true&include_org_details=true&view=sub-org";
  /** What an address cannot do without; parameters that it does not know are ignored. */
  private static final Map<String, String> PARAMETERS = Map.ofEntries(
      Map.entry("/api/v1/usage/summary", "start_month=2026-03"), Map.entry("/api/v1/usage/billable-summary", "month=2026-03"),
      Map.entry("/api/v2/usage/hourly_usage", "filter[timestamp][start]=2026-03-04T00&filter[product_families]=all"),
      Map.entry("/api/v1/usage/top_avg_metrics", "month=2026-03"), Map.entry("/api/v2/usage/estimated_cost", "start_month=2026-03"),
      Map.entry("/api/v2/usage/historical_cost", "start_month=2026-02"), Map.entry("/api/v2/usage/cost_by_org", "start_month=2026-02"),
      Map.entry("/api/v2/tributary/usage", "group_by=org,account"), Map.entry("/api/v2/tributary/cost", "group_by=org,account"),
      Map.entry("/api/v2/tributary/focus", "month=2026-03"),
      Map.entry("/api/v1/query",
          "from=1772582400&to=1772668800&query=sum:datadog.estimated_usage.hosts{*} by {child_org_name}.rollup(max, 3600)"));
  private static final String HOURS = "start_hr=2026-03-04T00&end_hr=2026-03-05T00";
  /** Addresses whose answer names whose usage it shows: there the caller's own must be found. */
  private static final Set<String> NAMES_ORGS = Set.of("GET /api/v1/usage/summary", "GET /api/v1/usage/billable-summary",
      "GET /api/v2/usage/hourly_usage", "GET /api/v2/usage/estimated_cost", "GET /api/v2/usage/historical_cost",
      "GET /api/v2/usage/projected_cost", "GET /api/v2/tributary/usage", "GET /api/v2/tributary/cost", "GET /api/v2/tributary/focus",
      "GET /api/v1/org", "GET /api/v1/usage/hosts", "GET /api/v1/usage/logs");
  private static final Map<String, Integer> NEVER_THERE =
      Map.of("GET /api/v1/daily_custom_reports/{id}", 404, "GET /api/v1/monthly_custom_reports/{id}", 404);
  private static final Pattern TOKEN = Pattern.compile("\"([^\"\\\\]*)\"|([^\",\\r\\n]+)");
  private static final List<Access.Role> CUSTOM = List.of(new Access.Role("only usage", Set.of(Access.USAGE_READ)),
      new Access.Role("only billing", Set.of(Access.BILLING_READ)),
      new Access.Role("usage and billing", Set.of(Access.USAGE_READ, Access.BILLING_READ)),
      new Access.Role("nothing", Set.of()));

  private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** @param own what must be found of its own; @param foreign what must not be found */
  private record Asker(Kind kind, String org, Set<String> own, Set<String> foreign, Map<String, String> ids, Map<String, String> others) {}

  private static final Set<String> ACME = Set.of("a11", "acme", "Org A", "Org A1", "Org A11", "Acme Inc");
  private static final Set<String> BOLT = Set.of("b", "b1", "bolt", "Org B", "Org B1", "Bolt Ltd");
  private static final Set<String> SOLO = Set.of("s", "solo", "Org S", "Solo");

  private static List<Asker> askers(boolean priced) {
    return List.of(
        asker(Kind.PARTNER, "par", Set.of("a", "acme"), SOLO, "c-acme", "c-solo"),
        asker(priced ? Kind.PRICED : Kind.UNPRICED, "a", Set.of("a", "acme"), union(BOLT, SOLO), "", "c-solo"),
        asker(Kind.DIRECT, "s", Set.of("s", "solo"), union(ACME, BOLT, Set.of("a", "a1")), "c-solo", "c-acme"),
        asker(Kind.CHILD, "a1", Set.of("a1"), union(BOLT, SOLO, Set.of("w", "Org W", "Org A")), "", "c-solo"),
        asker(Kind.OUTSIDE, "stranger", Set.of(), union(ACME, BOLT, SOLO, Set.of("a", "a1", "w")), "", "c-solo"));
  }

  private static Asker asker(Kind kind, String org, Set<String> own, Set<String> foreign, String contract, String otherContract) {
    return new Asker(kind, org, own, foreign, ids(org, contract, false), ids(org.equals("s") ? "a" : "s", otherContract, true));
  }

  /** What stands for a name in braces, by what comes before it in the address. */
  private static Map<String, String> ids(String org, String contract, boolean another) {
    var monitor = Integer.toString(1 + WATCHERS.indexOf(org));
    return Map.ofEntries(Map.entry("org", org.equals("par") ? "a" : org), Map.entry("contracts", contract), Map.entry("pricing", contract),
        Map.entry("roles", "role-of-" + org), Map.entry("users", "user-of-" + org), Map.entry("api_keys", "1" + org),
        Map.entry("public", "share-of-" + org), Map.entry("webhooks", another ? "another" : "hook"),
        Map.entry("application_keys", "key-of-" + org), Map.entry("service_accounts", "user-of-" + org),
        Map.entry("daily_custom_reports", "2026-02-01"), Map.entry("monthly_custom_reports", "2026-02-01"),
        Map.entry("monitor", monitor), Map.entry("downtime", monitor), Map.entry("metrics", METRICS.get(another ? 1 : 0)));
  }

  /** A monitor and a downtime of each, numbered by their places here. */
  private static final List<String> WATCHERS = List.of("par", "a", "a1", "s");
  private static final List<String> METRICS = List.of("datadog.estimated_usage.hosts", "datadog.estimated_usage.nothing");

  private static void watch(World world) {
    var owners = List.of(Owner.partner("par"), Owner.account("acme"), Owner.org("a1"), Owner.account("solo"));
    for (int i = 0; i < owners.size(); i++) {
      var rule = QueryParser.rule("sum(last_1h):sum:datadog.estimated_usage.hosts{*} > 3");
      world.change(
          new Change.PutMonitor(new Monitor(i + 1, owners.get(i), "Monitor of " + WATCHERS.get(i), "query alert", rule.text(), rule, "",
              List.of(), OptionalInt.empty(), Options.of(Options.Thresholds.of(rule.critical())), World.NOW, World.NOW, Optional.empty())),
          new Change.PutDowntime(new Downtime(i + 1, owners.get(i), Filter.ALL, OptionalLong.empty(), List.of(), World.NOW,
              Optional.empty(), Optional.empty(), "", Optional.empty())));
    }
  }

  @SafeVarargs
  private static Set<String> union(Set<String>... sets) {
    return Arrays.stream(sets).flatMap(Set::stream).collect(Collectors.toSet());
  }

  private static World world(boolean priced) {
    var world = new World();
    world.change(SomeContracts.all());
    world.change(new Change.CloseMonth("acme", FEBRUARY, 1), new Change.CloseMonth("solo", FEBRUARY, 1));
    if (priced) {
      world.change(SomeContracts.published(Hours.firstOfMonth(FEBRUARY)));
    }
    for (var org : List.of("a", "a1", "a11", "b", "b1", "s")) {
      for (var month : List.of("02", "03")) {
        var time = "2026-" + month + "-04T02:00:00Z";
        world.use(org, "infra_hosts:host_count", time, "12").use(org, "logs:billable_ingested_bytes", time, "30000000000");
      }
    }
    watch(world);
    world.costs.project("acme", "2").project("solo", "2");
    for (var org : List.of("par", "a", "a1", "s", "stranger")) {
      var now = World.NOW;
      world.grant(new Access.Change.PutRole(new Access.Role("role-of-" + org, Optional.of(org), "role-of-" + org, Set.of(), now, now)),
          new Access.Change.PutUser(new Access.User("user-of-" + org, org, org + "@example.com", "user-of-" + org, "", false, false,
              Set.of("role-of-" + org), now, now)),
          new Access.Change.PutApplicationKey(new Access.ApplicationKey("key-of-" + org, "hash-of-" + org, org, "key-of-" + org, "", false,
              Optional.of("user-of-" + org), Optional.empty(), Access.Origin.UNKNOWN)));
      world.grant(new Access.Change.PutShare(new Share("share-of-" + org, "hash-of-share-of-" + org, org, key(org, ManagedRoles.ADMIN),
          "org:" + (org.equals("par") ? "a" : org), "Usage", Share.Type.OPEN, false, false, Optional.empty(), List.of(), List.of(), "1h",
          false, List.of(), false, "system", now, now)));
      roles().forEach(role -> world.key(key(org, role), org, role));
    }
    CUSTOM.forEach(role -> world.grant(new Access.Change.PutRole(role)));
    return world;
  }

  private static List<Access.Role> roles() {
    return Stream.concat(ManagedRoles.ALL.stream(), CUSTOM.stream()).toList();
  }

  private static String key(String org, Access.Role role) {
    return org + " with " + role.name();
  }

  @Test
  void everyRouteIsInTheTable() {
    try (var server = RunningServer.editable(world(true))) {
      var routes = server.routes().stream().filter(route -> !isOpen(route) && !route.contains(" /admin/v1")).map(AccessMatrixTest::bare)
          .collect(Collectors.toCollection(TreeSet::new));
      var table = addresses().stream().map(AccessMatrixTest::bare).collect(Collectors.toSet());
      routes.removeAll(table);
      assertEquals(Set.of(), routes, "every route of the server stands in a row of the table of who sees what");
    }
  }

  /** The console's files and its session: they show nothing, and a page asks below {@code /api} like everybody else. */
  private static boolean isOpen(String route) {
    return OPEN.contains(route) || !route.contains(" /api/") && !route.contains(" /admin/");
  }

  private static List<String> addresses() {
    return Arrays.stream(Endpoint.values()).flatMap(endpoint -> endpoint.addresses().stream()).toList();
  }

  /** Without the names of what varies. */
  private static String bare(String address) {
    return address.replaceAll("\\{[^}]*}", "{}");
  }

  @Test
  void everybodySeesWhatTheTableSaysAndNothingElse() throws Exception {
    for (boolean priced : List.of(true, false)) {
      try (var server = RunningServer.editable(world(priced))) {
        var built = server.routes().stream().map(AccessMatrixTest::bare).collect(Collectors.toSet());
        var wrong = new ArrayList<String>();
        int asked = 0;
        for (var endpoint : Endpoint.values()) {
          for (var address : endpoint.addresses().stream().filter(each -> built.contains(bare(each))).toList()) {
            // Without published prices, only their account is told otherwise.
            for (var asker : askers(priced).stream().filter(each -> priced || each.kind() == Kind.UNPRICED).toList()) {
              for (var role : roles()) {
                asked++;
                new Case(server, endpoint, address, asker, role).check().forEach(wrong::add);
              }
            }
          }
        }
        assertEquals("", String.join("\n", wrong));
        assertTrue(asked > (priced ? 2_000 : 400), "only " + asked + " cases");
      }
    }
  }

  @Test
  void withoutKeysNobodySeesAnything() throws Exception {
    try (var server = RunningServer.editable(world(true))) {
      for (var route : server.routes().stream().filter(each -> !isOpen(each)).toList()) {
        var parts = route.split(" ", 2);
        var request = HttpRequest.newBuilder(URI.create(server.url() + parts[1].replaceAll("\\{[^}]*}", "x")))
            .header("Content-Type", "application/json").method(parts[0], BodyPublishers.ofString("{}")).build();
        var answer = http.send(request, BodyHandlers.ofString());
        assertEquals(403, answer.statusCode(), route);
        assertEquals("{\"status\":\"error\",\"code\":403,\"errors\":[\"Forbidden\"],\"statuspage\":null,\"twitter\":null,\"email\":null}",
            answer.body(), route);
      }
    }
  }

  private final class Case {
    private final RunningServer server;
    private final Endpoint endpoint;
    private final String address;
    private final Asker asker;
    private final Access.Role role;
    private final List<String> wrong = new ArrayList<>();

    Case(RunningServer server, Endpoint endpoint, String address, Asker asker, Access.Role role) {
      this.server = server;
      this.endpoint = endpoint;
      this.address = address;
      this.asker = asker;
      this.role = role;
    }

    List<String> check() throws Exception {
      boolean named = address.contains("{");
      boolean reads = address.startsWith("GET ");
      var refusal = refusal();
      // To delete one's own would leave nothing for the next case; that it can be done is tested where it is told what happens.
      if (!address.startsWith("DELETE ") || refusal.isPresent()) {
        var answer = ask(asker.ids());
        if (refusal.isPresent()) {
          expectRefusal(answer, refusal.get());
        } else if (reads) {
          expectSeen(answer);
        } else if (answer.status() == 403 || answer.status() == 404 && !asker.ids().containsValue("") || answer.status() >= 500) {
          wrong(answer, "it may do that");
        }
      }
      if (named && refusal.isEmpty() && !NEVER_THERE.containsKey(address)) {
        var answer = ask(asker.others());
        // An own key's id is known only to whoever has it, and a body that says nothing may be refused before its address is looked at.
        boolean fits = answer.status() == 404 || !reads && answer.status() == 400;
        if (!fits || !answer.json().at("/errors/0").isTextual()) {
          wrong(answer, "another's thing is 404 with a sentence");
        }
      }
      return wrong;
    }

    /** Status and the beginning of the sentence; empty for who is let in. */
    private Optional<Map.Entry<Integer, String>> refusal() {
      var lacking = new TreeSet<>(endpoint.permissions());
      lacking.removeAll(role.permissions());
      if (!lacking.isEmpty()) {
        return Optional.of(Map.entry(403, "Forbidden: the application key's role lacks the permission " + lacking.first()));
      }
      var sees = endpoint.sees(asker.kind());
      return switch (sees) {
        case OWN, CUSTOMERS, SOLD -> Optional.empty();
        case HIDDEN -> Optional.of(Map.entry(403, ""));
        case AT_PARENT -> Optional.of(Map.entry(400, "API called with non-parent org keys. Data is only available at the root level org"));
        case AT_PARTNER -> Optional.of(Map.entry(403, "Forbidden: only the keys of a partner's admin org may ask this"));
        case AT_CUSTOMER -> Optional.of(Map.entry(403, ""));
        case NOTHING -> Optional.of(Map.entry(403, "Forbidden"));
      };
    }

    private void expectRefusal(Answer answer, Map.Entry<Integer, String> refusal) {
      var sentence = answer.json().at("/errors/0");
      var text = sentence.isObject() ? sentence.path("detail").asText() : sentence.asText();
      boolean fits = answer.status() == refusal.getKey() && text.startsWith(refusal.getValue()) && !text.isBlank();
      if (endpoint.sees(asker.kind()) == Sees.AT_CUSTOMER && !refusal.getValue().startsWith("Forbidden")) {
        fits &= text.contains("not part of a partner's view") && text.contains("a customer finds");
      }
      boolean gateway = answer.status() != 403 || answer.json().path("status").asText().equals("error")
          && answer.json().path("code").asInt() == 403;
      if (!fits || !gateway) {
        wrong(answer, "it is refused with " + refusal);
      }
    }

    private void expectSeen(Answer answer) {
      boolean unknown = asker.ids().containsValue("") && (address.contains("contracts/{") || address.contains("pricing/{"));
      int status = unknown ? 404 : NEVER_THERE.getOrDefault(address, 200);
      if (answer.status() != status) {
        wrong(answer, "it sees this: " + status);
        return;
      }
      if (status != 200) {
        return;
      }
      var found = tokens(answer.body());
      if (NAMES_ORGS.contains(address) && asker.own().stream().noneMatch(found::contains)) {
        wrong(answer, "one of " + asker.own() + " is there");
      }
      var foreign = new TreeSet<>(found);
      foreign.removeIf(token -> !asker.foreign().contains(token)
          && !(token.matches("(role|user|key)-of-.*") && !token.endsWith("-of-" + asker.org())));
      if (!foreign.isEmpty()) {
        wrong(answer, "none of " + foreign + " is there");
      }
    }

    private void wrong(Answer answer, String expected) {
      wrong.add(asker.kind() + " " + asker.org() + ", " + role.name() + ", " + address + ": " + expected + ", but " + answer.status() + " "
          + answer.body().substring(0, Math.min(300, answer.body().length())));
    }

    private Answer ask(Map<String, String> ids) throws Exception {
      var parts = address.split(" ", 2);
      var path = path(parts[1], ids);
      var parameters = new LinkedHashMap<String, String>();
      Stream.of(ALL_FLAGS, HOURS, PARAMETERS.getOrDefault(parts[1], "")).flatMap(text -> Stream.of(text.split("&")))
          .filter(text -> !text.isEmpty()).map(text -> text.split("=", 2)).forEach(pair -> parameters.put(pair[0], pair[1]));
      if (parts[1].equals("/api/v2/tributary/usage") || parts[1].equals("/api/v2/tributary/cost")) {
        parameters.remove("view");
      }
      var query = parameters.entrySet().stream().map(pair -> encoded(pair.getKey()) + "=" + encoded(pair.getValue()))
          .collect(Collectors.joining("&"));
      var request = HttpRequest.newBuilder(URI.create(server.url() + path + "?" + query)).header("DD-API-KEY", "api-" + asker.org())
          .header("DD-APPLICATION-KEY", key(asker.org(), role)).header("Content-Type", "application/json")
          .header("Accept", "application/json;datetime-format=rfc3339")
          .method(parts[0], parts[0].equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofString("{}")).build();
      var answer = http.send(request, BodyHandlers.ofInputStream());
      try (var body = answer.body()) {
        boolean stream = answer.headers().firstValue("Content-Type").filter(type -> type.startsWith("text/event-stream")).isPresent();
        return new Answer(answer.statusCode(), stream ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8));
      }
    }

    private String path(String template, Map<String, String> ids) {
      var path = new StringBuilder();
      var before = "";
      boolean own = template.contains("/current_user/");
      for (var part : template.substring(1).split("/")) {
        var id = own && ids.equals(asker.ids()) ? key(asker.org(), role) : ids.getOrDefault(before, "");
        path.append('/').append(part.startsWith("{") ? encoded(id.isEmpty() ? "nothing" : id).replace("+", "%20") : part);
        before = part;
      }
      return path.toString();
    }
  }

  private record Answer(int status, String body) {
    JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (Exception e) {
        return JSON.createObjectNode();
      }
    }
  }

  private static Set<String> tokens(String body) {
    var tokens = new HashSet<String>();
    TOKEN.matcher(body).results().forEach(found -> tokens.add(found.group(1) == null ? found.group(2).strip() : found.group(1)));
    return tokens;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Test
  void theOperatorsDoorIsForOperatorsAlone() throws Exception {
    try (var server = RunningServer.editable(world(true))) {
      for (var asker : askers(true)) {
        for (var role : roles()) {
          var answer = server.get("api-" + asker.org(), key(asker.org(), role), "/admin/v1/world", new String[0]);
          assertEquals(role.permissions().contains(Access.OPERATE) ? 200 : 403, answer.status(), asker.org() + " " + role.name());
        }
      }
      assertFalse(server.routes().stream().filter(route -> route.contains(" /admin/v1")).toList().isEmpty());
    }
  }
}
