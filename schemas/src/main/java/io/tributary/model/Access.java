package io.tributary.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Roles, users and keys at one version. Immutable; {@link #with} gives the next one. Keys are known by their SHA-256 only.
 */
public final class Access {
  public static final String USAGE_READ = Permission.USAGE_READ.id();
  public static final String BILLING_READ = Permission.BILLING_READ.id();
  public static final String BILLING_EDIT = Permission.BILLING_EDIT.id();
  public static final String MANAGE_INTEGRATIONS = Permission.MANAGE_INTEGRATIONS.id();
  public static final String OPERATE = Permission.TRIBUTARY_OPERATE.id();

  /** What a role may have. */
  public static final Set<String> PERMISSIONS = Permission.upTo(Permission.Level.OPERATOR);

  /** Whose usage events an API key may send. */
  public enum Sends { NOTHING, OWN_TREE, EVERY_ORG }

  /**
   * @param id by which users and keys name it; an org's role has a random one, any other its name
   * @param org whose role it is; empty for one that the installation's operators made, which keys of all orgs may have
   */
  public record Role(String id, Optional<String> org, String name, Set<String> permissions, Instant createdAt, Instant modifiedAt) {
    public Role {
      permissions = Set.copyOf(permissions);
    }

    /** The installation's own. */
    public Role(String name, Set<String> permissions) {
      this(name, Optional.empty(), name, permissions, Instant.EPOCH, Instant.EPOCH);
    }

    public Role with(String otherName, Set<String> otherPermissions, Instant now) {
      return new Role(id, org, otherName, otherPermissions, createdAt, now);
    }
  }

  /**
   * Somebody of an org, or a program of it.
   *
   * @param service whether it is a program, a service account
   * @param disabled its keys open nothing
   * @param roles ids of the roles whose permissions it has, all together
   */
  public record User(String id, String org, String email, String name, String title, boolean service, boolean disabled,
      Set<String> roles, Instant createdAt, Instant modifiedAt) {
    public User {
      roles = Set.copyOf(roles);
    }

    public User with(Set<String> otherRoles, Instant now) {
      return new User(id, org, email, name, title, service, disabled, otherRoles, createdAt, now);
    }
  }

  /**
   * How a key came to be; epoch and empty for one that was made before this was kept, or beside the API.
   *
   * @param last4 the key's last four characters, to tell it from others
   * @param by id of the user that made it
   */
  public record Origin(String last4, Instant createdAt, Instant modifiedAt, Optional<String> by) {
    public static final Origin UNKNOWN = new Origin("", Instant.EPOCH, Instant.EPOCH, Optional.empty());

    public Origin changed(Instant now) {
      return new Origin(last4, createdAt, now, by);
    }
  }

  /** @param org public id of the org or partner admin org it belongs to; @param hash SHA-256, lower-case hex */
  public record ApiKey(String id, String hash, String org, String name, Sends sends, boolean revoked, Origin origin) {
    public ApiKey(String id, String hash, String org, String name, Sends sends, boolean revoked) {
      this(id, hash, org, name, sends, revoked, Origin.UNKNOWN);
    }
  }

  /**
   * @param role id of the role whose permissions it carries; empty where it has a user
   * @param user whose permissions it carries; empty for a key that is nobody's
   * @param scopes the only permissions that it carries of those; empty for all
   */
  public record ApplicationKey(String id, String hash, String org, String name, String role, boolean revoked, Optional<String> user,
      Optional<Set<String>> scopes, Origin origin) {
    public ApplicationKey {
      scopes = scopes.map(Set::copyOf);
    }

    public ApplicationKey(String id, String hash, String org, String name, String role, boolean revoked) {
      this(id, hash, org, name, role, revoked, Optional.empty(), Optional.empty(), Origin.UNKNOWN);
    }
  }

  /** One record of the access topic. A later change of the same thing replaces the earlier. */
  public sealed interface Change {
    record PutRole(Role role) implements Change {}

    /** For good; who had it keeps its other ones. */
    record RemoveRole(String id) implements Change {}

    record PutUser(User user) implements Change {}

    record PutApiKey(ApiKey key) implements Change {}

    record PutApplicationKey(ApplicationKey key) implements Change {}

    record PutShare(Share share) implements Change {}
  }

  /** Begins an id that no key has. */
  private static final String SIGNED_IN = "user:";

  private final Map<String, Role> roles;
  private final Map<String, User> users;
  private final Map<String, ApiKey> apiKeys;
  private final Map<String, ApplicationKey> applicationKeys;
  private final Map<String, Share> shares;
  private final Map<String, ApiKey> apiKeysByHash;
  private final Map<String, ApplicationKey> applicationKeysByHash;
  private final Map<String, Share> sharesByHash = new HashMap<>();

  private Access(Map<String, Role> roles, Map<String, User> users, Map<String, ApiKey> apiKeys,
      Map<String, ApplicationKey> applicationKeys, Map<String, Share> shares) {
    this.roles = roles;
    this.users = users;
    this.apiKeys = apiKeys;
    this.applicationKeys = applicationKeys;
    this.shares = shares;
    shares.values().forEach(share -> share.hashes().forEach(hash -> sharesByHash.put(hash, share)));
    this.apiKeysByHash = new HashMap<>();
    apiKeys.values().stream().filter(key -> !key.revoked()).forEach(key -> apiKeysByHash.put(key.hash(), key));
    this.applicationKeysByHash = new HashMap<>();
    applicationKeys.values().stream().filter(this::isLive).forEach(key -> applicationKeysByHash.put(key.hash(), key));
  }

  public static Access empty() {
    return new Access(Map.of(), Map.of(), Map.of(), Map.of(), Map.of());
  }

  public Access with(Collection<Change> changes) {
    var nextRoles = new HashMap<>(roles);
    var nextUsers = new HashMap<>(users);
    var nextApiKeys = new HashMap<>(apiKeys);
    var nextApplicationKeys = new HashMap<>(applicationKeys);
    var nextShares = new HashMap<>(shares);
    for (var change : changes) {
      switch (change) {
        case Change.PutRole(var role) -> nextRoles.put(role.id(), role);
        case Change.RemoveRole(var id) -> nextRoles.remove(id);
        case Change.PutUser(var user) -> nextUsers.put(user.id(), user);
        case Change.PutApiKey(var key) -> nextApiKeys.put(key.id(), key);
        case Change.PutApplicationKey(var key) -> nextApplicationKeys.put(key.id(), key);
        case Change.PutShare(var share) -> nextShares.put(share.id(), share);
      }
    }
    return new Access(nextRoles, nextUsers, nextApiKeys, nextApplicationKeys, nextShares);
  }

  /** A managed role, or one that was made here, by its id; the managed ones cannot be replaced. */
  public Optional<Role> role(String id) {
    return ManagedRoles.find(id).or(() -> Optional.ofNullable(roles.get(id)));
  }

  /** The roles that operators made here; {@link ManagedRoles#ALL} are always there besides. */
  public List<Role> customRoles() {
    return roles.values().stream().filter(role -> role.org().isEmpty()).toList();
  }

  /** The roles that an org made for itself. */
  public List<Role> rolesOf(String org) {
    return roles.values().stream().filter(role -> role.org().filter(org::equals).isPresent()).toList();
  }

  public Optional<User> user(String id) {
    return Optional.ofNullable(users.get(id));
  }

  /** The disabled ones too. */
  public List<User> usersOf(String org) {
    return users.values().stream().filter(user -> user.org().equals(org)).toList();
  }

  /** Those with an e-mail address who may sign in with it: no programs, and nobody who is disabled. At most one of each org. */
  public List<User> usersWith(String email) {
    return users.values().stream().filter(user -> !user.service() && !user.disabled() && user.email().equalsIgnoreCase(email)).toList();
  }

  public Collection<ApiKey> apiKeys() {
    return Collections.unmodifiableCollection(apiKeys.values());
  }

  public Collection<ApplicationKey> applicationKeys() {
    return Collections.unmodifiableCollection(applicationKeys.values());
  }

  public Optional<ApiKey> apiKeyById(String id) {
    return Optional.ofNullable(apiKeys.get(id));
  }

  public Optional<ApplicationKey> applicationKeyById(String id) {
    return Optional.ofNullable(applicationKeys.get(id));
  }

  /** The id that stands for a key where a user has signed in without one; {@link #standing} knows it. */
  public static String signedIn(String user) {
    return SIGNED_IN + user;
  }

  /**
   * What the id of a caller stands for: an application key; or, for {@link #signedIn}, as good as one of that user, without scopes. The
   * latter is kept nowhere, so that nobody can list, change or revoke it, and it is live as long as its user is not disabled.
   */
  public Optional<ApplicationKey> standing(String id) {
    return !id.startsWith(SIGNED_IN) ? applicationKeyById(id)
        : user(id.substring(SIGNED_IN.length())).filter(user -> !user.service()).map(user -> new ApplicationKey(id, "", user.org(),
            user.email(), "", false, Optional.of(user.id()), Optional.empty(), Origin.UNKNOWN));
  }

  /** The key that was shown once as {@code plain}; empty when unknown or revoked. */
  public Optional<ApiKey> apiKey(String plain) {
    return Optional.ofNullable(apiKeysByHash.get(hash(plain)));
  }

  /** The key that was shown once as {@code plain}; empty when unknown or revoked, or when its user is disabled. */
  public Optional<ApplicationKey> applicationKey(String plain) {
    return Optional.ofNullable(applicationKeysByHash.get(hash(plain)));
  }

  public Optional<Share> share(String id) {
    return Optional.ofNullable(shares.get(id)).filter(share -> !share.deleted());
  }

  /** Those that an org shares now, the paused ones too. */
  public List<Share> sharesOf(String org) {
    return shares.values().stream().filter(share -> share.org().equals(org) && !share.deleted()).toList();
  }

  /** The share that a link was made for; empty when it is unknown or was taken back. */
  public Optional<Share> shareOf(String linkHash) {
    return Optional.ofNullable(sharesByHash.get(linkHash));
  }

  /** Whether a key opens anything: it is not revoked, and its user, if it has one, is not disabled. */
  public boolean isLive(ApplicationKey key) {
    return !key.revoked() && key.user().map(id -> user(id).filter(user -> !user.disabled()).isPresent()).orElse(true);
  }

  /** What a user may do: all that its roles allow; nothing once it is disabled. */
  public Set<String> permissions(User user) {
    return user.disabled() ? Set.of() : user.roles().stream().flatMap(id -> role(id).stream()).flatMap(role -> role.permissions().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** What whoever holds a key may do; nothing once it is revoked. */
  public Set<String> permissions(ApplicationKey key) {
    if (!isLive(key)) {
      return Set.of();
    }
    var all = new TreeSet<>(key.user().isPresent() ? user(key.user().get()).map(this::permissions).orElse(Set.of())
        : role(key.role()).map(Role::permissions).orElse(Set.of()));
    key.scopes().ifPresent(all::retainAll);
    return Collections.unmodifiableSet(all);
  }

  /** SHA-256 of a key, lower-case hex: all that is ever stored of it, but for its last four characters. */
  public static String hash(String plain) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(plain.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
