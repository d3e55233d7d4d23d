package io.tributary.rules;

import io.tributary.model.Access;
import io.tributary.model.Access.Change;
import io.tributary.model.AuditEvent;
import io.tributary.model.AuditEvent.Actor;
import io.tributary.model.AuditEvent.Asset;
import io.tributary.model.Share;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What is to be kept of changes of roles, users and keys: one event for each that changes anything. */
public final class Audits {
  /** Whose an installation's own role is. */
  private static final String INSTALLATION = DirectoryRules.OPERATOR_ORG;

  /** What is shown of a thing. */
  private record Shown(String org, Asset asset, boolean gone, Map<String, String> fields) {}

  private Audits() {}

  /** @param ids gives another one each time */
  public static List<AuditEvent> of(Access before, Collection<Change> changes, Actor actor, Instant now, Supplier<String> ids) {
    var events = new ArrayList<AuditEvent>();
    for (var change : changes) {
      var was = was(before, change);
      var is = is(change).or(() -> was.map(shown -> new Shown(shown.org(), shown.asset(), true, Map.of())));
      is.flatMap(shown -> event(was, shown, actor, now, ids)).ifPresent(events::add);
    }
    return events;
  }

  private static Optional<AuditEvent> event(Optional<Shown> was, Shown is, Actor actor, Instant now, Supplier<String> ids) {
    var before = new HashMap<>(was.filter(shown -> !shown.gone()).map(Shown::fields).orElse(Map.of()));
    var after = new HashMap<>(is.fields());
    before.entrySet().removeIf(field -> field.getValue().equals(is.fields().get(field.getKey())));
    was.ifPresent(shown -> after.entrySet().removeIf(field -> field.getValue().equals(shown.fields().get(field.getKey()))));
    boolean goes = is.gone() && !was.map(Shown::gone).orElse(false);
    if (before.isEmpty() && after.isEmpty() && !goes) {
      return Optional.empty();
    }
    var action = goes ? AuditEvent.DELETED : was.isEmpty() ? AuditEvent.CREATED : AuditEvent.MODIFIED;
    return Optional.of(new AuditEvent(ids.get(), now, is.org(), actor, action, is.asset(), before, after));
  }

  private static Optional<Shown> was(Access before, Change change) {
    return switch (change) {
      case Change.PutRole(var role) -> before.role(role.id()).map(Audits::shown);
      case Change.RemoveRole(var id) -> before.role(id).map(Audits::shown);
      case Change.PutUser(var user) -> before.user(user.id()).map(Audits::shown);
      case Change.PutApiKey(var key) -> before.apiKeyById(key.id()).map(Audits::shown);
      case Change.PutApplicationKey(var key) -> before.applicationKeyById(key.id()).map(Audits::shown);
      case Change.PutShare(var share) -> before.share(share.id()).map(Audits::shown);
    };
  }

  private static Optional<Shown> is(Change change) {
    return switch (change) {
      case Change.PutRole(var role) -> Optional.of(shown(role));
      case Change.RemoveRole _ -> Optional.empty();
      case Change.PutUser(var user) -> Optional.of(shown(user));
      case Change.PutApiKey(var key) -> Optional.of(shown(key));
      case Change.PutApplicationKey(var key) -> Optional.of(shown(key));
      case Change.PutShare(var share) -> Optional.of(shown(share));
    };
  }

  private static Shown shown(Access.Role role) {
    return new Shown(role.org().orElse(INSTALLATION), new Asset("role", role.id(), role.name()), false,
        Map.of("name", role.name(), "permissions", list(role.permissions())));
  }

  private static Shown shown(Access.User user) {
    return new Shown(user.org(), new Asset("user", user.id(), user.email()), user.disabled(), Map.of("email", user.email(),
        "name", user.name(), "title", user.title(), "roles", list(user.roles()), "disabled", Boolean.toString(user.disabled())));
  }

  private static Shown shown(Access.ApiKey key) {
    return new Shown(key.org(), new Asset("api_key", key.id(), key.name()), key.revoked(), Map.of("name", key.name(),
        "sends", key.sends().name().toLowerCase(Locale.ROOT), "revoked", Boolean.toString(key.revoked())));
  }

  private static Shown shown(Access.ApplicationKey key) {
    var fields = new HashMap<>(Map.of("name", key.name(), "revoked", Boolean.toString(key.revoked())));
    key.user().ifPresentOrElse(user -> fields.put("user", user), () -> fields.put("role", key.role()));
    key.scopes().ifPresent(scopes -> fields.put("scopes", list(scopes)));
    return new Shown(key.org(), new Asset("application_key", key.id(), key.name()), key.revoked(), fields);
  }

  private static Shown shown(Share share) {
    return new Shown(share.org(), new Asset("share", share.id(), share.title()), share.deleted(), Map.of("title", share.title(),
        "target", share.target(), "share_type", share.type().name().toLowerCase(Locale.ROOT),
        "status", share.paused() ? "paused" : "active",
        "invitees", list(share.invitees().stream().map(Share.Invitee::email).collect(Collectors.toSet())),
        "embeddable_domains", list(Set.copyOf(share.domains())), "expiration", share.expires().map(Instant::toString).orElse("never")));
  }

  private static String list(Set<String> names) {
    return String.join(",", new TreeSet<>(names));
  }
}
