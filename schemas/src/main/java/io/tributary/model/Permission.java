package io.tributary.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a role may allow. Names are those of the reference system, and so is what its three managed roles have: billing and usage
 * come with the highest only. The last one is ours.
 */
public enum Permission {
  DASHBOARDS_READ(Level.READ_ONLY, "Dashboards", "Dashboards Read", "View dashboards"),
  MONITORS_READ(Level.READ_ONLY, "Monitors", "Monitors Read", "View monitors"),
  TIMESERIES_QUERY(Level.READ_ONLY, "Metrics", "Timeseries", "Query the usage metrics"),
  USER_ACCESS_READ(Level.READ_ONLY, "Access Management", "User Access Read", "View users, roles and permissions"),
  DASHBOARDS_WRITE(Level.STANDARD, "Dashboards", "Dashboards Write", "Create and change dashboards"),
  MONITORS_WRITE(Level.STANDARD, "Monitors", "Monitors Write", "Create, change and delete monitors"),
  MONITORS_DOWNTIME(Level.STANDARD, "Monitors", "Manage Downtimes", "Silence monitors for a time"),
  USER_APP_KEYS(Level.STANDARD, "API and Application Keys", "User App Keys", "Manage one's own application keys"),
  DASHBOARDS_PUBLIC_SHARE(Level.ADMIN, "Dashboards", "Shared Dashboards, public", "Share dashboards with anybody who has the link"),
  DASHBOARDS_INVITE_SHARE(Level.ADMIN, "Dashboards", "Shared Dashboards, by invitation", "Share dashboards with invited addresses"),
  DASHBOARDS_EMBED_SHARE(Level.ADMIN, "Dashboards", "Shared Dashboards, embedded", "Share dashboards inside other pages"),
  MANAGE_INTEGRATIONS(Level.ADMIN, "Integrations", "Integrations Manage", "Set up where notifications are sent"),
  USAGE_READ(Level.ADMIN, "Billing and Usage", "Usage Read", "View usage and its attribution"),
  USAGE_EDIT(Level.ADMIN, "Billing and Usage", "Usage Edit", "Set up usage attribution"),
  USAGE_NOTIFICATIONS_READ(Level.ADMIN, "Billing and Usage", "Usage Notifications Read",
      "Receive usage notifications and view their settings"),
  USAGE_NOTIFICATIONS_WRITE(Level.ADMIN, "Billing and Usage", "Usage Notifications Write",
      "Receive usage notifications and change their settings"),
  BILLING_READ(Level.ADMIN, "Billing and Usage", "Billing Read", "View cost, contracts and prices"),
  BILLING_EDIT(Level.ADMIN, "Billing and Usage", "Billing Edit", "Change contracts and prices"),
  API_KEYS_READ(Level.ADMIN, "API and Application Keys", "API Keys Read", "List API keys"),
  API_KEYS_WRITE(Level.ADMIN, "API and Application Keys", "API Keys Write", "Create and rename API keys"),
  API_KEYS_DELETE(Level.ADMIN, "API and Application Keys", "API Keys Delete", "Revoke API keys"),
  ORG_APP_KEYS_READ(Level.ADMIN, "API and Application Keys", "Org App Keys Read", "List everybody's application keys"),
  ORG_APP_KEYS_WRITE(Level.ADMIN, "API and Application Keys", "Org App Keys Write", "Change and revoke everybody's application keys"),
  SERVICE_ACCOUNT_WRITE(Level.ADMIN, "Access Management", "Service Account Write", "Create service accounts and users' application keys"),
  USER_ACCESS_INVITE(Level.ADMIN, "Access Management", "User Access Invite", "Create users"),
  USER_ACCESS_MANAGE(Level.ADMIN, "Access Management", "User Access Manage", "Disable users, and manage roles and who has them"),
  AUDIT_LOGS_READ(Level.ADMIN, "Compliance", "Audit Trail Read", "View what was changed by whom"),
  TRIBUTARY_OPERATE(Level.OPERATOR, "Tributary", "Tributary Operate", "Run this installation, and change its world");

  /** The lowest managed role that has a permission; each has those of the lower ones too. */
  enum Level { READ_ONLY, STANDARD, ADMIN, OPERATOR }

  private final Level level;
  private final String group;
  private final String label;
  private final String description;

  Permission(Level level, String group, String label, String description) {
    this.level = level;
    this.group = group;
    this.label = label;
    this.description = description;
  }

  /** As roles name it: {@code usage_read}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  public String group() {
    return group;
  }

  public String label() {
    return label;
  }

  public String description() {
    return description;
  }

  /** Whether only the highest roles have it by themselves. */
  public boolean isRestricted() {
    return level.compareTo(Level.ADMIN) >= 0;
  }

  public static Optional<Permission> find(String id) {
    return Arrays.stream(values()).filter(permission -> permission.id().equals(id)).findFirst();
  }

  static Set<String> upTo(Level level) {
    return Arrays.stream(values()).filter(permission -> permission.level.compareTo(level) <= 0).map(Permission::id)
        .collect(Collectors.toUnmodifiableSet());
  }
}
