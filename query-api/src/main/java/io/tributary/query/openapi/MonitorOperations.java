package io.tributary.query.openapi;

import static io.tributary.query.openapi.Operation.act;
import static io.tributary.query.openapi.Operation.get;
import static io.tributary.query.openapi.Operation.send;

import java.util.List;

/** Usage as metrics, monitors, downtimes and back-tests, in the reference system's form where it has one. */
final class MonitorOperations {
  private static final String MONITOR =
      "{id: integer, name: string, type: string, query: string, message: string, tags: [string], options: object,"
          + " multi: boolean, created: time, modified: time, creator: object, overall_state: string or null,"
          + " (state): {groups: object}}";
  private static final String WANTED = "{(name): string, (type): string, (query): string, (message): string, (tags): [string],"
      + " (priority): integer or null, (options): object}";
  private static final String DOWNTIME =
      "{id: integer, monitor_id: integer or null, monitor_tags: [string], scope: [string], start: integer,"
          + " end: integer or null, message: string, active: boolean, canceled: integer or null}";
  private static final String SILENCE = "{(monitor_id): integer or null, (monitor_tags): [string], (scope): any, (start): integer,"
      + " (end): integer or null, (message): string}";
  private static final String EXAMPLE = """
      {"name": "Hosts", "type": "query alert", "query": "max(last_1h):sum:datadog.estimated_usage.hosts{*} by {child_org_name} > 100",
       "message": "More hosts than usual", "options": {"thresholds": {"critical": 100, "warning": 80}}}""";
  private static final Parameter NAME = Parameter.path("name", "metric", "datadog.estimated_usage.example");
  private static final Parameter MONITOR_ID = Parameter.path("id", "monitor_id", "1000000");
  private static final Parameter DOWNTIME_ID = Parameter.path("id", "downtime_id", "1000000");
  private static final Parameter STATES =
      Parameter.text("group_states", "", "States whose groups are shown: `all`, or some of `alert`, `warn`, `no data`, `ok`.")
      .example("all");

  private MonitorOperations() {}

  static List<Operation> all() {
    return List.of(
        get("/api/v1/query", "QueryMetrics", "A metric's series, from cells")
            .asks(seconds("from", "1772582400").must(), seconds("to", "1772668800").must(),
                Parameter.text("query", "metric_query", "As the metrics page says.")
                .must().example("sum:datadog.estimated_usage.hosts{*} by {child_org_name}.rollup(max, 3600)"))
            .answers("{status: string, res_type: string, query: string, from_date: integer, to_date: integer, group_by: [string],"
                + " message: string, series: [{metric: string, scope: string, expression: string, tag_set: [string], interval: integer,"
                + " length: integer, start: integer, end: integer, unit: [any], pointlist: [[number]]}]}"),
        get("/api/v1/metrics", "ListActiveMetrics", "Metrics with usage since a time").asks(seconds("from", "1772582400"))
            .answers("{from: string, metrics: [string]}"),
        get("/api/v1/metrics/{name}", "GetMetricMetadata", "What a metric is").asks(NAME).answers("{type: string, unit: string}")
            .refuses(404),
        get("/api/v1/search", "ListMetrics", "Metrics by a part of their names")
            .asks(Parameter.text("q", "", "A part of a name, after `metrics:` or not.").example("metrics:hosts"))
            .answers("{results: {metrics: [string]}}"),
        get("/api/v1/monitor", "ListMonitors", "The owner's monitors")
            .asks(STATES, Parameter.text("name", "", "What the name contains.").example("a"),
                Parameter.text("tags", "", "What the query contains."),
                Parameter.text("monitor_tags", "", "Tags that it has, with commas."), Parameter.number("page", 0, 1000, 0, ""),
                Parameter.number("page_size", 1, 1000, 1000, ""), Parameter.number("id_offset", 0, 2_147_483, 0, "Only ids above this."))
            .answers("[" + MONITOR + "]"),
        get("/api/v1/monitor/{id}", "GetMonitor", "One of them").asks(MONITOR_ID, STATES).answers(MONITOR).refuses(404),
        send("POST", "/api/v1/monitor", "CreateMonitor", "Makes a monitor", WANTED, EXAMPLE).answers(MONITOR),
        send("PUT", "/api/v1/monitor/{id}", "UpdateMonitor", "Changes what is named", WANTED, "{\"name\": \"Example\"}").asks(MONITOR_ID)
            .answers(MONITOR).refuses(404),
        act("DELETE", "/api/v1/monitor/{id}", "DeleteMonitor", "Deletes it").asks(MONITOR_ID).answers("{deleted_monitor_id: integer}"),
        send("POST", "/api/v1/monitor/validate", "ValidateMonitor", "Says what is wrong with a monitor", WANTED, EXAMPLE).answers("{}"),
        send("POST", "/api/v1/monitor/{id}/validate", "ValidateExistingMonitor", "Says what is wrong with a change", WANTED,
            "{\"name\": \"Example\"}").asks(MONITOR_ID).answers("{}").refuses(404),
        act("POST", "/api/v1/monitor/{id}/mute", "MuteMonitor", "Tells of nothing for a time").asks(MONITOR_ID,
            Parameter.text("scope", "", "Of which groups.").example("*"), seconds("end", "4102444800")).answers(MONITOR),
        act("POST", "/api/v1/monitor/{id}/unmute", "UnmuteMonitor", "Ends that").asks(MONITOR_ID).answers(MONITOR),
        get("/api/v1/monitor/{id}/downtimes", "ListMonitorDowntimes", "Downtimes of a monitor that are not over").asks(MONITOR_ID)
            .answers("[" + DOWNTIME + "]").refuses(404),
        get("/api/v1/downtime", "ListDowntimes", "The owner's downtimes").asks(Parameter.flag("current_only", ""))
            .answers("[" + DOWNTIME + "]"),
        get("/api/v1/downtime/{id}", "GetDowntime", "One of them").asks(DOWNTIME_ID).answers(DOWNTIME).refuses(404),
        send("POST", "/api/v1/downtime", "CreateDowntime", "Silences monitors for a time", SILENCE,
            "{\"scope\": [\"*\"], \"end\": 4102444800, \"message\": \"Example\"}").answers(DOWNTIME),
        send("PUT", "/api/v1/downtime/{id}", "UpdateDowntime", "Changes what is named", SILENCE, "{\"message\": \"Example\"}")
            .asks(DOWNTIME_ID).answers(DOWNTIME).refuses(404),
        act("DELETE", "/api/v1/downtime/{id}", "CancelDowntime", "Ends it").asks(DOWNTIME_ID).withoutAnswer(),
        send("POST", "/api/v2/tributary/monitors/backtest", "BacktestMonitor", "What a monitor would have raised",
            "{(monitor): object, (monitor_id): integer, (from): integer, (to): integer}", "{\"monitor\": " + EXAMPLE + "}")
            .answers("{as_of: time, from: time, to: time, resolution: string, query: string, unit: string, raised: integer,"
                + " groups: [{group: string, raised: [object]}]}").refuses(404));
  }

  /** Seconds since 1970. */
  private static Parameter seconds(String name, String example) {
    return Parameter.text(name, "", "Seconds since 1970.").example(example);
  }
}
