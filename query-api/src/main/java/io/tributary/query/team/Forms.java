package io.tributary.query.team;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.model.Access;
import io.tributary.model.Access.ApiKey;
import io.tributary.model.Access.ApplicationKey;
import io.tributary.model.Access.Role;
import io.tributary.model.Access.User;
import io.tributary.model.ManagedRoles;
import io.tributary.model.Permission;
import io.tributary.query.query.Timestamps;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/** Roles, users, keys and permissions as the reference system shows them. */
final class Forms {
  private Forms() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static ArrayNode array(Collection<ObjectNode> entries) {
    return JsonNodeFactory.instance.arrayNode().addAll(entries);
  }

  /** {@code {"data": …}}. */
  static ObjectNode data(ObjectNode one) {
    return object().set("data", one);
  }

  /** A page of a list, with how many there are. */
  static ObjectNode page(Collection<ObjectNode> entries, Listing.Page<?> page) {
    var json = object();
    json.set("data", array(entries));
    json.putObject("meta").putObject("page").put("total_count", page.total()).put("total_filtered_count", page.filtered());
    return json;
  }

  static ObjectNode role(Role role, Access access, String org) {
    var json = named("roles", Team.publicId(role));
    var attributes = json.putObject("attributes").put("name", role.name());
    times(attributes, role.createdAt(), role.modifiedAt());
    attributes.put("user_count", access.usersOf(org).stream().filter(user -> !user.disabled() && user.roles().contains(role.id())).count());
    attributes.put("managed", ManagedRoles.find(role.id()).isPresent());
    var permissions = json.putObject("relationships").putObject("permissions").putArray("data");
    role.permissions().stream().sorted().flatMap(id -> Permission.find(id).stream())
        .forEach(permission -> permissions.add(named("permissions", Team.publicId(permission))));
    return json;
  }

  static ObjectNode permission(Permission permission) {
    var json = named("permissions", Team.publicId(permission));
    json.putObject("attributes").put("name", permission.id()).put("display_name", permission.label())
        .put("description", permission.description()).put("group_name", permission.group())
        .put("display_type", permission.id().endsWith("_read") || permission == Permission.TIMESERIES_QUERY ? "read" : "write")
        .put("restricted", permission.isRestricted());
    return json;
  }

  /** Those of the ids that are permissions, in the order of their names. */
  static ObjectNode permissions(Collection<String> ids) {
    var json = object();
    json.set("data", array(new TreeSet<>(ids).stream().flatMap(id -> Permission.find(id).stream()).map(Forms::permission).toList()));
    return json;
  }

  static ObjectNode user(User user, Access access) {
    var json = named("users", user.id());
    var attributes = json.putObject("attributes").put("name", user.name()).put("email", user.email()).put("handle", user.email())
        .put("title", user.title().isEmpty() ? null : user.title()).put("service_account", user.service()).put("disabled", user.disabled())
        .put("status", status(user)).put("verified", true).put("mfa_enabled", false);
    times(attributes, user.createdAt(), user.modifiedAt());
    var relationships = json.putObject("relationships");
    relationships.putObject("org").set("data", named("orgs", user.org()));
    var roles = relationships.putObject("roles").putArray("data");
    user.roles().stream().flatMap(id -> access.role(id).stream()).map(Team::publicId).sorted().forEach(id -> roles.add(named("roles", id)));
    return json;
  }

  static String status(User user) {
    return user.disabled() ? "Disabled" : "Active";
  }

  /** The roles that some users have. */
  static ArrayNode rolesOf(Collection<User> users, Access access, String org) {
    return array(users.stream().flatMap(user -> user.roles().stream()).distinct().flatMap(id -> access.role(id).stream())
        .sorted(Comparator.comparing(Role::name)).map(role -> role(role, access, org)).toList());
  }

  /** @param plain the key itself, in the answer that made it */
  static ObjectNode apiKey(ApiKey key, Optional<String> plain) {
    var json = named("api_keys", key.id());
    var attributes = json.putObject("attributes").put("name", key.name()).put("last4", key.origin().last4())
        .put("remote_config_read_enabled", false).put("sends", key.sends().name().toLowerCase(Locale.ROOT));
    text(attributes, "created_at", key.origin().createdAt());
    text(attributes, "modified_at", key.origin().modifiedAt());
    plain.ifPresent(shown -> attributes.put("key", shown));
    key.origin().by().ifPresent(user -> json.putObject("relationships").putObject("created_by").set("data", named("users", user)));
    return json;
  }

  /** @param plain the key itself, in the answer that made it */
  static ObjectNode applicationKey(ApplicationKey key, Optional<String> plain) {
    var json = named("application_keys", key.id());
    var attributes = json.putObject("attributes").put("name", key.name()).put("last4", key.origin().last4());
    text(attributes, "created_at", key.origin().createdAt());
    plain.ifPresent(shown -> attributes.put("key", shown));
    key.scopes().ifPresentOrElse(scopes -> {
      var list = attributes.putArray("scopes");
      new TreeSet<>(scopes).forEach(list::add);
    }, () -> attributes.putNull("scopes"));
    key.user().ifPresent(user -> json.putObject("relationships").putObject("owned_by").set("data", named("users", user)));
    return json;
  }

  private static ObjectNode named(String type, String id) {
    return object().put("type", type).put("id", id);
  }

  private static void times(ObjectNode attributes, Instant createdAt, Instant modifiedAt) {
    attributes.put("created_at", Timestamps.precise(createdAt)).put("modified_at", Timestamps.precise(modifiedAt));
  }

  /** Keys' times are texts, and may not be known. */
  private static void text(ObjectNode attributes, String name, Instant time) {
    if (!time.equals(Instant.EPOCH)) {
      attributes.put(name, Timestamps.precise(time));
    }
  }
}
