package io.tributary.monitor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.codec.JsonFields;
import io.tributary.model.Problem;
import io.tributary.monitor.Options.Thresholds;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A monitor's options. Those of the reference system that say nothing about when somebody is told are kept as they are; those that do,
 * and that we do not have, are refused unless they are switched off.
 */
final class OptionsJson {
  private static final String PATH = "options";
  private static final String WINDOWS = "threshold_windows";
  private static final String TRIGGER = "trigger_window";
  /** Among them {@code min_location_failed}, which is of synthetic tests and which the official client sends with every monitor, as 1. */
  private static final Set<String> KEPT = Set.of("locked", "notify_audit", "include_tags", "new_host_delay", "new_group_delay",
      "groupby_simple_monitor", "enable_logs_sample", "enable_samples", "notification_preset_name", "group_retention_duration",
      "avalanche_window", "min_location_failed");
  private static final Set<String> ONLY_ZERO = Set.of("evaluation_delay", "timeout_h", "min_failure_duration");
  private static final Set<String> ONLY_EMPTY = Set.of("silenced", "notify_by", "device_ids", "variables", "aggregation",
      "synthetics_check_id");
  private static final Duration LEAST_NO_DATA = Duration.ofMinutes(10);

  private OptionsJson() {}

  /** Empty exactly when something was added to {@code problems}. */
  static Optional<Options> read(JsonNode given, Rule rule, List<Problem> problems) {
    int before = problems.size();
    var json = given.isMissingNode() || given.isNull() ? JsonNodeFactory.instance.objectNode() : given;
    var fields = new JsonFields(json, PATH, problems);
    var thresholds = thresholds(fields, rule);
    boolean notifyNoData = fields.optionalBoolean("notify_no_data").orElse(false);
    var noDataAfter = minutes(fields, "no_data_timeframe");
    var renotify = minutes(fields, "renotify_interval");
    var statuses = statuses(fields);
    var times = fields.has("renotify_occurrences") ? fields.integer("renotify_occurrences") : OptionalInt.empty();
    var cooldown = minutes(fields, "cooldown");
    boolean full = fields.optionalBoolean("require_full_window").orElse(false);
    var escalation = MonitorJson.plainText(fields, json, "escalation_message");
    var kept = new TreeMap<String, String>();
    KEPT.forEach(field -> keep(fields, json, field, kept));
    ONLY_ZERO.forEach(field -> MonitorJson.onlyIf(fields, json, field, value -> value.isNumber() && value.decimalValue().signum() == 0,
        "only 0 is, which switches it off"));
    ONLY_EMPTY.forEach(field -> MonitorJson.onlyIf(fields, json, field, value -> value.isContainerNode() && value.isEmpty(),
        field.equals("silenced") ? "mute it with a downtime" : "usage has nothing like it"));
    MonitorJson.onlyIf(fields, json, "on_missing_data", value -> value.asText().equals("default"), "use notify_no_data");
    windows(fields, json, rule, kept);
    schedule(fields, json, kept);
    fields.refuseOthers();
    return problems.size() > before ? Optional.empty() : Optional.of(new Options(thresholds, notifyNoData,
        noDataAfter.or(() -> notifyNoData ? Optional.of(LEAST_NO_DATA) : Optional.empty()), renotify, statuses, times,
        cooldown.orElse(Duration.ZERO), full, Optional.of(escalation).filter(text -> !text.isEmpty()), kept));
  }

  private static Thresholds thresholds(JsonFields fields, Rule rule) {
    var given = fields.optionalObject("thresholds");
    if (given.isEmpty()) {
      return Thresholds.of(rule.critical());
    }
    var one = given.get();
    var thresholds = new Thresholds(one.optionalDecimal("critical").orElse(rule.critical()), one.optionalDecimal("warning"),
        one.optionalDecimal("critical_recovery"), one.optionalDecimal("warning_recovery"));
    for (var other : List.of("ok", "unknown")) {
      if (one.has(other)) {
        one.problem(other, "not_supported", "is not supported: it is of checks");
      }
    }
    one.refuseOthers();
    return thresholds;
  }

  /** Minutes; null and 0 are never. */
  private static Optional<Duration> minutes(JsonFields fields, String field) {
    var minutes = fields.has(field) ? fields.integer(field) : OptionalInt.empty();
    if (minutes.isPresent() && (minutes.getAsInt() < 0 || minutes.getAsInt() > 30 * 24 * 60)) {
      fields.problem(field, "out_of_range", "must be a number of minutes from 0 to 43200, which is 30 days, not " + minutes.getAsInt());
    }
    return minutes.isEmpty() || minutes.getAsInt() <= 0 ? Optional.empty() : Optional.of(Duration.ofMinutes(minutes.getAsInt()));
  }

  private static Set<String> statuses(JsonFields fields) {
    var statuses = new TreeSet<String>();
    for (var status : fields.texts("renotify_statuses")) {
      var plain = status.toLowerCase(Locale.ROOT);
      if (!Options.STATUSES.contains(plain)) {
        fields.problem("renotify_statuses", "unknown_value", "must be alert, warn or no data, not " + status);
      }
      statuses.add(plain);
    }
    return statuses.isEmpty() ? Set.of("alert", "no data") : statuses;
  }

  private static void keep(JsonFields fields, JsonNode json, String field, Map<String, String> kept) {
    if (fields.names(field) && !json.get(field).isNull()) {
      kept.put(field, json.get(field).toString());
    }
  }

  private static void windows(JsonFields fields, JsonNode json, Rule rule, Map<String, String> kept) {
    keep(fields, json, WINDOWS, kept);
    var windows = json.path(WINDOWS);
    if (!windows.isObject() || windows.path(TRIGGER).isMissingNode()) {
      return;
    }
    var trigger = windows.path(TRIGGER).asText();
    if (!(rule instanceof Rule.Anomaly)) {
      fields.problem(WINDOWS, "not_supported", "are of anomalies only");
    } else if (span(trigger).isEmpty()) {
      fields.problem(WINDOWS + "." + TRIGGER, "unknown_value", "'" + trigger + "' is no window; one is last_15m for example");
    } else if (!windows.path("recovery_window").asText(trigger).equals(trigger)) {
      fields.problem(WINDOWS + ".recovery_window", "not_supported", "must be as long as " + TRIGGER + ": " + trigger);
    }
  }

  private static Optional<Span> span(String window) {
    return window.startsWith("last_") ? Span.parse(window.substring("last_".length())) : Optional.empty();
  }

  private static void schedule(JsonFields fields, JsonNode json, Map<String, String> kept) {
    keep(fields, json, "scheduling_options", kept);
    var options = json.path("scheduling_options");
    var window = options.path("evaluation_window");
    boolean plain = window.path("month_starts").asInt(1) == 1 && window.path("day_starts").asText("00:00").matches("0?0:00")
        && window.path("hour_starts").asInt(0) == 0 && window.path("timezone").asText("UTC").equals("UTC");
    if (!plain || options.hasNonNull("custom_schedule")) {
      fields.problem("scheduling_options", "not_supported", "only hours, days and months that begin at their UTC beginning are");
    }
  }

  /** An anomaly's alert window may be said by the query or by the options; the query wins where it says one. */
  static Rule applied(Rule rule, Options options) {
    var windows = Optional.ofNullable(options.kept().get(WINDOWS)).map(MonitorJson::parse);
    return rule instanceof Rule.Anomaly anomaly && !anomaly.alertWindowIsSaid()
        ? windows.map(json -> json.path(TRIGGER).asText()).flatMap(OptionsJson::span).<Rule>map(anomaly::withAlertWindow).orElse(anomaly)
        : rule;
  }

  static ObjectNode write(Options options, ObjectNode json) {
    var thresholds = json.putObject("thresholds");
    thresholds.set("critical", MonitorJson.number(options.thresholds().critical()));
    put(thresholds, "warning", options.thresholds().warning());
    put(thresholds, "critical_recovery", options.thresholds().criticalRecovery());
    put(thresholds, "warning_recovery", options.thresholds().warningRecovery());
    json.put("notify_no_data", options.notifyNoData());
    options.noDataAfter()
        .ifPresentOrElse(after -> json.put("no_data_timeframe", after.toMinutes()), () -> json.putNull("no_data_timeframe"));
    json.put("renotify_interval", options.renotify().map(Duration::toMinutes).orElse(0L));
    var statuses = json.putArray("renotify_statuses");
    options.renotifyStatuses().stream().sorted().forEach(statuses::add);
    options.renotifyTimes().ifPresent(times -> json.put("renotify_occurrences", times));
    json.put("cooldown", options.cooldown().toMinutes()).put("require_full_window", options.requireFullWindow())
        .put("escalation_message", options.escalation().orElse(""));
    options.kept().forEach((field, value) -> json.set(field, MonitorJson.parse(value)));
    return json;
  }

  private static void put(ObjectNode json, String field, Optional<BigDecimal> value) {
    value.ifPresent(number -> json.set(field, MonitorJson.number(number)));
  }
}
