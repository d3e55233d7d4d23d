package io.tributary.query.console;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.cookie.Cookie;
import io.micronaut.http.cookie.SameSite;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.tributary.model.Access;
import io.tributary.query.access.Control;
import io.tributary.query.access.Endpoint;
import io.tributary.query.access.Gate;
import io.tributary.query.access.Gate.Admission;
import io.tributary.query.console.NotSignedIn.Reason;
import io.tributary.query.http.Errors;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signing in with OpenID Connect: to the provider and back, with a code, PKCE, a state and a nonce, which the browser keeps in a
 * sealed cookie meanwhile. What comes of it is a session of the user of that e-mail address, or the sign-in page with a reason.
 */
@Controller(OidcController.PATH)
@ExecuteOn(TaskExecutors.VIRTUAL)
final class OidcController {
  static final String PATH = "/console/oidc";
  static final String BACK = "/back";
  static final String COOKIE = "tributary_sign_in";
  private static final Logger LOG = LoggerFactory.getLogger(OidcController.class);
  private static final String BEGUN = "oidc";
  /** For whoever has to find a password first. */
  private static final Duration LENGTH = Duration.ofMinutes(10);
  private static final int RANDOM_BYTES = 32;
  private static final int LONGEST = 4_000;

  private final OidcSettings settings;
  private final OidcProvider provider;
  private final Sessions sessions;
  private final Control control;
  private final Gate gate;
  private final SecureRandom random = new SecureRandom();

  OidcController(OidcSettings settings, OidcProvider provider, Sessions sessions, Control control, Gate gate) {
    this.settings = settings;
    this.provider = provider;
    this.sessions = sessions;
    this.control = control;
    this.gate = gate;
  }

  /** What somebody began, as the cookie keeps it. */
  private record Begun(String state, String nonce, String verifier, String org) {
    static Begun of(List<String> parts) {
      return new Begun(parts.get(0), parts.get(1), parts.get(2), parts.get(3));
    }

    List<String> parts() {
      return List.of(state, nonce, verifier, org);
    }
  }

  record Offered(boolean offered) {}

  /** Whether the sign-in page is to offer it. */
  @Get("/offered")
  HttpResponse<?> offered() {
    return HttpResponse.ok(new Offered(settings.isOn()));
  }

  /** @param org public id of the org to sign in to; needed by those only whose address several orgs have */
  @Get(headRoute = false)
  HttpResponse<?> begin(HttpRequest<?> request, @Nullable @QueryValue String org) {
    if (!settings.isOn()) {
      return notThere();
    }
    try {
      var wanted = org == null || org.length() > LONGEST || org.chars().anyMatch(Character::isISOControl) ? "" : org.strip();
      var begun = new Begun(random(), random(), random(), wanted);
      var to = provider.authorize(Map.of("state", begun.state(), "nonce", begun.nonce(), "code_challenge", challenge(begun.verifier())));
      return to(to).cookie(cookie(request, sessions.seal(BEGUN, LENGTH, begun.parts()), LENGTH));
    } catch (NotSignedIn e) {
      return refused(e);
    }
  }

  @Get(uri = BACK, headRoute = false)
  HttpResponse<?> back(HttpRequest<?> request) {
    if (!settings.isOn()) {
      return notThere();
    }
    MutableHttpResponse<?> answer;
    try {
      var user = user(request);
      LOG.info("the user {} of the org {} has signed in with the provider", user.id(), user.org());
      answer = to(URI.create("/"))
          .cookie(SessionController.cookie(request, sessions.seal(new Sessions.Holder.User(user.id())), Sessions.LENGTH)
              .secure(isSecure(request)));
    } catch (NotSignedIn e) {
      answer = refused(e);
    }
    // Once, whatever came of it.
    return answer.cookie(cookie(request, "", Duration.ZERO));
  }

  private Access.User user(HttpRequest<?> request) throws NotSignedIn {
    var begun = request.getCookies().findCookie(COOKIE).map(Cookie::getValue).flatMap(box -> sessions.open(BEGUN, box)).map(Begun::of)
        .filter(one -> same(one.state(), parameter(request, "state")))
        .orElseThrow(() -> new NotSignedIn(Reason.OVER, "this browser began no such sign-in, or too long ago"));
    var code = parameter(request, "code");
    if (code.isEmpty() || !parameter(request, "error").isEmpty()) {
      throw new NotSignedIn(Reason.REFUSED, "the provider sent a browser back without a code");
    }
    if (!control.isCaughtUp()) {
      throw new NotSignedIn(Reason.LATER, "the directory is still being read");
    }
    var email = provider.email(code, begun.verifier(), begun.nonce());
    var users = control.access().usersWith(email).stream().filter(one -> begun.org().isEmpty() || one.org().equals(begun.org())).toList();
    if (users.size() > 1) {
      throw new NotSignedIn(Reason.SEVERAL, "several orgs have a user with the same e-mail address");
    }
    var user = users.stream().findFirst().orElseThrow(() -> new NotSignedIn(Reason.UNKNOWN, "no user has the e-mail address"));
    return switch (gate.lend(Endpoint.SELF, Access.signedIn(user.id()))) {
      case Admission.Admitted ignored -> user;
      case Admission.NotReady ignored -> throw new NotSignedIn(Reason.LATER, "the directory is still being read");
      default -> throw new NotSignedIn(Reason.UNKNOWN, "the user " + user.id() + " may not use the console");
    };
  }

  private Cookie cookie(HttpRequest<?> request, String value, Duration length) {
    // Lax: the provider sends the browser here, and a stricter cookie would not come along.
    return Cookie.of(COOKIE, value).path(PATH).httpOnly(true).secure(isSecure(request)).sameSite(SameSite.Lax).maxAge(length);
  }

  private boolean isSecure(HttpRequest<?> request) {
    return SessionController.isSecure(request) || "https".equals(settings.back().getScheme());
  }

  private static HttpResponse<?> notThere() {
    return Errors.answer(HttpStatus.NOT_FOUND, "Nobody signs in with a provider here: none is set up");
  }

  private static MutableHttpResponse<?> refused(NotSignedIn why) {
    LOG.warn("nobody was signed in: {}", why.getMessage());
    return to(URI.create("/sign-in?failed=" + why.reason().name().toLowerCase(Locale.ROOT)));
  }

  private static MutableHttpResponse<?> to(URI address) {
    return HttpResponse.seeOther(address).header(HttpHeaders.CACHE_CONTROL, "no-store").header("Referrer-Policy", "no-referrer");
  }

  private static String parameter(HttpRequest<?> request, String name) {
    return request.getParameters().getFirst(name).filter(value -> value.length() <= LONGEST).orElse("");
  }

  private String random() {
    var bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static boolean same(String one, String other) {
    return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  private static String challenge(String verifier) {
    try {
      return Base64.getUrlEncoder().withoutPadding()
          .encodeToString(MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
