package io.tributary.query.console;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * The OpenID Connect provider that people may sign in with. Whom it says an e-mail address belongs to is believed for every org of the
 * installation, so it is the operators' choice.
 *
 * @param issuer as the provider calls itself; empty where there is none
 * @param clientSecret empty for a public client, which only PKCE protects
 * @param redirect the address at which browsers find this server
 */
public record OidcSettings(String issuer, String clientId, String clientSecret, String redirect) {
  public static final OidcSettings NONE = new OidcSettings("", "", "", "");

  boolean isOn() {
    return !issuer.isEmpty();
  }

  /** Everything that is wrong, a sentence each. */
  public List<String> problems() {
    var problems = new ArrayList<String>();
    if (!isOn()) {
      return equals(NONE) ? problems : List.of("console-oidc-issuer is empty, but other settings of console-oidc are not");
    }
    if (!isPrivate(issuer)) {
      problems.add("console-oidc-issuer must be an https URL, or an http one of this machine, without a query, not '" + issuer + "'");
    }
    if (clientId.isBlank()) {
      problems.add("console-oidc-client-id is empty");
    }
    if (!isPrivate(redirect)) {
      problems.add("console-oidc-redirect must be an https URL, or an http one of this machine, without a query, not '" + redirect + "'");
    }
    return problems;
  }

  /** Where the provider sends a browser back to. */
  public URI back() {
    return URI.create(redirect.replaceFirst("/+$", "") + OidcController.PATH + OidcController.BACK);
  }

  private static boolean isPrivate(String url) {
    try {
      var uri = URI.create(url);
      return isPrivate(uri) && uri.getQuery() == null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Whether nobody between can read or change what goes there. */
  static boolean isPrivate(URI uri) {
    return uri.getHost() != null && uri.getFragment() == null && uri.getUserInfo() == null && ("https".equals(uri.getScheme())
        || "http".equals(uri.getScheme()) && List.of("127.0.0.1", "localhost", "[::1]").contains(uri.getHost()));
  }

  /** Secrets are not for logs. */
  @Override
  public String toString() {
    return "OidcSettings[" + issuer + ", …]";
  }
}
