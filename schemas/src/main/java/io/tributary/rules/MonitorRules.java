package io.tributary.rules;

import io.tributary.model.Directory;
import io.tributary.model.Hours;
import io.tributary.model.Problem;
import io.tributary.monitor.Aggregator;
import io.tributary.monitor.Downtime;
import io.tributary.monitor.Filter;
import io.tributary.monitor.Metrics;
import io.tributary.monitor.Monitor;
import io.tributary.monitor.Options.Thresholds;
import io.tributary.monitor.Owner;
import io.tributary.monitor.Query;
import io.tributary.monitor.Rule;
import io.tributary.monitor.Tag;
import io.tributary.monitor.Window;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a monitor must keep to be one that can be judged: a metric that exists, windows that cells are kept for, thresholds on the right
 * sides of each other. The {@code field} of a problem begins with {@code monitors.ID} or {@code downtimes.ID}.
 */
public final class MonitorRules {
  /** Monitors, and downtimes that are not over, of one owner. */
  public static final int MOST_PER_OWNER = 1_000;

  /** Slots that a rule may look back on: five-minute cells are kept 7 days. */
  public static final int MOST_SLOTS = Hours.SLOT_RETENTION;

  private static final Set<String> TYPES = Set.of("query alert", "metric alert", "cost alert");
  private static final int MOST_MESSAGE = 10_000;
  private static final int MOST_QUERY = 4_000;
  private static final int MOST_TAGS = 50;
  private static final int MOST_ALERT_SLOTS = 24 * Hours.SLOTS;

  private final List<Problem> problems;
  private final Directory before;
  private final Directory after;

  /** @param after the directory as it will be */
  MonitorRules(Directory before, Directory after, List<Problem> problems) {
    this.before = before;
    this.after = after;
    this.problems = problems;
  }

  void check(Monitor monitor) {
    new OfMonitor(monitor).check();
  }

  void delete(long id) {
    if (before.monitors().find(id).isEmpty()) {
      problems.add(new Problem("monitors." + id, "unknown_monitor", "there is no monitor " + id));
    }
  }

  void check(Downtime downtime) {
    var subject = "downtimes." + downtime.id();
    owner(subject, downtime.owner());
    if (downtime.message().length() > MOST_MESSAGE) {
      problems.add(new Problem(subject + ".message", "too_long", "has more than " + MOST_MESSAGE + " characters"));
    }
    downtime.end().filter(end -> !end.isAfter(downtime.start())).ifPresent(end -> problems.add(
        new Problem(subject + ".end", "end_before_start", "must be after the start, " + downtime.start() + ", not " + end)));
    downtime.monitor().ifPresent(id -> {
      if (after.monitors().find(id).filter(monitor -> monitor.owner().equals(downtime.owner())).isEmpty()) {
        problems.add(new Problem(subject + ".monitor_id", "unknown_monitor", "there is no monitor " + id));
      }
    });
    long open = after.monitors().downtimesOf(downtime.owner()).stream().filter(each -> each.cancelled().isEmpty())
        .filter(each -> each.end().isEmpty() || each.end().get().isAfter(downtime.start())).count();
    if (downtime.cancelled().isEmpty() && open > MOST_PER_OWNER) {
      problems.add(new Problem(subject, "too_many", "there may be " + MOST_PER_OWNER + " downtimes that are not over; cancel one first"));
    }
    before.monitors().downtime(downtime.id()).filter(known -> !known.owner().equals(downtime.owner()))
        .ifPresent(known -> problems.add(new Problem(subject + ".id", "taken", "the id " + downtime.id() + " is somebody else's")));
  }

  private void owner(String subject, Owner owner) {
    boolean exists = switch (owner.kind()) {
      case PARTNER -> after.partner(owner.id()).isPresent();
      case ACCOUNT -> after.account(owner.id()).isPresent();
      case ORG -> after.org(owner.id()).isPresent();
    };
    if (!exists) {
      problems.add(new Problem(subject + ".owner", "unknown_owner", "there is no such owner as '" + owner.id() + "'"));
    }
  }

  private final class OfMonitor {
    private final Monitor monitor;
    private final Rule rule;
    private final String subject;

    private OfMonitor(Monitor monitor) {
      this.monitor = monitor;
      this.rule = monitor.rule();
      this.subject = "monitors." + monitor.id();
    }

    void check() {
      owner(subject, monitor.owner());
      before.monitors().find(monitor.id()).filter(known -> !known.owner().equals(monitor.owner()))
          .ifPresent(known -> problem("id", "taken", "the id " + monitor.id() + " is somebody else's"));
      if (after.monitors().of(monitor.owner()).size() > MOST_PER_OWNER) {
        problem("", "too_many", "there may be " + MOST_PER_OWNER + " monitors; delete one first");
      }
      Names.name(problems, subject + ".name", monitor.name());
      if (!TYPES.contains(monitor.type())) {
        problem("type", "unknown_value", "must be one of " + String.join(", ", new TreeSet<>(TYPES)) + ", not " + monitor.type());
      }
      monitor.priority().ifPresent(priority -> {
        if (priority < 1 || priority > 5) {
          problem("priority", "out_of_range", "must be 1 to 5, not " + priority);
        }
      });
      if (monitor.message().length() > MOST_MESSAGE) {
        problem("message", "too_long", "has more than " + MOST_MESSAGE + " characters");
      }
      if (monitor.query().length() > MOST_QUERY) {
        problem("query", "too_long", "has more than " + MOST_QUERY + " characters");
      }
      if (monitor.tags().size() > MOST_TAGS || monitor.tags().stream().anyMatch(tag -> tag.length() > Validation.MAX_NAME)) {
        problem("tags", "too_long", "at most " + MOST_TAGS + " tags of " + Validation.MAX_NAME + " characters are allowed");
      }
      metric(rule.query());
      rule();
      thresholds(monitor.options().thresholds());
    }

    private void metric(Query query) {
      boolean cost = Metrics.isCost(query.metric());
      if (!cost && Metrics.type(after.catalogue(), query.metric()).isEmpty() && !(rule instanceof Rule.FirstUsage)) {
        problem("query", "unknown_metric", "there is no metric '" + query.metric() + "'; GET /api/v1/metrics lists them");
      }
      if (query.as() == Query.As.RATE || query.rollup().filter(one -> one.seconds() != 300).isPresent()) {
        problem("query", "not_supported",
            "a monitor looks at five-minute cells as they are: neither as_rate nor a rollup of another interval"
            + " is for it");
      }
      Stream.concat(query.groupBy().stream(), query.filter().conditions().stream().map(Filter.Condition::tag)).distinct()
          .forEach(tag -> tag(tag, cost));
      if (query.groupBy().contains(Tag.BILLING_DIMENSION)) {
        problem("query", "not_supported", "cost is not grouped by billing_dimension; filter by one instead");
      }
      if (cost && !(rule instanceof Rule.Budget)) {
        problem("query", "not_supported", "cost is looked at by the month: max(current_1mo):sum:" + query.metric() + "{*} > 1000");
      }
      if (cost && monitor.owner().kind() == Owner.Kind.ORG) {
        problem("query", "not_supported", "an org below an account's parent org has no cost of its own");
      }
    }

    private void tag(Tag tag, boolean cost) {
      boolean ofCost = tag == Tag.ACCOUNT_NAME || tag == Tag.ACCOUNT_PUBLIC_ID || tag == Tag.BILLING_DIMENSION;
      if (cost && !ofCost) {
        problem("query", "unknown_tag", "cost has the tags account_name, account_public_id and billing_dimension, not " + tag.label());
      }
      if (!cost && tag == Tag.BILLING_DIMENSION) {
        problem("query", "unknown_tag", "only cost has the tag billing_dimension");
      }
    }

    private void rule() {
      switch (rule) {
        case Rule.Threshold threshold -> {
          if (threshold.window() instanceof Window.Last(var span)) {
            slots(span.slots());
          }
        }
        case Rule.Change change -> slots(change.window().slots() + change.back().slots());
        case Rule.Anomaly anomaly -> anomaly(anomaly);
        case Rule.Budget ignored -> { }
        case Rule.FirstUsage ignored -> problem("query", "not_supported", "every account has this monitor already");
      }
    }

    private void slots(int slots) {
      if (slots > MOST_SLOTS) {
        problem("query", "out_of_range", "a monitor can look back 7 days, comparisons included; for a month use current_1mo");
      }
    }

    private void anomaly(Rule.Anomaly anomaly) {
      if (anomaly.alertWindow().slots() > MOST_ALERT_SLOTS) {
        problem("query", "out_of_range", "the alert window of anomalies is at most a day, not " + anomaly.alertWindow());
      }
      if (!anomaly.comparison().isUpward() || anomaly.critical().signum() <= 0 || anomaly.critical().compareTo(BigDecimal.ONE) > 0) {
        problem("query", "out_of_range", "anomalies are compared as >= with the part of the alert window that is anomalous, above 0 and at"
            + " most 1");
      }
      if (anomaly.over() == Aggregator.MIN || anomaly.over() == Aggregator.MAX) {
        problem("query", "not_supported", "anomalies are looked at by avg or sum");
      }
    }

    private void thresholds(Thresholds thresholds) {
      var is = rule.comparison();
      if (thresholds.critical().compareTo(rule.critical()) != 0) {
        problem("options.thresholds.critical", "mismatch", "the query compares with " + plain(rule.critical()) + ", not with "
            + plain(thresholds.critical()));
      }
      thresholds.warning().ifPresent(warning -> before("warning", warning, "critical", thresholds.critical()));
      thresholds.criticalRecovery().ifPresent(recovery -> before("critical_recovery", recovery, "critical", thresholds.critical()));
      thresholds.warningRecovery().ifPresent(recovery -> thresholds.warning().ifPresentOrElse(
          warning -> before("warning_recovery", recovery, "warning", warning),
          () -> problem("options.thresholds.warning_recovery", "mismatch", "there is no warning to recover from")));
      if (!is.isUpward() && !is.isDownward() && !thresholds.equals(new Thresholds(thresholds.critical(), Optional.empty(), Optional.empty(),
          Optional.empty()))) {
        problem("options.thresholds", "not_supported", "a comparison with " + is.sign() + " has one threshold only");
      }
    }

    /** One is reached before the other, or with it, by a value that gets worse. */
    private void before(String name, BigDecimal value, String than, BigDecimal other) {
      var is = rule.comparison();
      boolean wrong = is.isUpward() ? value.compareTo(other) > 0 : is.isDownward() && value.compareTo(other) < 0;
      if (wrong) {
        problem("options.thresholds." + name, "mismatch",
            "must not be " + (is.isUpward() ? "above" : "below") + " " + than + ", " + plain(other)
            + ", but is " + plain(value));
      }
    }

    private static String plain(BigDecimal value) {
      return value.toPlainString();
    }

    private void problem(String field, String code, String detail) {
      problems.add(new Problem(field.isEmpty() ? subject : subject + "." + field, code, detail));
    }
  }
}
