package io.tributary.query.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.tributary.model.Access;
import io.tributary.model.ManagedRoles;
import io.tributary.query.World;
import io.tributary.query.boot.RunningServer.Answer;
import io.tributary.query.console.OidcSettings;
import io.tributary.query.pages.Pages;
import io.tributary.query.rate.Rates;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Signing in with a provider, the whole way of a browser, and everything that is not let in. */
class OidcHttpTest {
  private static final String BEGIN = "/console/oidc";
  private static final String ME = "/api/v2/tributary/me";
  private static final String PUBLIC = "/api/v1/dashboard/public";

  private final World world = new World();
  private SomeProvider provider;
  private RunningServer server;

  @BeforeEach
  void start() throws Exception {
    provider = new SomeProvider();
    world.key("admin-a", "a", ManagedRoles.ADMIN);
    world.grant(ann(false), user("eve", "a", "eve@example.com", true, false), user("cut", "s", "cut@example.com", false, true),
        user("two-a", "a", "two@example.com", false, false), user("two-s", "s", "TWO@example.com", false, false),
        user("out", "stranger", "out@example.com", false, false));
    server = RunningServer.editable(world, settings());
  }

  @AfterEach
  void stop() {
    server.close();
    provider.close();
  }

  private QuerySettings settings() {
    return RunningServer.SETTINGS.with(
        new OidcSettings(provider.issuer(), SomeProvider.CLIENT, SomeProvider.SECRET, "http://127.0.0.1:9999/"));
  }

  private static Access.Change ann(boolean disabled) {
    return user("ann", "a", "ann@example.com", false, disabled);
  }

  private static Access.Change user(String id, String org, String email, boolean service, boolean disabled) {
    return new Access.Change.PutUser(new Access.User(id, org, email, id, "", service, disabled, Set.of(ManagedRoles.ADMIN.id()), World.NOW,
        World.NOW));
  }

  private Answer send(String method, String path, String body, String... headers) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(server.url() + path)).method(method,
        body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body)).header("Content-Type", "application/json");
    return server.send((headers.length == 0 ? request : request.headers(headers)).build());
  }

  /** A browser at the provider: where it was sent, and the cookie it holds. */
  private record Begun(URI at, String cookie) {
    String state() {
      return SomeProvider.parameters(at).get("state");
    }
  }

  private Begun begin(String query) throws Exception {
    var answer = send("GET", BEGIN + query, null);
    assertEquals(303, answer.status(), answer.raw().body());
    return new Begun(URI.create(answer.header("Location")), answer.header("Set-Cookie").split(";")[0]);
  }

  private Answer back(Begun begun, String code, String state) throws Exception {
    return send("GET", BEGIN + "/back?code=" + code + "&state=" + state, null, "Cookie", begun.cookie());
  }

  private Answer signIn() throws Exception {
    var begun = begin("");
    return back(begun, provider.letIn(begun.at()), begun.state());
  }

  private static String cookie(Answer answer, String name) {
    return answer.raw().headers().allValues("Set-Cookie").stream().filter(each -> each.startsWith(name + "=")).findFirst().orElse("");
  }

  private String session() throws Exception {
    var answer = signIn();
    assertEquals("/", answer.header("Location"));
    return cookie(answer, "tributary_session").split(";")[0];
  }

  private static void assertFailed(String reason, Answer answer) {
    assertEquals(303, answer.status(), answer.raw().body());
    assertEquals("/sign-in?failed=" + reason, answer.header("Location"));
    assertEquals("", cookie(answer, "tributary_session"));
  }

  @Test
  void somebodyWhomTheProviderKnowsIsSignedIn() throws Exception {
    assertTrue(send("GET", BEGIN + "/offered", null).json().path("offered").asBoolean());
    var begun = begin("");
    var asked = SomeProvider.parameters(begun.at());
    assertEquals("x", asked.get("tenant"));
    assertEquals("http://127.0.0.1:9999/console/oidc/back", asked.get("redirect_uri"));
    assertEquals("S256", asked.get("code_challenge_method"));
    assertNotEquals(asked.get("state"), SomeProvider.parameters(begin("").at()).get("state"));
    var answer = back(begun, provider.letIn(begun.at()), begun.state());
    assertEquals("/", answer.header("Location"));
    assertEquals("no-store", answer.header("Cache-Control"));
    var session = cookie(answer, "tributary_session");
    assertTrue(session.contains("SameSite=Strict") && session.toLowerCase(Locale.ROOT).contains("httponly"), session);
    var over = cookie(answer, "tributary_sign_in");
    assertTrue(over.contains("Max-Age=0") && over.contains("SameSite=Lax") && over.toLowerCase(Locale.ROOT).contains("httponly"), over);
    var me = send("GET", ME, null, "Cookie", session.split(";")[0]);
    assertEquals(200, me.status());
    assertEquals("a", me.json().path("public_id").asText());
    assertEquals(ManagedRoles.ADMIN.permissions().size(), me.json().path("permissions").size());
    assertEquals(200, send("GET", "/api/v1/org", null, "Cookie", session.split(";")[0]).status());
    assertEquals(403, send("GET", "/admin/v1/keys", null, "Cookie", session.split(";")[0]).status());
  }

  @Test
  void aKeyOnACurveIsAsGood() throws Exception {
    provider.token = SomeProvider.signed(provider.curve);
    session();
  }

  @Test
  void aSessionIsJudgedByWhatItsUserMayNow() throws Exception {
    var cookie = session();
    world.grant(new Access.Change.PutUser(
        new Access.User("ann", "a", "ann@example.com", "ann", "", false, false, Set.of("reader"), World.NOW, World.NOW)));
    assertEquals(1, send("GET", ME, null, "Cookie", cookie).json().path("permissions").size());
    assertEquals(403, send("GET", "/api/v2/users", null, "Cookie", cookie).status());
    world.grant(ann(true));
    assertEquals(403, send("GET", ME, null, "Cookie", cookie).status());
    assertFailed("unknown", signIn());
  }

  @Test
  void changesNeedTheConsolesHeaderAndAreTheUsers() throws Exception {
    var cookie = session();
    var body = "{\"data\": {\"type\": \"users\", \"attributes\": {\"email\": \"new@example.com\"}}}";
    assertEquals(403, send("POST", "/api/v2/users", body, "Cookie", cookie).status());
    assertEquals(201, send("POST", "/api/v2/users", body, "Cookie", cookie, "X-Tributary-Console", "1").status());
    var kept = send("GET", "/api/v2/audit/events", null, "Cookie", cookie).json().at("/data/0/attributes");
    assertEquals("ann", kept.at("/attributes/usr/id").asText());
    assertEquals("user:ann", kept.at("/attributes/metadata/application_key_id").asText());
    var made = send("POST", "/api/v2/current_user/application_keys",
        "{\"data\": {\"type\": \"application_keys\", \"attributes\": {\"name\": \"mine\"}}}", "Cookie", cookie, "X-Tributary-Console", "1");
    assertEquals(201, made.status(), made.raw().body());
    assertEquals("ann", made.json().at("/data/relationships/owned_by/data/id").asText());
    // What stands for a key is none: nobody finds or changes it, and it opens nothing when it is sent as one.
    assertEquals(404, send("GET", "/api/v2/application_keys/user:ann", null, "Cookie", cookie).status());
    assertEquals(403, send("GET", ME, null, "DD-API-KEY", "api-a", "DD-APPLICATION-KEY", "user:ann").status());
    assertEquals(403, send("GET", ME, null, "DD-API-KEY", "api-a", "DD-APPLICATION-KEY", "").status());
  }

  @Test
  void whatAUserSharesIsOpenAsLongAsTheUserIs() throws Exception {
    var made = send("POST", PUBLIC, "{\"dashboard_id\": \"account:acme\"}", "Cookie", session(), "X-Tributary-Console", "1");
    assertEquals(200, made.status(), made.raw().body());
    var link = made.json().path("public_url").asText().replace("/share/", "/shared/");
    assertEquals(200, send("GET", link, null).status());
    world.grant(ann(true));
    assertEquals(410, send("GET", link, null).status());
  }

  @Test
  void aSessionCountsForItsOrg() throws Exception {
    server.close();
    server = RunningServer.editable(world, settings().with(new Pages.Limits(1 << 20, 1000), new Rates.Limits(2, 2)));
    var cookie = session();
    assertEquals(200, send("GET", ME, null, "Cookie", cookie).status());
    assertEquals(200, send("GET", ME, null, "DD-API-KEY", "api-a", "DD-APPLICATION-KEY", "app-a").status());
    assertEquals(429, send("GET", ME, null, "Cookie", cookie).status());
  }

  @Test
  void whatDidNotBeginHereIsNotEnded() throws Exception {
    var begun = begin("");
    var other = begin("");
    var code = provider.letIn(begun.at());
    assertFailed("over", back(begun, code, other.state()));
    assertFailed("over", back(begun, code, ""));
    assertFailed("over", back(other, code, begun.state()));
    assertFailed("over", send("GET", BEGIN + "/back?code=" + code + "&state=" + begun.state(), null));
    assertFailed("over", back(new Begun(begun.at(), "tributary_sign_in=" + session().split("=", 2)[1]), code, begun.state()));
    assertFailed("provider", back(other, code, other.state()));
    // A box that began a sign-in is no session.
    assertEquals(401, send("GET", ME, null, "Cookie", begun.cookie().replace("tributary_sign_in", "tributary_session"),
        "X-Tributary-Console", "1").status());
  }

  @Test
  void aCodeIsGoodOnce() throws Exception {
    var begun = begin("");
    var code = provider.letIn(begun.at());
    assertEquals("/", back(begun, code, begun.state()).header("Location"));
    assertFailed("provider", back(begun, code, begun.state()));
  }

  @Test
  void whatTheProviderRefusesIsNotShown() throws Exception {
    var begun = begin("");
    assertFailed("refused", send("GET", BEGIN + "/back?error=access_denied&error_description=%3Cscript%3E&state=" + begun.state(), null,
        "Cookie", begun.cookie()));
  }

  @Test
  void aTokenThatIsNotForThisSignInIsRefused() throws Exception {
    var before = Date.from(World.NOW.minusSeconds(120));
    Map<String, UnaryOperator<JWTClaimsSet.Builder>> wrong = Map.of(
        "nonce", claims -> claims.claim("nonce", "another"), "no nonce", claims -> claims.claim("nonce", null),
        "audience", claims -> claims.audience("another"), "no audience", claims -> claims.audience((String) null),
        "issuer", claims -> claims.issuer(provider.issuer() + "/"), "expired", claims -> claims.expirationTime(before),
        "no end", claims -> claims.expirationTime(null), "two clients", claims -> claims.audience(List.of(SomeProvider.CLIENT, "another")),
        "party", claims -> claims.claim("azp", "another"));
    for (var each : wrong.entrySet()) {
      provider.claims = each.getValue();
      assertEquals("/sign-in?failed=provider", signIn().header("Location"), each.getKey());
    }
    provider.claims = claims -> claims.audience(List.of(SomeProvider.CLIENT, "another")).claim("azp", SomeProvider.CLIENT);
    session();
  }

  @Test
  void aTokenThatTheProviderDidNotSignIsRefused() throws Exception {
    var foreign = new RSAKeyGenerator(2048).keyID(provider.key.getKeyID()).generate();
    provider.token = SomeProvider.signed(foreign);
    assertFailed("provider", signIn());
    provider.token = SomeProvider.signed(new RSAKeyGenerator(2048).keyID("unknown").generate());
    assertFailed("provider", signIn());
    provider.token = claims -> new PlainJWT(claims).serialize();
    assertFailed("provider", signIn());
    for (var secret : List.of(SomeProvider.SECRET.getBytes(), provider.key.toRSAPublicKey().getEncoded())) {
      provider.token = claims -> {
        try {
          var jwt = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(provider.key.getKeyID()).build(), claims);
          jwt.sign(new MACSigner(Arrays.copyOf(secret, Math.max(32, secret.length))));
          return jwt.serialize();
        } catch (JOSEException e) {
          throw new IllegalStateException(e);
        }
      };
      assertFailed("provider", signIn());
    }
    provider.token = claims -> {
      var parts = SomeProvider.signed(provider.key).apply(claims).split("\\.");
      return parts[0] + "." + parts[1] + ".";
    };
    assertFailed("provider", signIn());
  }

  @Test
  void onlyAVerifiedAddressIsSomebodys() throws Exception {
    provider.claims = claims -> claims.claim("email_verified", false);
    assertFailed("unverified", signIn());
    provider.claims = claims -> claims.claim("email_verified", null);
    assertFailed("unverified", signIn());
    provider.claims = claims -> claims.claim("email", null);
    assertFailed("unverified", signIn());
    // Not the letter k, though it is so in lower case.
    world.grant(user("kim", "a", "kim@example.com", false, false));
    provider.claims = claims -> claims.claim("email", "\u212Aim@example.com");
    assertFailed("unverified", signIn());
  }

  @Test
  void onlyActivePeopleOfOneOrgAreSignedIn() throws Exception {
    for (var email : List.of("nobody@example.com", "eve@example.com", "cut@example.com", "out@example.com")) {
      provider.claims = claims -> claims.claim("email", email);
      assertFailed("unknown", signIn());
    }
    provider.claims = claims -> claims.claim("email", "two@example.com");
    assertFailed("several", signIn());
    var begun = begin("?org=s");
    var answer = back(begun, provider.letIn(begun.at()), begun.state());
    var me = send("GET", ME, null, "Cookie", cookie(answer, "tributary_session").split(";")[0]);
    assertEquals("s", me.json().path("public_id").asText());
    begun = begin("?org=b");
    assertFailed("unknown", back(begun, provider.letIn(begun.at()), begun.state()));
  }

  @Test
  void aProviderThatIsAwayIsSaid() throws Exception {
    provider.close();
    assertFailed("provider", send("GET", BEGIN, null));
    assertFailed("provider", send("GET", BEGIN, null));
  }

  @Test
  void aProviderThatCallsItselfAnotherIsNotBelieved() throws Exception {
    server.close();
    server = RunningServer.editable(world, RunningServer.SETTINGS.with(
        new OidcSettings(provider.issuer() + "/", SomeProvider.CLIENT, SomeProvider.SECRET, "http://127.0.0.1:9999")));
    assertFailed("provider", send("GET", BEGIN, null));
  }

  @Test
  void behindHttpsCookiesAreForHttpsOnly() throws Exception {
    server.close();
    server = RunningServer.editable(world, RunningServer.SETTINGS.with(
        new OidcSettings(provider.issuer(), SomeProvider.CLIENT, SomeProvider.SECRET, "https://usage.example.com")));
    assertTrue(send("GET", BEGIN, null).header("Set-Cookie").contains("Secure"));
    assertTrue(cookie(signIn(), "tributary_session").contains("Secure"));
  }

  @Test
  void whereNoneIsSetUpThereIsNothing() throws Exception {
    server.close();
    server = RunningServer.editable(world);
    assertFalse(send("GET", BEGIN + "/offered", null).json().path("offered").asBoolean());
    assertEquals(404, send("GET", BEGIN, null).status());
    assertEquals(404, send("GET", BEGIN + "/back?code=x&state=y", null).status());
  }
}
