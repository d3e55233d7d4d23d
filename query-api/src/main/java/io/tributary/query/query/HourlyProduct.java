package io.tributary.query.query;

import io.tributary.catalog.Catalogue;
import io.tributary.model.UsageType;
import io.tributary.query.query.Retentions.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An endpoint of the first version of the API that shows the hours of one product. This is the table of them: each one's path, the
 * fields of its rows, and the usage type that feeds each field. All of them are older than the hourly usage by product family.
 *
 * @param path after {@code /api/v1/usage/}
 * @param variant value of the parameter {@code type} that asks for this row of the table; empty where there is no such parameter
 * @param fields in the order in which they are written
 */
public record HourlyProduct(String path, Optional<String> variant, List<Field> fields) {
  /** A row for each retention: the fields count a kind of indexed logs. */
  private static final String BY_RETENTION = "logs-by-retention";

  /** Every row of the table. Of a path with variants the first is the one that is meant when none is named. */
  public static final List<HourlyProduct> ALL = List.of(
      product("analyzed_logs", "analyzed_logs", "analyzed_logs"),
      product("audit_logs", "audit_logs", "lines_indexed"),
      product("aws_lambda", "serverless", "func_count", "invocations_sum"),
      product("ci-app", "ci_app", "ci_pipeline_indexed_spans", "ci_test_indexed_spans", "ci_visibility_itr_committers",
          "ci_visibility_pipeline_committers", "ci_visibility_test_committers"),
      product("cspm", "cspm", "aas_host_count", "aws_host_count", "azure_host_count", "compliance_host_count", "container_count",
          "gcp_host_count", "host_count"),
      product("cws", "cws", "cws_container_count", "cws_host_count"),
      product("dbm", "dbm", "dbm_host_count", "dbm_queries_count"),
      product("fargate", "fargate", "apm_fargate_count", "appsec_fargate_count", "avg_profiled_fargate_tasks", "tasks_count"),
      product("hosts", "infra_hosts", "agent_host_count", "alibaba_host_count", "apm_azure_app_service_host_count", "apm_host_count",
          "aws_host_count", "azure_host_count", "container_count", "gcp_host_count", "heroku_host_count", "host_count",
          "infra_azure_app_service", "opentelemetry_apm_host_count", "opentelemetry_host_count", "vsphere_host_count"),
      product("incident-management", "incident_management", "monthly_active_users"),
      product("indexed-spans", "indexed_spans", "indexed_events_count"),
      product("ingested-spans", "ingested_spans", "ingested_events_bytes"),
      product("iot", "iot", "iot_device_count"),
      product("logs", "logs", "billable_ingested_bytes", "indexed_events_count", "ingested_events_bytes", "logs_forwarding_events_bytes",
          "logs_live_indexed_count", "logs_live_ingested_bytes", "logs_rehydrated_indexed_count", "logs_rehydrated_ingested_bytes"),
      new HourlyProduct(BY_RETENTION, Optional.empty(), List.of(new Field("indexed_events_count", Kind.ALL),
          new Field("live_indexed_events_count", Kind.LIVE), new Field("rehydrated_indexed_events_count", Kind.REHYDRATED))),
      product("network_flows", "network_flows", "indexed_events_count"),
      product("network_hosts", "network_hosts", "host_count"),
      product("online-archive", "online_archive", "online_archive_events_count"),
      product("profiling", "profiling", "aas_count", "avg_container_agent_count", "host_count"),
      // Sessions have not been counted in these units since October 2024.
      new HourlyProduct("rum", Optional.empty(), List.of(new Field("browser_rum_units"), new Field("mobile_rum_units"),
          new Field("rum_units"))),
      product("rum_sessions", "rum_browser_sessions", "replay_session_count", "session_count").variant("browser"),
      product("rum_sessions", "rum_mobile_sessions", "session_count", "session_count_android", "session_count_flutter",
          "session_count_ios", "session_count_reactnative", "session_count_roku").variant("mobile"),
      product("sds", "sds", "apm_scanned_bytes", "events_scanned_bytes", "logs_scanned_bytes", "rum_scanned_bytes", "total_scanned_bytes"),
      product("snmp", "snmp", "snmp_devices"),
      product("synthetics", "synthetics_api", "check_calls_count"),
      product("synthetics_api", "synthetics_api", "check_calls_count"),
      product("synthetics_browser", "synthetics_browser", "browser_check_calls_count"),
      product("timeseries", "timeseries", "num_custom_input_timeseries", "num_custom_output_timeseries", "num_custom_timeseries"));

  /**
   * A field of a row.
   *
   * @param fedBy the usage type it shows; empty where none feeds it any more, or where that depends on the retention
   * @param kind what of the indexed logs it counts, in a row of one retention
   */
  public record Field(String name, Optional<UsageType.Key> fedBy, Optional<Kind> kind) {
    private Field(String name) {
      this(name, Optional.empty(), Optional.empty());
    }

    private Field(String name, Kind kind) {
      this(name, Optional.empty(), Optional.of(kind));
    }
  }

  /**
   * One of the rows that an org has in an hour.
   *
   * @param retention the days it is about, where rows are told apart by them
   * @param fields the usage type that feeds each; empty where none does
   */
  public record Line(Optional<String> retention, Map<String, Optional<UsageType>> fields) {
    Line(Optional<String> retention) {
      this(retention, new LinkedHashMap<>());
    }
  }

  private static HourlyProduct product(String path, String family, String... fields) {
    return new HourlyProduct(path, Optional.empty(), Arrays.stream(fields)
        .map(name -> new Field(name, Optional.of(new UsageType.Key(family, name)), Optional.empty())).toList());
  }

  private HourlyProduct variant(String type) {
    return new HourlyProduct(path, Optional.of(type), fields);
  }

  /** All rows of the table with this path; none if it is no such endpoint. */
  public static List<HourlyProduct> at(String path) {
    return ALL.stream().filter(product -> product.path.equals(path)).toList();
  }

  /** The one of a path's rows that the parameter {@code type} asks for. */
  static HourlyProduct asked(List<HourlyProduct> products, Parameters parameters) {
    var variants = products.stream().flatMap(product -> product.variant.stream()).toList();
    var type = parameters.text("type").filter(any -> !variants.isEmpty());
    if (type.isPresent() && !variants.contains(type.get())) {
      parameters.invalid("type", type.get(), "(" + String.join("|", variants) + ")");
    }
    return products.stream().filter(product -> type.isPresent() && product.variant.equals(type)).findFirst().orElse(products.getFirst());
  }

  /** What rows an org has in each hour. */
  public List<Line> lines(Catalogue catalogue) {
    if (!path.equals(BY_RETENTION)) {
      var line = new Line(Optional.empty());
      fields.forEach(field -> line.fields().put(field.name(), field.fedBy().flatMap(catalogue::find)));
      return List.of(line);
    }
    var lines = new ArrayList<Line>();
    Retentions.of(catalogue).forEach((days, kinds) -> {
      var line = new Line(Optional.of(days));
      fields.forEach(field -> line.fields().put(field.name(), field.kind().map(kinds::get)));
      lines.add(line);
    });
    return lines;
  }
}
