package io.tributary.aggregator.watch;

import io.tributary.alerting.Alert;
import io.tributary.alerting.Alert.Contributor;
import io.tributary.alerting.Alert.Reading;
import io.tributary.alerting.AlertIds;
import io.tributary.alerting.AlertState;
import io.tributary.alerting.Notices.Notice;
import io.tributary.alerting.Reasons;
import io.tributary.alerting.Standing;
import io.tributary.model.Directory;
import io.tributary.model.Hours;
import io.tributary.model.RowQuery.Level;
import io.tributary.monitor.Metrics;
import io.tributary.monitor.Query;
import io.tributary.monitor.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What an alert says of a group. */
final class Alerts {
  private final Level level;
  private final Supplier<Directory> directory;
  private final Roster roster;
  private final Watcher.Causes causes;
  private final Contributors contributors;

  /** @param causes of a partner's total; of the others the cells tell */
  Alerts(Level level, Supplier<Directory> directory, Usage usage, Roster roster, Watcher.Causes causes) {
    this.level = level;
    this.directory = directory;
    this.roster = roster;
    this.causes = causes;
    this.contributors = new Contributors(usage);
  }

  Alert of(Watch watch, Standing standing, Notice notice, Reading reading, Instant caused, Instant now) {
    var monitor = watch.monitor;
    var contributors = contributors(watch, standing.slot(), notice);
    var metric = Metrics.bareName(watch.type);
    var group = Watches.group(watch);
    var message = notice.isRepeat() ? monitor.options().escalation().orElse(monitor.message()) : monitor.message();
    return new Alert(AlertIds.of(monitor.id(), watch.place.key(), notice, standing.slot()), Alert.Kind.MONITOR, monitor.id(),
        monitor.name(), message, monitor.owner().id(), watch.place.forAlert(), group, metric, unit(watch), notice.from(), notice.to(),
        notice.transition(), notice.isRepeat(), now, caused, standing.since(), window(monitor.rule()), reading, contributors,
        Reasons.of(monitor, metric, whose(watch, group), unit(watch), notice.to(), reading, contributors));
  }

  /** Who caused it, looked for over an hour at the most; nobody caused that all is well again. */
  private List<Contributor> contributors(Watch watch, int slot, Notice notice) {
    if (notice.to() != AlertState.WARN && notice.to() != AlertState.ALERT || watch.type.id() == Spendings.NO_TYPE) {
      return List.of();
    }
    int to = slot + 1;
    int from = switch (watch.monitor.rule()) {
      case Rule.Threshold threshold -> Math.max(threshold.window().first(slot), to - Hours.SLOTS);
      case Rule.Change change -> Math.max(to - change.window().slots(), to - Hours.SLOTS);
      case Rule.Anomaly any -> slot;
      case Rule.Budget any -> slot;
      case Rule.FirstUsage any -> slot;
    };
    return level == Level.PARTNER ? causes.of(watch.place, watch.type.id(), from, to)
        : contributors.of(watch, roster.watches(), from, to);
  }

  private static String unit(Watch watch) {
    return watch.type.unit() + (watch.monitor.rule().query().as() == Query.As.RATE ? "/s" : "");
  }

  private static Duration window(Rule rule) {
    return switch (rule) {
      case Rule.Threshold threshold -> Duration.ofMinutes(5L * (1 - threshold.window().first(0)));
      case Rule.Change change -> change.window().duration();
      case Rule.Anomaly anomaly -> anomaly.alertWindow().duration();
      case Rule.Budget any -> Duration.ZERO;
      case Rule.FirstUsage any -> Duration.ZERO;
    };
  }

  private String whose(Watch watch, Map<String, String> group) {
    if (!group.isEmpty()) {
      return String.join(", ", group.values());
    }
    var place = watch.place;
    var watches = roster.watches();
    return switch (place.level()) {
      case PARTNER -> directory.get().partner(place.holder()).map(partner -> partner.name()).orElse(place.holder());
      case ACCOUNT -> watches.accountName(place.holder());
      case ORG_OWN, ORG_SUBTREE, ORG_LATE -> place.isPart() ? watches.accountName(place.holder()) : watches.orgName(place.org());
    };
  }
}
