package io.tributary.query.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Resource;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.tributary.query.console.NotSignedIn.Reason;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The provider: where it is, and whom it says a browser belongs to. What it says is read at the first use, and anew every hour. */
@Singleton
final class OidcProvider {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration FRESH = Duration.ofHours(1);
  /** One that cannot be reached is left alone for so long, so that nobody waits in a row for it. */
  private static final Duration PAUSE = Duration.ofSeconds(10);
  private static final int LARGEST_BYTES = 1 << 20;
  /** Signatures with the provider's own key: one with the client's secret would prove no more than that somebody knows it. */
  private static final Set<JWSAlgorithm> SIGNATURES = Set.of(JWSAlgorithm.RS256, JWSAlgorithm.RS384, JWSAlgorithm.RS512,
      JWSAlgorithm.PS256, JWSAlgorithm.PS384, JWSAlgorithm.PS512, JWSAlgorithm.ES256, JWSAlgorithm.ES384, JWSAlgorithm.ES512);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final OidcSettings settings;
  private final InstantSource clock;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).followRedirects(HttpClient.Redirect.NEVER).build();
  private Known known;
  private Instant next = Instant.MIN;

  /** @param postsSecret whether it takes the client's secret among the parameters only */
  private record Known(URI authorize, URI token, JWKSource<SecurityContext> keys, boolean postsSecret) {}

  OidcProvider(OidcSettings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
  }

  @PreDestroy
  void close() {
    http.shutdownNow();
  }

  /** Where a browser is sent. */
  URI authorize(Map<String, String> parameters) throws NotSignedIn {
    var all = new TreeMap<>(parameters);
    all.putAll(Map.of("response_type", "code", "scope", "openid email", "client_id", settings.clientId(), "redirect_uri",
        settings.back().toString(), "code_challenge_method", "S256"));
    var endpoint = known().authorize();
    return URI.create(endpoint + (endpoint.getRawQuery() == null ? "?" : "&") + form(all));
  }

  /**
   * The address of whoever came back, which the provider has checked.
   *
   * @param code what the browser came back with
   * @param verifier what the code was asked for with
   * @param nonce what its token must name
   */
  String email(String code, String verifier, String nonce) throws NotSignedIn {
    var provider = known();
    try {
      var claims = claims(provider, token(provider, code, verifier), nonce);
      var email = claims.getStringClaim("email");
      // Beyond ASCII, letters that look alike or differ in case only could pass for somebody else's.
      if (!Boolean.TRUE.equals(claims.getBooleanClaim("email_verified")) || email == null || !email.matches("[!-~]{3,320}")) {
        throw new NotSignedIn(Reason.UNVERIFIED, "the ID token names no verified e-mail address");
      }
      return email;
    } catch (IOException | ParseException | BadJOSEException | JOSEException e) {
      throw new NotSignedIn(Reason.PROVIDER, e.toString());
    }
  }

  private JWTClaimsSet claims(Known provider, String token, String nonce) throws ParseException, BadJOSEException, JOSEException {
    var processor = new DefaultJWTProcessor<>();
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(SIGNATURES, provider.keys()));
    processor.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>(settings.clientId(),
        new JWTClaimsSet.Builder().issuer(settings.issuer()).claim("nonce", nonce).build(), Set.of("sub", "iat", "exp")) {
      @Override
      protected Date currentTime() {
        return Date.from(clock.instant());
      }
    });
    var claims = processor.process(token, null);
    var party = claims.getStringClaim("azp");
    if (party == null ? claims.getAudience().size() > 1 : !party.equals(settings.clientId())) {
      throw new BadJOSEException("the ID token is another client's");
    }
    return claims;
  }

  private String token(Known provider, String code, String verifier) throws IOException {
    var asked = new TreeMap<>(Map.of("grant_type", "authorization_code", "code", code, "code_verifier", verifier, "redirect_uri",
        settings.back().toString(), "client_id", settings.clientId()));
    var request = HttpRequest.newBuilder(provider.token()).header("Content-Type", "application/x-www-form-urlencoded");
    if (!settings.clientSecret().isEmpty() && provider.postsSecret()) {
      asked.put("client_secret", settings.clientSecret());
    } else if (!settings.clientSecret().isEmpty()) {
      request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(
          (encoded(settings.clientId()) + ":" + encoded(settings.clientSecret())).getBytes(StandardCharsets.UTF_8)));
    }
    var token = JSON.readTree(send(request.POST(BodyPublishers.ofString(form(asked))))).path("id_token");
    if (!token.isTextual()) {
      throw new IOException("the provider's answer to a code has no ID token");
    }
    return token.asText();
  }

  private synchronized Known known() throws NotSignedIn {
    var now = clock.instant();
    if (now.isBefore(next)) {
      if (known == null) {
        throw new NotSignedIn(Reason.PROVIDER, "the provider could not be asked a moment ago");
      }
      return known;
    }
    next = now.plus(PAUSE);
    try {
      known = read(JSON.readTree(send(HttpRequest.newBuilder(
          URI.create(settings.issuer().replaceFirst("/$", "") + "/.well-known/openid-configuration")))));
      next = now.plus(FRESH);
    } catch (IOException | URISyntaxException e) {
      if (known == null) {
        throw new NotSignedIn(Reason.PROVIDER, e.toString());
      }
    }
    return known;
  }

  private Known read(JsonNode document) throws IOException, URISyntaxException {
    if (!document.path("issuer").asText().equals(settings.issuer())) {
      throw new IOException("the provider calls itself another issuer than the settings");
    }
    var methods = document.path("token_endpoint_auth_methods_supported").toString();
    var keys = JWKSourceBuilder.create(endpoint(document, "jwks_uri").toURL(), url -> {
      try {
        return new Resource(send(HttpRequest.newBuilder(url.toURI())), "application/json");
      } catch (URISyntaxException e) {
        throw new IOException(e);
      }
    }).refreshAheadCache(false).build();
    return new Known(endpoint(document, "authorization_endpoint"), endpoint(document, "token_endpoint"), keys,
        methods.contains("\"client_secret_post\"") && !methods.contains("\"client_secret_basic\""));
  }

  private static URI endpoint(JsonNode document, String name) throws IOException, URISyntaxException {
    var uri = new URI(document.path(name).asText());
    if (!OidcSettings.isPrivate(uri)) {
      throw new IOException("the provider's " + name + " is no https URL");
    }
    return uri;
  }

  /** The body of a good answer, as JSON. */
  private String send(HttpRequest.Builder request) throws IOException {
    try {
      var answer = http.send(request.timeout(PATIENCE).header("Accept", "application/json").build(),
          BodyHandlers.limiting(BodyHandlers.ofString(), LARGEST_BYTES));
      if (answer.statusCode() != 200) {
        throw new IOException(answer.uri().getPath() + " of the provider answers " + answer.statusCode());
      }
      return answer.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static String form(Map<String, String> parameters) {
    return parameters.entrySet().stream().map(each -> each.getKey() + "=" + encoded(each.getValue())).collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
