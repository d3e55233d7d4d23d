package io.tributary.query.boot;

import io.micronaut.context.env.Environment;
import java.util.Optional;

/** The first operator's keys, which the server writes when it starts: all others are made through the admin endpoints. */
record OperatorKeys(String apiKey, String applicationKey) {
  /** @throws IllegalArgumentException when only one of the two is configured */
  static Optional<OperatorKeys> of(Environment config) {
    var apiKey = text(config, "admin-api-key");
    var applicationKey = text(config, "admin-application-key");
    if (apiKey.isBlank() != applicationKey.isBlank()) {
      throw new IllegalArgumentException("admin-api-key and admin-application-key go together; only one of them is given");
    }
    return apiKey.isBlank() ? Optional.empty() : Optional.of(new OperatorKeys(apiKey, applicationKey));
  }

  /** Keys are not for logs. */
  @Override
  public String toString() {
    return "OperatorKeys[…]";
  }

  private static String text(Environment config, String name) {
    return config.getProperty("tributary.query." + name, String.class).orElse("");
  }
}
