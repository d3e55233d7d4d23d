package io.tributary.topics;

import io.tributary.model.AuditLog;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/** The names of the topics that other programs may read or write, and how each is kept. */
public final class Topics {
  /** Raw usage events, key = org. Kept 15 months by append time: the auditor, rebuilds and corrections need them. */
  public static final String USAGE_EVENTS = "usage-events";

  /** Events that were not counted, with the reason and the original bytes. */
  public static final String USAGE_REJECTED = "usage-rejected";

  /** Events for closed months: they become adjustments. */
  public static final String USAGE_LATE = "usage-late";

  /** One row per place and hour, always the latest: the roll-up for other tools. */
  public static final String USAGE_HOURLY = "usage-hourly";

  /** Closed months as billed: one record per account, month and contract, kept for ever. */
  public static final String STATEMENTS = "statements";

  /** What monitors say: one record per change of state. Kept 15 months. */
  public static final String USAGE_ALERTS = "usage-alerts";

  /** What targets are still to be told of, the latest of each. */
  public static final String NOTIFICATIONS = "notifications";

  /** What targets were never told, with the reason and the original bytes. */
  public static final String NOTIFICATIONS_DEAD = "notifications-dead";

  /** Where notifications go, with the secrets that they are signed with. One partition. */
  public static final String WEBHOOKS = "webhooks";

  /** Who is who. One partition, so that its offset is a version. */
  public static final String DIRECTORY = "directory";

  /** Roles, users and hashed keys. */
  public static final String ACCESS = "access";

  /** Bytes that one statement, or one rated month of an account, may take: a line for each org and billing dimension. */
  public static final int LARGEST_BYTES = 8 << 20;

  /** Who changed which of them. One partition, so that it has one order. */
  public static final String AUDIT = "audit";

  private static final long AUDIT_MILLIS = AuditLog.DAYS * 24L * 3_600_000;
  private static final long WEEK_MILLIS = 7L * 24 * 3_600_000;
  private static final long FIFTEEN_MONTHS_MILLIS = 460L * 24 * 3_600_000;

  private Topics() {}

  /**
   * Every topic above, ready to be created.
   *
   * @param partitions of the usage topics; frozen by state, so choose with room
   */
  public static List<NewTopic> all(int partitions, short replication) {
    // The broker's append time decides retention and dedup: event time stays in the payload, or a back-dated event would be deleted unread.
    var events = Map.of(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime",
        TopicConfig.RETENTION_MS_CONFIG, Long.toString(FIFTEEN_MONTHS_MILLIS));
    var kept = Map.of(TopicConfig.RETENTION_MS_CONFIG, Long.toString(FIFTEEN_MONTHS_MILLIS));
    var latest = Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
    return List.of(
        new NewTopic(USAGE_EVENTS, partitions, replication).configs(events),
        new NewTopic(USAGE_REJECTED, partitions, replication).configs(kept),
        new NewTopic(USAGE_LATE, partitions, replication).configs(kept),
        new NewTopic(USAGE_HOURLY, partitions, replication).configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, "compact,delete",
            TopicConfig.RETENTION_MS_CONFIG, Long.toString(FIFTEEN_MONTHS_MILLIS))),
        new NewTopic(STATEMENTS, partitions, replication).configs(Map.of(
            TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT,
            TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(LARGEST_BYTES))),
        new NewTopic(USAGE_ALERTS, partitions, replication).configs(kept),
        // Read from the beginning by whoever takes a partition over: kept short, and longer than anything is tried.
        new NewTopic(NOTIFICATIONS, partitions, replication).configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, "compact,delete",
            TopicConfig.RETENTION_MS_CONFIG, Long.toString(WEEK_MILLIS), TopicConfig.SEGMENT_MS_CONFIG, Long.toString(WEEK_MILLIS / 28),
            TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.1")),
        new NewTopic(NOTIFICATIONS_DEAD, partitions, replication).configs(kept),
        new NewTopic(WEBHOOKS, 1, replication).configs(latest),
        new NewTopic(DIRECTORY, 1, replication).configs(latest),
        new NewTopic(ACCESS, 1, replication).configs(latest),
        new NewTopic(AUDIT, 1, replication).configs(Map.of(TopicConfig.RETENTION_MS_CONFIG, Long.toString(AUDIT_MILLIS))));
  }
}
