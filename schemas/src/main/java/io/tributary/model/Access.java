package io.tributary.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Roles and keys at one version. Immutable; {@link #with} gives the next one. Keys are known by their SHA-256 only.
 */
public final class Access {
  /** Permissions that Tributary asks for. Names as the reference system uses them; the last one is ours. */
  public static final String USAGE_READ = "usage_read";
  public static final String BILLING_READ = "billing_read";
  public static final String BILLING_EDIT = "billing_edit";
  public static final String MANAGE_INTEGRATIONS = "manage_integrations";
  public static final String OPERATE = "tributary_operate";

  /** All of the above: what a role may have. */
  public static final Set<String> PERMISSIONS = Set.of(USAGE_READ, BILLING_READ, BILLING_EDIT, MANAGE_INTEGRATIONS, OPERATE);

  /** Whose usage events an API key may send. */
  public enum Sends { NOTHING, OWN_TREE, EVERY_ORG }

  public record Role(String name, Set<String> permissions) {
    public Role {
      permissions = Set.copyOf(permissions);
    }
  }

  /** @param org public id of the org or partner admin org it belongs to; @param hash SHA-256, lower-case hex */
  public record ApiKey(String id, String hash, String org, String name, Sends sends, boolean revoked) {}

  /** @param role name of the role whose permissions it carries */
  public record ApplicationKey(String id, String hash, String org, String name, String role, boolean revoked) {}

  /** One record of the access topic. A later change of the same thing replaces the earlier. */
  public sealed interface Change {
    record PutRole(Role role) implements Change {}

    record PutApiKey(ApiKey key) implements Change {}

    record PutApplicationKey(ApplicationKey key) implements Change {}
  }

  private final Map<String, Role> roles;
  private final Map<String, ApiKey> apiKeys;
  private final Map<String, ApplicationKey> applicationKeys;
  private final Map<String, ApiKey> apiKeysByHash;
  private final Map<String, ApplicationKey> applicationKeysByHash;

  private Access(Map<String, Role> roles, Map<String, ApiKey> apiKeys, Map<String, ApplicationKey> applicationKeys) {
    this.roles = roles;
    this.apiKeys = apiKeys;
    this.applicationKeys = applicationKeys;
    this.apiKeysByHash = new HashMap<>();
    apiKeys.values().stream().filter(key -> !key.revoked()).forEach(key -> apiKeysByHash.put(key.hash(), key));
    this.applicationKeysByHash = new HashMap<>();
    applicationKeys.values().stream().filter(key -> !key.revoked()).forEach(key -> applicationKeysByHash.put(key.hash(), key));
  }

  public static Access empty() {
    return new Access(Map.of(), Map.of(), Map.of());
  }

  public Access with(Collection<Change> changes) {
    var nextRoles = new HashMap<>(roles);
    var nextApiKeys = new HashMap<>(apiKeys);
    var nextApplicationKeys = new HashMap<>(applicationKeys);
    for (var change : changes) {
      switch (change) {
        case Change.PutRole(var role) -> nextRoles.put(role.name(), role);
        case Change.PutApiKey(var key) -> nextApiKeys.put(key.id(), key);
        case Change.PutApplicationKey(var key) -> nextApplicationKeys.put(key.id(), key);
      }
    }
    return new Access(nextRoles, nextApiKeys, nextApplicationKeys);
  }

  /** A managed role, or one that was made here; the managed ones cannot be replaced. */
  public Optional<Role> role(String name) {
    return ManagedRoles.find(name).or(() -> Optional.ofNullable(roles.get(name)));
  }

  /** The roles that were made here; {@link ManagedRoles#ALL} are always there besides. */
  public Collection<Role> customRoles() {
    return Collections.unmodifiableCollection(roles.values());
  }

  public Collection<ApiKey> apiKeys() {
    return Collections.unmodifiableCollection(apiKeys.values());
  }

  public Collection<ApplicationKey> applicationKeys() {
    return Collections.unmodifiableCollection(applicationKeys.values());
  }

  /** The key that was shown once as {@code plain}; empty when unknown or revoked. */
  public Optional<ApiKey> apiKey(String plain) {
    return Optional.ofNullable(apiKeysByHash.get(hash(plain)));
  }

  /** The key that was shown once as {@code plain}; empty when unknown or revoked. */
  public Optional<ApplicationKey> applicationKey(String plain) {
    return Optional.ofNullable(applicationKeysByHash.get(hash(plain)));
  }

  /** SHA-256 of a key, lower-case hex: all that is ever stored of it. */
  public static String hash(String plain) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(plain.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
