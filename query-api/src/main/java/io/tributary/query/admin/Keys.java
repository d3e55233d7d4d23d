package io.tributary.query.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.codec.JsonFields;
import io.tributary.model.Access;
import io.tributary.model.Access.ApiKey;
import io.tributary.model.Access.ApplicationKey;
import io.tributary.model.Access.Origin;
import io.tributary.model.Access.Sends;
import io.tributary.model.Problem;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Makes, lists and revokes keys. A key is shown once, when it is made: only its hash is kept. */
public final class Keys {
  private static final int API_KEY_BYTES = 16;
  private static final int APPLICATION_KEY_BYTES = 20;
  private static final int LAST = 4;

  private final Admin admin;
  private final RandomGenerator random = new SecureRandom();

  /** @param shown the new key and what is known of it; empty when the outcome says why not */
  public record Made(Admin.Outcome outcome, Optional<ObjectNode> shown) {}

  public Keys(Admin admin) {
    this.admin = admin;
  }

  /** @param body {@code kind} ({@code api} or {@code application}), {@code org}, {@code name}, and {@code sends} or {@code role} */
  public Made make(JsonNode body) {
    var problems = new ArrayList<Problem>();
    var fields = new JsonFields(body, "", problems);
    var kind = fields.parsed("kind", Keys::kind);
    var org = fields.text("org");
    var name = fields.text("name");
    boolean application = kind.orElse("").equals("application");
    var role = application ? fields.text("role") : Optional.<String>empty();
    var sends = application ? Sends.NOTHING : fields.optionalParsed("sends", Keys::sends).orElse(Sends.OWN_TREE);
    if (kind.isPresent()) {
      fields.refuseOthers();
    }
    if (!problems.isEmpty()) {
      return new Made(new Admin.Outcome.Refused(problems), Optional.empty());
    }
    var id = UUID.randomUUID().toString();
    var plain = plain(application ? APPLICATION_KEY_BYTES : API_KEY_BYTES);
    var hash = Access.hash(plain);
    var origin = new Origin(plain.substring(plain.length() - LAST), now(), now(), Optional.empty());
    var change = application
        ? new Access.Change.PutApplicationKey(new ApplicationKey(id, hash, org.get(), name.get(), role.get(), false, Optional.empty(),
            Optional.empty(), origin))
        : new Access.Change.PutApiKey(new ApiKey(id, hash, org.get(), name.get(), sends, false, origin));
    var places = new Places();
    places.add("keys." + id, "");
    var outcome = admin.decide((directory, access) -> Reading.of(change, places));
    return new Made(outcome, outcome instanceof Admin.Outcome.Written ? Optional.of(shown(change).put("key", plain)) : Optional.empty());
  }

  /** Every key that was made, the revoked ones too, without what it reads. */
  public ObjectNode list() {
    var json = JsonNodeFactory.instance.objectNode();
    var keys = json.putArray("keys");
    var access = admin.control().access();
    Stream.<Access.Change>concat(access.apiKeys().stream().map(Access.Change.PutApiKey::new),
        access.applicationKeys().stream().map(Access.Change.PutApplicationKey::new))
        .map(Keys::shown).sorted(Comparator.comparing((ObjectNode key) -> key.get("org").asText())
            .thenComparing(key -> key.get("name").asText()).thenComparing(key -> key.get("id").asText()))
        .forEach(keys::add);
    return json;
  }

  /** For good. Revoking twice writes nothing. */
  public Admin.Outcome revoke(String id) {
    if (change(admin.control().access(), id).isEmpty()) {
      return Admin.unknown("key", id);
    }
    return admin.decide((directory, access) -> switch (change(access, id).orElseThrow()) {
      case Access.Change.PutApiKey(var key) when !key.revoked() -> Reading.of(new Access.Change.PutApiKey(
          new ApiKey(key.id(), key.hash(), key.org(), key.name(), key.sends(), true, key.origin().changed(now()))), new Places());
      case Access.Change.PutApplicationKey(var key) when !key.revoked() -> Reading.of(new Access.Change.PutApplicationKey(
          new ApplicationKey(key.id(), key.hash(), key.org(), key.name(), key.role(), true, key.user(), key.scopes(),
              key.origin().changed(now()))), new Places());
      default -> Reading.nothing();
    });
  }

  private static Optional<Access.Change> change(Access access, String id) {
    return Stream.<Access.Change>concat(
        access.apiKeys().stream().filter(key -> key.id().equals(id)).map(Access.Change.PutApiKey::new),
        access.applicationKeys().stream().filter(key -> key.id().equals(id)).map(Access.Change.PutApplicationKey::new)).findFirst();
  }

  private static ObjectNode shown(Access.Change change) {
    var json = JsonNodeFactory.instance.objectNode();
    return switch (change) {
      case Access.Change.PutApiKey(var key) -> json.put("id", key.id()).put("kind", "api").put("org", key.org()).put("name", key.name())
          .put("sends", key.sends().name().toLowerCase(Locale.ROOT)).put("revoked", key.revoked());
      case Access.Change.PutApplicationKey(var key) -> json.put("id", key.id()).put("kind", "application").put("org", key.org())
          .put("name", key.name()).put("role", key.role().isEmpty() ? null : key.role()).put("revoked", key.revoked());
      case Access.Change.PutRole _, Access.Change.RemoveRole _, Access.Change.PutUser _, Access.Change.PutShare _ ->
          throw new IllegalArgumentException("no key: " + change);
    };
  }

  private Instant now() {
    return admin.clock().instant();
  }

  private String plain(int bytes) {
    var key = new byte[bytes];
    random.nextBytes(key);
    return HexFormat.of().formatHex(key);
  }

  private static String kind(String text) {
    if (!List.of("api", "application").contains(text)) {
      throw new IllegalArgumentException("must be api or application, not '" + text + "'");
    }
    return text;
  }

  private static Sends sends(String text) {
    return Stream.of(Sends.values()).filter(each -> each.name().toLowerCase(Locale.ROOT).equals(text)).findFirst()
        .orElseThrow(() -> new IllegalArgumentException("must be nothing, own_tree or every_org, not '" + text + "'"));
  }
}
