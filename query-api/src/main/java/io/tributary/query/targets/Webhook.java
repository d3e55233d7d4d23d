package io.tributary.query.targets;

import java.net.URI;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where notifications go.
 *
 * @param owner whose monitors may name it, see {@link TargetOwner}
 * @param name what follows {@code @webhook-} or {@code @slack-} in a monitor's message
 * @param payload a body with {@code $VARIABLES}; empty for the standard one
 * @param headers sent with each notification; their values may be secrets
 * @param secret what requests are signed with
 */
public record Webhook(String owner, String name, URI url, Optional<String> payload, Map<String, String> headers, Encoding encoding,
    String secret) {
  /** How a body is written. */
  public enum Encoding { JSON, FORM }

  public Webhook {
    headers = Collections.unmodifiableMap(new TreeMap<>(headers));
  }

  /** Secrets, which an address may hold too, are not for logs. */
  @Override
  public String toString() {
    return "Webhook[" + owner + "/" + name + "]";
  }
}
