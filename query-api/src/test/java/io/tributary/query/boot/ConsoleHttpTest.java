package io.tributary.query.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tributary.model.ManagedRoles;
import io.tributary.query.World;
import io.tributary.query.boot.RunningServer.Answer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The console's doors, without a browser: sessions, pages, and shared dashboards. The pages themselves are looked at in local. */
class ConsoleHttpTest {
  private static final String SESSION = "/console/session";
  private static final String ME = "/api/v2/tributary/me";
  private static final String PUBLIC = "/api/v1/dashboard/public";
  private static final String USAGE = "infra_hosts:host_count";
  private static final String LOGS = "logs:billable_ingested_bytes";

  private final World world = new World().use("a", USAGE, "2026-03-04T02:00:00Z", "12").use("a", LOGS, "2026-03-04T02:00:00Z", "300")
      .use("a1", LOGS, "2026-03-04T02:00:00Z", "5").use("a11", LOGS, "2026-03-04T02:00:00Z", "2");
  private RunningServer server;

  @BeforeEach
  void start() {
    world.key("admin-a", "a", ManagedRoles.ADMIN);
    world.key("admin-s", "s", ManagedRoles.ADMIN);
    server = RunningServer.editable(world);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Answer send(String method, String path, String body, String... headers) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(server.url() + path)).method(method,
        body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body)).header("Content-Type", "application/json");
    if (headers.length > 0) {
      request.headers(headers);
    }
    return server.send(request.build());
  }

  private Answer signIn(String api, String application) throws Exception {
    return send("POST", SESSION, "{\"api_key\":\"" + api + "\",\"application_key\":\"" + application + "\"}", "X-Tributary-Console", "1");
  }

  /** The cookie of a session, as a browser sends it back. */
  private String session(String api, String application) throws Exception {
    var answer = signIn(api, application);
    assertEquals(204, answer.status());
    return answer.header("Set-Cookie").split(";")[0];
  }

  private Answer admin(String method, String path, String body) throws Exception {
    return send(method, path, body, "DD-API-KEY", "api-a", "DD-APPLICATION-KEY", "admin-a");
  }

  @Test
  void aSessionStandsForItsKeys() throws Exception {
    var cookie = session("api-a", "app-a");
    var me = send("GET", ME, null, "Cookie", cookie);
    assertEquals(200, me.status());
    assertEquals("a", me.json().path("public_id").asText());
    assertEquals("account", me.json().path("kind").asText());
    assertFalse(me.json().at("/shows/cost").asBoolean());
    assertEquals(200, send("GET", "/api/v1/org", null, "Cookie", cookie).status());
    // What keys may not, their session may not either.
    assertEquals(403, send("GET", "/api/v2/tributary/cost", null, "Cookie", cookie).status());
    assertEquals(403, send("GET", "/admin/v1/keys", null, "Cookie", cookie).status());
  }

  @Test
  void keysOfOnesOwnGoBeforeASession() throws Exception {
    var me = send("GET", ME, null, "Cookie", session("api-a", "app-a"), "DD-API-KEY", "api-s", "DD-APPLICATION-KEY", "app-s");
    assertEquals("s", me.json().path("public_id").asText());
  }

  @Test
  void wrongKeysAreNoSession() throws Exception {
    for (var keys : List.of(List.of("api-a", "app-s"), List.of("x", "y"), List.of("", ""), List.of("api-stranger", "app-stranger"))) {
      var answer = signIn(keys.get(0), keys.get(1));
      assertEquals(403, answer.status(), keys.toString());
      assertEquals(null, answer.header("Set-Cookie"));
    }
    assertEquals(403, send("POST", SESSION, "{}", "X-Tributary-Console", "1").status());
    assertEquals(400, send("POST", SESSION, "[", "X-Tributary-Console", "1").status());
  }

  @Test
  void theCookieIsForThisServersPagesAlone() throws Exception {
    var cookie = signIn("api-a", "app-a").header("Set-Cookie");
    assertTrue(cookie.contains("HTTPOnly") || cookie.contains("HttpOnly"), cookie);
    assertTrue(cookie.contains("SameSite=Strict"), cookie);
    assertFalse(cookie.contains("Secure"), cookie);
    var secure = send("POST", SESSION, "{\"api_key\":\"api-a\",\"application_key\":\"app-a\"}", "X-Tributary-Console", "1",
        "X-Forwarded-Proto", "https");
    assertTrue(secure.header("Set-Cookie").contains("Secure"));
    var out = send("DELETE", SESSION, null);
    assertTrue(out.header("Set-Cookie").contains("Max-Age=0"), out.header("Set-Cookie"));
  }

  @Test
  void aSessionChangesNothingForAnotherSite() throws Exception {
    var cookie = session("api-a", "admin-a");
    var body = "{\"dashboard_id\":\"account:acme\"}";
    assertEquals(403, send("POST", PUBLIC, body, "Cookie", cookie).status());
    assertEquals(200, send("POST", PUBLIC, body, "Cookie", cookie, "X-Tributary-Console", "1").status());
    assertEquals(403, send("POST", SESSION, "{\"api_key\":\"api-a\",\"application_key\":\"app-a\"}").status());
  }

  @Test
  void aSessionEndsWithItsKeys() throws Exception {
    var cookie = session("api-a", "app-a");
    world.revoke("a");
    assertEquals(403, send("GET", ME, null, "Cookie", cookie).status());
    assertEquals(401, send("GET", ME, null, "Cookie", "tributary_session=nonsense", "X-Tributary-Console", "1").status());
  }

  @Test
  void pagesRunOnlyWhatIsThisServers() throws Exception {
    for (var path : List.of("/", "/cost", "/bill")) {
      var page = send("GET", path, null);
      assertEquals(200, page.status(), path);
      assertTrue(page.header("Content-Type").startsWith("text/html"));
      assertTrue(page.header("Content-Security-Policy").contains("script-src 'self'"));
      assertTrue(page.header("Content-Security-Policy").contains("frame-ancestors 'none'"));
      assertFalse(page.raw().body().contains("<style"), "an inline style is not allowed");
    }
    assertEquals(404, send("GET", "/assets/none.js", null).status());
    assertEquals(404, send("GET", "/assets/..%2findex.html", null).status());
  }

  @Test
  void filesComeCompressedAndForGood() throws Exception {
    var script = send("GET", "/", null).raw().body().replaceAll("(?s).*src=\"(/assets/index-[^\"]+\\.js)\".*", "$1");
    try (var http = HttpClient.newHttpClient()) {
      for (var coding : List.of("br", "gzip", "identity")) {
        var answer = http.send(HttpRequest.newBuilder(URI.create(server.url() + script)).header("Accept-Encoding", coding).build(),
            BodyHandlers.ofByteArray());
        assertEquals(200, answer.statusCode(), script);
        assertEquals(coding.equals("identity") ? null : coding, answer.headers().firstValue("Content-Encoding").orElse(null));
        assertTrue(answer.headers().firstValue("Cache-Control").orElse("").contains("immutable"));
        assertTrue(answer.headers().firstValue("Content-Type").orElse("").startsWith("text/javascript"));
        assertTrue(coding.equals("identity") == answer.body().length > 100_000, coding + ": " + answer.body().length);
      }
    }
  }

  private Answer share(String body) throws Exception {
    var answer = admin("POST", PUBLIC, body);
    assertEquals(200, answer.status(), answer.raw().body());
    return answer;
  }

  @Test
  void aLinkShowsItsDashboardAndNothingElse() throws Exception {
    var made = share("""
        {"dashboard_id": "account:acme", "title": "Acme's usage", "share_type": "open",
         "selectable_template_vars": [{"name": "product_family", "visible_tags": ["infra_hosts"], "default_values": ["infra_hosts"]}]}""");
    var link = made.json().path("public_url").asText();
    assertTrue(link.startsWith("/share/"));
    assertNotNull(made.json().path("expiration").textValue(), "a public link ends by itself");
    var shown = send("GET", link.replace("/share/", "/shared/"), null);
    assertEquals(200, shown.status(), shown.raw().body());
    assertEquals("Acme Inc", shown.json().path("of").asText());
    assertEquals(1, shown.json().path("usage").size());
    assertEquals("infra_hosts", shown.json().at("/usage/0/product_family").asText());
    var all = send("GET", link.replace("/share/", "/shared/") + "?products=logs", null);
    assertEquals(shown.json().path("usage"), all.json().path("usage"), "a fixed variable stays as it is");
    // The link is no key and no session.
    assertEquals(403, send("GET", ME, null, "DD-API-KEY", link.substring(7), "DD-APPLICATION-KEY", link.substring(7)).status());
    assertEquals(404, send("GET", "/shared/" + made.json().path("id").asText(), null).status(), "a share's id is no link");
    assertEquals(404, send("GET", "/shared/nonsense", null).status());
    assertEquals(200, send("GET", link, null).status());
    assertTrue(send("GET", link, null).header("Content-Security-Policy").contains("frame-ancestors 'none'"));
    assertFalse(admin("GET", "/api/v2/tributary/shares", null).raw().body().contains(link.substring(7)), "a link is told once");
  }

  @Test
  void aLinkCanBePausedEndedAndTakenBack() throws Exception {
    var made = share("{\"dashboard_id\": \"org:a1\"}");
    var link = made.json().path("public_url").asText().replace("/share/", "/shared/");
    var one = PUBLIC + "/" + made.json().path("id").asText();
    assertEquals("7", send("GET", link, null).json().at("/usage/0/value").asText());
    assertEquals("paused", admin("PUT", one, "{\"status\": \"paused\"}").json().path("status").asText());
    assertEquals(410, send("GET", link, null).status());
    assertEquals(410, send("GET", link + "/live", null).status());
    assertEquals("no-store", send("GET", link, null).header("Cache-Control"), "a browser would keep the refusal");
    admin("PUT", PUBLIC + link.replace("/shared", ""), "{\"status\": \"active\"}");
    assertEquals(200, send("GET", link, null).status());
    admin("PUT", one, "{\"expiration\": \"2026-03-15T10:00:00Z\"}");
    assertEquals("This link has expired", send("GET", link, null).json().at("/errors/0").asText());
    admin("PUT", one, "{\"expiration\": null}");
    assertEquals(200, send("GET", link, null).status());
    assertEquals(200, admin("DELETE", one, null).status());
    assertEquals(404, send("GET", link, null).status());
    assertEquals(404, admin("GET", one, null).status());
  }

  @Test
  void invitedPeopleHaveLinksOfTheirOwn() throws Exception {
    var made = share("""
        {"dashboard_id": "account:acme", "share_type": "invite",
         "invitees": [{"email": "one@example.com"}, {"email": "two@example.com", "access_expiration": "2026-03-15T10:00:00Z"}]}""");
    assertTrue(made.json().path("public_url").isNull());
    var one = made.json().at("/invitees/0/public_url").asText().replace("/share/", "/shared/");
    var two = made.json().at("/invitees/1/public_url").asText().replace("/share/", "/shared/");
    assertEquals(200, send("GET", one, null).status());
    assertEquals(410, send("GET", two, null).status(), "its invitation is over");
    var path = PUBLIC + "/" + made.json().path("id").asText() + "/invitation";
    var added = admin("POST", path, "{\"invitees\": [{\"email\": \"three@example.com\"}]}");
    assertEquals(3, added.json().path("data").size());
    assertEquals(200, send("GET", added.json().at("/data/2/public_url").asText().replace("/share/", "/shared/"), null).status());
    admin("DELETE", path, "{\"invitees\": [{\"email\": \"one@example.com\"}]}");
    assertEquals(404, send("GET", one, null).status());
    assertEquals(2, admin("GET", path, null).json().path("data").size());
  }

  @Test
  void onlyNamedHostsEmbed() throws Exception {
    var made = share("{\"dashboard_id\": \"account:acme\", \"share_type\": \"embed\","
        + " \"embeddable_domains\": [\"www.example.com\", \"*.example.org\"]}");
    var policy = send("GET", made.json().path("public_url").asText(), null).header("Content-Security-Policy");
    assertTrue(policy.contains("frame-ancestors www.example.com *.example.org"), policy);
    for (var bad : List.of("example.com; script-src *", "'none'", "a b", "")) {
      assertEquals(400, admin("POST", PUBLIC,
          "{\"dashboard_id\": \"account:acme\", \"share_type\": \"embed\", \"embeddable_domains\": [\"" + bad + "\"]}")
          .status(), bad);
    }
  }

  @Test
  void nobodySharesWhatOthersHaveAndAShareEndsWithItsSharer() throws Exception {
    assertEquals(400, admin("POST", PUBLIC, "{\"dashboard_id\": \"account:solo\"}").status());
    assertEquals(400, admin("POST", PUBLIC, "{\"dashboard_id\": \"nothing\"}").status());
    assertEquals(403,
        send("POST", PUBLIC, "{\"dashboard_id\": \"account:acme\"}", "DD-API-KEY", "api-a", "DD-APPLICATION-KEY", "app-a").status());
    var made = share("{\"dashboard_id\": \"account:acme\"}");
    var one = PUBLIC + "/" + made.json().path("id").asText();
    assertEquals(404, send("GET", one, null, "DD-API-KEY", "api-s", "DD-APPLICATION-KEY", "admin-s").status());
    assertEquals(404, send("DELETE", one, null, "DD-API-KEY", "api-s", "DD-APPLICATION-KEY", "admin-s").status());
    var link = made.json().path("public_url").asText().replace("/share/", "/shared/");
    assertEquals(200, send("GET", link, null).status());
    world.key("admin-a", "a", ManagedRoles.READ_ONLY);
    assertEquals(410, send("GET", link, null).status());
  }
}
