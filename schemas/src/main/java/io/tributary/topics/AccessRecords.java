package io.tributary.topics;

import io.tributary.avro.AccessChangeRecord;
import io.tributary.avro.ApiKeyRecord;
import io.tributary.avro.ApplicationKeyRecord;
import io.tributary.avro.AuditRecord;
import io.tributary.avro.OriginRecord;
import io.tributary.avro.RoleRecord;
import io.tributary.avro.SendScope;
import io.tributary.avro.ShareRecord;
import io.tributary.avro.UserRecord;
import io.tributary.model.Access.ApiKey;
import io.tributary.model.Access.ApplicationKey;
import io.tributary.model.Access.Change;
import io.tributary.model.Access.Origin;
import io.tributary.model.Access.Role;
import io.tributary.model.Access.Sends;
import io.tributary.model.Access.User;
import io.tributary.model.AuditEvent;
import io.tributary.model.AuditEvent.Actor;
import io.tributary.model.AuditEvent.Asset;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Changes of roles, users and keys, and what is kept of who made them, to their Avro records and back. */
final class AccessRecords {
  private AccessRecords() {}

  static AccessChangeRecord toAvro(Change change) {
    return new AccessChangeRecord(switch (change) {
      case Change.PutRole(var role) -> new RoleRecord(role.name(), List.copyOf(new TreeSet<>(role.permissions())),
          role.org().isPresent() ? role.id() : null, role.org().orElse(null), role.createdAt(), role.modifiedAt(), false);
      case Change.RemoveRole(var id) -> new RoleRecord("", List.of(), id, null, Instant.EPOCH, Instant.EPOCH, true);
      case Change.PutUser(var user) -> new UserRecord(user.id(), user.org(), user.email(), user.name(), user.title(), user.service(),
          user.disabled(), List.copyOf(new TreeSet<>(user.roles())), user.createdAt(), user.modifiedAt());
      case Change.PutApiKey(var key) -> new ApiKeyRecord(key.id(), key.hash(), key.org(), key.name(), SendScope.valueOf(key.sends().name()),
          key.revoked(), origin(key.origin()));
      case Change.PutApplicationKey(var key) -> new ApplicationKeyRecord(key.id(), key.hash(), key.org(), key.name(), key.role(),
          key.revoked(), key.user().orElse(null), key.scopes().map(scopes -> List.copyOf(new TreeSet<>(scopes))).orElse(null),
          origin(key.origin()));
      case Change.PutShare(var share) -> new ShareRecord(share.id(), share.org(), ShareJson.of(share).toString());
    });
  }

  static Change fromAvro(AccessChangeRecord record) {
    return switch (record.getChange()) {
      case RoleRecord role when role.getRemoved() -> new Change.RemoveRole(role.getId());
      case RoleRecord role -> new Change.PutRole(new Role(role.getId() == null ? role.getName() : role.getId(),
          Optional.ofNullable(role.getOrg()), role.getName(), Set.copyOf(role.getPermissions()), role.getCreatedAt(),
          role.getModifiedAt()));
      case UserRecord user -> new Change.PutUser(new User(user.getId(), user.getOrg(), user.getEmail(), user.getName(), user.getTitle(),
          user.getService(), user.getDisabled(), Set.copyOf(user.getRoles()), user.getCreatedAt(), user.getModifiedAt()));
      case ApiKeyRecord key -> new Change.PutApiKey(new ApiKey(key.getId(), key.getHash(), key.getOrg(), key.getName(),
          Sends.valueOf(key.getSends().name()), key.getRevoked(), origin(key.getOrigin())));
      case ApplicationKeyRecord key -> new Change.PutApplicationKey(new ApplicationKey(key.getId(), key.getHash(), key.getOrg(),
          key.getName(),
          key.getRole(), key.getRevoked(), Optional.ofNullable(key.getUser()), Optional.ofNullable(key.getScopes()).map(Set::copyOf),
          origin(key.getOrigin())));
      case ShareRecord share -> new Change.PutShare(ShareJson.read(share.getId(), share.getOrg(), share.getJson()));
      default -> throw new IllegalStateException("no access change: " + record.getChange().getClass());
    };
  }

  private static OriginRecord origin(Origin origin) {
    return origin.equals(Origin.UNKNOWN) ? null
        : new OriginRecord(origin.last4(), origin.createdAt(), origin.modifiedAt(), origin.by().orElse(null));
  }

  private static Origin origin(OriginRecord record) {
    return record == null ? Origin.UNKNOWN
        : new Origin(record.getLast4(), record.getCreatedAt(), record.getModifiedAt(), Optional.ofNullable(record.getBy()));
  }

  static AuditRecord toAvro(AuditEvent event) {
    return new AuditRecord(event.id(), event.at(), event.org(), event.actor().org(), event.actor().key(), event.actor().user().orElse(null),
        event.action(), event.asset().type(), event.asset().id(), event.asset().name(), event.before(), event.after());
  }

  static AuditEvent fromAvro(AuditRecord record) {
    return new AuditEvent(record.getId(), record.getAt(), record.getOrg(),
        new Actor(record.getActorOrg(), record.getActorKey(), Optional.ofNullable(record.getActorUser())), record.getAction(),
        new Asset(record.getAssetType(), record.getAssetId(), record.getAssetName()), record.getBefore(), record.getAfter());
  }
}
