package io.tributary.query.targets;

import io.tributary.model.Problem;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What a webhook must keep. The {@code field} of a problem is that of the request's body. */
final class WebhookRules {
  /** Webhooks of one owner. */
  static final int MOST = 100;

  private static final int LONGEST_URL = 2048;
  private static final int LONGEST_PAYLOAD = 16 * 1024;
  private static final int MOST_HEADERS = 20;
  private static final int LONGEST_VALUE = 4096;
  private static final int SHORTEST_SECRET = 16;
  private static final int LONGEST_SECRET = 256;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,99}");
  private static final Pattern HEADER = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");
  private static final Pattern LITERAL = Pattern.compile("\\[.*]|[0-9.]+");
  /** What a request is made of; a webhook that sets them would break it, or pass for another. */
  private static final Set<String> OURS = Set.of("host", "content-length", "content-type", "transfer-encoding", "connection", "upgrade",
      "te", "trailer", "expect", "idempotency-key", "x-tributary-signature", "x-tributary-timestamp");

  private WebhookRules() {}

  /** @return everything that is wrong; none when it may be written */
  static List<Problem> check(Webhook webhook, Networks networks) {
    var problems = new ArrayList<Problem>();
    if (!NAME.matcher(webhook.name()).matches()) {
      problems.add(new Problem("name", "bad_name", "must be 1 to 100 letters, digits, '-', '_' and '.', the first a letter or digit: "
          + "a message names it as @webhook-NAME"));
    }
    url(problems, webhook.url(), networks);
    webhook.payload().filter(payload -> payload.length() > LONGEST_PAYLOAD).ifPresent(payload -> problems.add(
        new Problem("payload", "too_long", "has " + payload.length() + " characters; at most " + LONGEST_PAYLOAD + " are allowed")));
    if (webhook.headers().size() > MOST_HEADERS) {
      problems.add(new Problem("custom_headers", "too_many",
          "has " + webhook.headers().size() + "; at most " + MOST_HEADERS + " are allowed"));
    }
    webhook.headers().forEach((name, value) -> {
      if (!HEADER.matcher(name).matches()) {
        problems.add(new Problem("custom_headers", "bad_name", "a name is no name of an HTTP header"));
      } else if (OURS.contains(name.toLowerCase(Locale.ROOT))) {
        problems.add(new Problem("custom_headers", "reserved", "'" + name + "' is set by the sender"));
      }
      if (value.length() > LONGEST_VALUE || !value.chars().allMatch(c -> c == '\t' || c >= ' ' && c < 127)) {
        problems.add(new Problem("custom_headers", "bad_value",
            "a value must be at most " + LONGEST_VALUE + " printable ASCII characters"));
      }
    });
    if (webhook.secret().length() < SHORTEST_SECRET || webhook.secret().length() > LONGEST_SECRET
        || webhook.secret().chars().anyMatch(Character::isISOControl)) {
      problems.add(new Problem("secret", "bad_secret", "must have " + SHORTEST_SECRET + " to " + LONGEST_SECRET + " characters"));
    }
    return problems;
  }

  private static void url(List<Problem> problems, URI url, Networks networks) {
    boolean http = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
    if (!http || url.getHost() == null || url.getPort() > 65_535 || url.toString().length() > LONGEST_URL) {
      problems.add(
          new Problem("url", "bad_url", "must be an http or https address with a host, of at most " + LONGEST_URL + " characters"));
    } else if (url.getRawUserInfo() != null || url.getRawFragment() != null) {
      problems.add(new Problem("url", "bad_url", "must have no user and no fragment; put credentials into custom_headers"));
    } else if (LITERAL.matcher(url.getHost()).matches() && isRefused(url.getHost(), networks)) {
      problems.add(
          new Problem("url", "private_address", "'" + url.getHost() + "' is an address of a private network, which is not sent to"));
    }
  }

  /** A name is looked up when it is sent to, each time anew; a number can be judged at once, and asks nobody. */
  private static boolean isRefused(String host, Networks networks) {
    try {
      return !networks.mayReach(InetAddress.getByName(host));
    } catch (UnknownHostException e) {
      return true;
    }
  }
}
