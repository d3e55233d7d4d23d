package io.tributary.query.admin;

import io.tributary.model.Access;
import io.tributary.model.Access.ApiKey;
import io.tributary.model.Access.ApplicationKey;
import io.tributary.model.Access.Sends;
import io.tributary.model.ManagedRoles;
import io.tributary.rules.DirectoryRules;
import io.tributary.topics.ControlWriter;
import io.tributary.topics.ControlWriter.Decider;
import io.tributary.topics.ControlWriter.Decision;
import java.util.ArrayList;
import java.util.List;

/** The first operator's keys: all others are made through the API, which needs these. */
public final class Bootstrap {
  private Bootstrap() {}

  /**
   * Writes the pair unless it is there. A pair that was revoked stays so: start with another.
   *
   * @throws IllegalArgumentException when a key is blank
   */
  public static void ensureOperator(ControlWriter writer, String apiKey, String applicationKey) {
    writer.write(operator(apiKey, applicationKey));
  }

  static Decider operator(String apiKey, String applicationKey) {
    var apiHash = hash(apiKey);
    var applicationHash = hash(applicationKey);
    return (directory, access) -> {
      var changes = new ArrayList<Access.Change>();
      if (access.apiKeys().stream().noneMatch(key -> key.hash().equals(apiHash))) {
        changes.add(new Access.Change.PutApiKey(
            new ApiKey(id(apiHash), apiHash, DirectoryRules.OPERATOR_ORG, "operator", Sends.EVERY_ORG, false)));
      }
      if (access.applicationKeys().stream().noneMatch(key -> key.hash().equals(applicationHash))) {
        changes.add(new Access.Change.PutApplicationKey(new ApplicationKey(
            id(applicationHash), applicationHash, DirectoryRules.OPERATOR_ORG, "operator", ManagedRoles.OPERATOR.name(), false)));
      }
      return new Decision.Write(List.of(), changes);
    };
  }

  private static String hash(String key) {
    if (key.isBlank()) {
      throw new IllegalArgumentException("an operator's key must not be blank");
    }
    return Access.hash(key);
  }

  /** The same key has the same id in every process that brings it. */
  private static String id(String hash) {
    return "operator-" + hash.substring(0, 12);
  }
}
