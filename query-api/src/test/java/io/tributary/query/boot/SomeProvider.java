package io.tributary.query.boot;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tributary.query.World;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** An OpenID Connect provider on loopback, where everybody is let in at once. */
final class SomeProvider implements AutoCloseable {
  static final String CLIENT = "tributary";
  static final String SECRET = "se:cret";

  final RSAKey key;
  final ECKey curve;
  /** What is in a token, and how it is signed. */
  volatile UnaryOperator<JWTClaimsSet.Builder> claims = UnaryOperator.identity();
  volatile Function<JWTClaimsSet, String> token;
  private final HttpServer server;
  private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();

  SomeProvider() throws IOException, JOSEException {
    key = new RSAKeyGenerator(2048).keyID("one").generate();
    curve = new ECKeyGenerator(Curve.P_256).keyID("two").generate();
    token = signed(key);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/realm/.well-known/openid-configuration", exchange -> answer(exchange, 200, """
        {"issuer": "%1$s", "authorization_endpoint": "%1$s/authorize?tenant=x", "token_endpoint": "%1$s/token", "jwks_uri": "%1$s/keys"}"""
        .formatted(issuer())));
    server.createContext("/realm/keys", exchange -> answer(exchange, 200, new JWKSet(List.<JWK>of(key, curve)).toString()));
    server.createContext("/realm/token", this::exchange);
    server.start();
  }

  String issuer() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/realm";
  }

  static Function<JWTClaimsSet, String> signed(JWK key) {
    return claims -> {
      try {
        JWSSigner signer = key instanceof RSAKey rsa ? new RSASSASigner(rsa) : new ECDSASigner(key.toECKey());
        var jwt = new SignedJWT(
            new JWSHeader.Builder(key instanceof RSAKey ? JWSAlgorithm.RS256 : JWSAlgorithm.ES256).keyID(key.getKeyID()).build(), claims);
        jwt.sign(signer);
        return jwt.serialize();
      } catch (JOSEException e) {
        throw new IllegalStateException(e);
      }
    };
  }

  /** What a browser that was sent here asks for. */
  static Map<String, String> parameters(URI address) {
    return form(address.getRawQuery());
  }

  /** Lets a browser in; the code that it is sent back with. */
  String letIn(URI address) {
    var code = "code-" + codes.size();
    codes.put(code, parameters(address));
    return code;
  }

  private void exchange(HttpExchange exchange) throws IOException {
    var asked = form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    var begun = codes.replace(asked.get("code"), Map.of());
    var basic = "Basic " + Base64.getEncoder().encodeToString((CLIENT + ":se%3Acret").getBytes(StandardCharsets.UTF_8));
    boolean good = begun != null && !begun.isEmpty() && begun.get("redirect_uri").equals(asked.get("redirect_uri"))
        && begun.get("code_challenge").equals(challenge(asked.get("code_verifier"))) && "authorization_code".equals(asked.get("grant_type"))
        && basic.equals(exchange.getRequestHeaders().getFirst("Authorization"));
    if (!good) {
      answer(exchange, 400, "{\"error\": \"invalid_grant\"}");
      return;
    }
    var now = World.NOW;
    var whole = claims.apply(new JWTClaimsSet.Builder().issuer(issuer()).audience(CLIENT).subject("someone").issueTime(Date.from(now))
        .expirationTime(Date.from(now.plusSeconds(300))).claim("nonce", begun.get("nonce")).claim("email", "Ann@Example.com")
        .claim("email_verified", true)).build();
    answer(exchange, 200, "{\"access_token\": \"x\", \"token_type\": \"Bearer\", \"id_token\": \"" + token.apply(whole) + "\"}");
  }

  private static String challenge(String verifier) throws IOException {
    try {
      return Base64.getUrlEncoder().withoutPadding()
          .encodeToString(MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IOException(e);
    }
  }

  private static Map<String, String> form(String text) {
    return Arrays.stream(text.split("&")).map(each -> each.split("=", 2))
        .collect(Collectors.toMap(each -> each[0], each -> URLDecoder.decode(each[1], StandardCharsets.UTF_8)));
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    try (var out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
