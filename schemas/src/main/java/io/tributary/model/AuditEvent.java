package io.tributary.model;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What is kept of a change of a role, a user or a key.
 *
 * @param id unique in the installation
 * @param org public id of the org whose thing was changed: its users read it
 * @param action {@link #CREATED}, {@link #MODIFIED} or {@link #DELETED}
 * @param before by its field what was changed, as it was; never a key or its hash
 * @param after the same, as it is now
 */
public record AuditEvent(String id, Instant at, String org, Actor actor, String action, Asset asset, Map<String, String> before,
    Map<String, String> after) {
  public static final String CREATED = "created";
  public static final String MODIFIED = "modified";
  public static final String DELETED = "deleted";

  public AuditEvent {
    before = Map.copyOf(before);
    after = Map.copyOf(after);
  }

  /**
   * Who made it.
   *
   * @param org whose keys were used
   * @param key id of the application key, or what stands for one, see {@link Access#signedIn}
   * @param user id of its user; empty for a key that is nobody's
   */
  public record Actor(String org, String key, Optional<String> user) {}

  /** @param type {@code role}, {@code user}, {@code api_key} or {@code application_key} */
  public record Asset(String type, String id, String name) {}
}
