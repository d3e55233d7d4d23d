package io.tributary.local.node;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.model.Access;
import io.tributary.model.Access.ApiKey;
import io.tributary.model.Access.ApplicationKey;
import io.tributary.model.Access.Change;
import io.tributary.model.Access.Role;
import io.tributary.model.Access.Sends;
import io.tributary.model.ManagedRoles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The plain keys of a local installation, by who holds them. Tributary itself keeps only their hashes, so they live in a file
 * that nobody else may read, made before the hashes are written.
 */
public final class Keys {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** @param publicId the org, or partner admin org, that both keys belong to */
  public record Pair(
      @JsonProperty("api_key") String apiKey,
      @JsonProperty("application_key") String applicationKey,
      @JsonProperty("public_id") String publicId) {}

  /** Who gets keys, and what they may do with them. */
  public record Holder(String name, String publicId, Sends sends, Role role) {
    /** With a role of its own. */
    public Holder(String name, String publicId, Sends sends, Set<String> permissions) {
      this(name, publicId, sends, new Role("local_" + name, permissions));
    }
  }

  private final Map<String, Pair> pairs;

  private Keys(Map<String, Pair> pairs) {
    this.pairs = pairs;
  }

  /** The keys of earlier starts, and new ones for the holders that have none yet. */
  static Keys at(Path file, List<Holder> holders) {
    try {
      var pairs = Files.exists(file) ? JSON.readValue(file.toFile(), new TypeReference<LinkedHashMap<String, Pair>>() {})
          : new LinkedHashMap<String, Pair>();
      holders.forEach(holder -> pairs.computeIfAbsent(holder.name(), name -> new Pair(random(16), random(20), holder.publicId())));
      WholeFile.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(pairs), true);
      return new Keys(pairs);
    } catch (IOException e) {
      throw new UncheckedIOException("the keys in " + file, e);
    }
  }

  public Pair of(String holder) {
    return pairs.get(holder);
  }

  /** By holder, in the order in which they were made. */
  public Map<String, Pair> all() {
    return Collections.unmodifiableMap(pairs);
  }

  /** What was not written yet of these holders' keys. A key that was revoked stays so. */
  List<Change> missing(Access access, List<Holder> holders) {
    var changes = new ArrayList<Change>();
    for (var holder : holders) {
      var pair = of(holder.name());
      var apiHash = Access.hash(pair.apiKey());
      var applicationHash = Access.hash(pair.applicationKey());
      if (access.apiKeys().stream().noneMatch(key -> key.hash().equals(apiHash))) {
        changes.add(new Change.PutApiKey(
            new ApiKey("local-" + holder.name(), apiHash, pair.publicId(), "local " + holder.name(), holder.sends(), false)));
      }
      if (access.applicationKeys().stream().noneMatch(key -> key.hash().equals(applicationHash))) {
        if (ManagedRoles.find(holder.role().id()).isEmpty()) {
          changes.add(new Change.PutRole(holder.role()));
        }
        changes.add(new Change.PutApplicationKey(new ApplicationKey("local-" + holder.name(), applicationHash, pair.publicId(),
            "local " + holder.name(), holder.role().id(), false)));
      }
    }
    return changes;
  }

  private static String random(int bytes) {
    var random = new byte[bytes];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }
}
