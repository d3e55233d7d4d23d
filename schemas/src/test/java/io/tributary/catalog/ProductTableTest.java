package io.tributary.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tributary.model.UsageType;
import io.tributary.model.UsageType.SummaryKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The products that are billed, each by the one usage type that bills it, as the public API names it. */
class ProductTableTest {
  private static final Catalogue CATALOGUE = Catalogue.builtIn();

  /** Summary keys are those of a month, joined by {@code +}; where a key occurs only in the whole answer, it stands after {@code /}. */
  @ParameterizedTest(name = "{0} {1}:{2}")
  @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
      1  | infra_hosts               | host_count                      | host       | distinct     | top99p | infra_host                | infra_host_top99p                            | infra_host_usage                              | hosts
      2  | infra_hosts               | container_count                 | container  | distinct5    | avg    | infra_container           | container_avg+container_hwm                  | container_usage                               | containers
      3  | timeseries                | num_custom_timeseries           | timeseries | distinct     | avg    | timeseries                | custom_ts_avg                                | custom_timeseries_usage                       | metrics.custom
      4  | timeseries                | num_custom_input_timeseries     | timeseries | distinct     | avg    | ingested_timeseries       | -                                            | custom_ingested_timeseries_usage              | metrics.custom.ingested
      5  | infra_hosts               | apm_host_count                  | host       | distinct     | top99p | apm_host                  | apm_host_top99p                              | apm_host_usage                                | apm_hosts
      6  | ingested_spans            | ingested_events_bytes           | byte       | sum          | sum    | ingested_spans            | twol_ingested_events_bytes_sum               | ingested_spans_bytes_usage                    | apm.ingested_bytes
      7  | indexed_spans             | indexed_events_count            | span       | sum          | sum    | apm_trace_search          | trace_search_indexed_events_count_sum        | indexed_spans_usage                           | apm.indexed_spans
      8  | logs                      | billable_ingested_bytes         | byte       | sum          | sum    | logs_ingested             | billable_ingested_bytes_sum                  | ingested_logs_bytes_usage                     | logs.ingested_bytes
      9  | indexed_logs              | logs_indexed_events_15_day_count | event     | sum          | sum    | logs_indexed_15day        | -                                            | logs_indexed_15day_usage                      | -
      10 | analyzed_logs             | analyzed_logs                   | byte       | sum          | sum    | siem                      | -                                            | siem_ingested_bytes_usage                     | security_monitoring.analyzed_bytes
      11 | online_archive            | online_archive_events_count     | event      | sum          | sum    | online_archive            | online_archive_events_count_sum              | online_archive_usage                          | -
      12 | fargate                   | tasks_count                     | task       | distinct5    | avg    | fargate_container         | fargate_tasks_count_avg+fargate_tasks_count_hwm | fargate_usage                              | fargate_tasks
      13 | fargate                   | apm_fargate_count               | task       | distinct5    | avg    | apm_fargate               | apm_fargate_count_avg                        | apm_fargate_usage                             | apm.fargate_tasks
      14 | serverless                | func_count                      | function   | distinct     | avg    | lambda_function           | aws_lambda_func_count                        | functions_usage                               | serverless.aws_lambda_functions
      15 | serverless                | invocations_sum                 | invocation | sum          | sum    | serverless_invocation     | aws_lambda_invocations_sum                   | invocations_usage                             | serverless.invocations
      16 | lambda_traced_invocations | lambda_traced_invocations_count | invocation | sum          | sum    | serverless_apm            | -                                            | lambda_traced_invocations_usage               | -
      17 | dbm                       | dbm_host_count                  | host       | distinct     | top99p | dbm_host                  | dbm_host_top99p                              | dbm_hosts_usage                               | dbm.hosts
      18 | dbm                       | dbm_queries_count               | query      | distinct     | avg    | dbm_normalized_queries    | dbm_queries_count_avg                        | dbm_queries_usage                             | -
      19 | profiling                 | host_count                      | host       | distinct     | top99p | prof_host                 | profiling_host_top99p                        | profiled_host_usage                           | profiling.hosts
      20 | profiling                 | avg_container_agent_count       | container  | distinct5    | avg    | prof_container            | /profiling_container_agent_count_avg         | profiled_container_usage                      | profiling.containers
      21 | network_hosts             | host_count                      | host       | distinct     | top99p | npm_host                  | npm_host_top99p                              | npm_host_usage                                | network.hosts
      22 | snmp                      | snmp_devices                    | device     | distinct     | top99p | network_device            | snmp_device_count_top99p+snmp_device_count_sum | snmp_usage                                  | network.devices
      23 | iot                       | iot_device_count                | device     | distinct     | top99p | iot                       | iot_device_top99p+iot_device_sum             | -                                             | iot.devices
      24 | rum                       | rum_lite_session_count          | session    | sum          | sum    | rum_lite                  | rum_lite_session_count_sum                   | rum_browser_mobile_sessions_usage             | rum.sessions
      24 | rum                       | rum_replay_session_count        | session    | sum          | sum    | rum_replay                | rum_replay_session_count_sum                 | rum_replay_sessions_usage                     | -
      25 | synthetics_api            | check_calls_count               | test_run   | sum          | sum    | synthetics_api_tests      | synthetics_check_calls_count_sum             | api_usage                                     | synthetics.api_test_runs
      26 | synthetics_browser        | browser_check_calls_count       | test_run   | sum          | sum    | synthetics_browser_checks | synthetics_browser_check_calls_count_sum     | browser_usage                                 | synthetics.browser_test_runs
      27 | ci_app                    | ci_visibility_pipeline_committers | committer | mtd-distinct | sum   | ci_pipeline               | ci_visibility_pipeline_committers_hwm        | -                                             | ci_visibility.pipeline.committers
      28 | incident_management       | monthly_active_users            | user       | mtd-distinct | sum    | incident_management       | incident_management_monthly_active_users_hwm | incident_management_monthly_active_users_usage | incident_management.monthly_active_users
      29 | cspm                      | host_count                      | host       | distinct     | top99p | cspm_host                 | cspm_host_top99p                             | cspm_hosts_usage                              | cspm.hosts
      30 | cws                       | cws_host_count                  | host       | distinct     | top99p | cws_host                  | cws_host_top99p                              | cws_hosts_usage                               | cws.hosts
      31 | application_security      | app_sec_host_count              | host       | distinct     | top99p | application_security_host | -                                            | appsec_usage                                  | asm.hosts
      32 | sds                       | total_scanned_bytes             | byte       | sum          | sum    | sensitive_data_scanner    | sds_total_scanned_bytes_sum                  | sds_scanned_bytes_usage                       | -
      33 | observability_pipelines   | observability_pipelines_bytes_processed | byte | sum        | sum    | observability_pipeline    | observability_pipelines_bytes_processed_sum  | obs_pipeline_bytes_usage                      | observability_pipelines.ingested_bytes
      34 | network_flows             | indexed_events_count            | flow       | sum          | sum    | npm_flow                  | -                                            | -                                             | -
      35 | custom_events             | custom_events_count             | event      | sum          | sum    | custom_event              | -                                            | custom_event_usage                            | events.custom_events
      """)
  void everyProductHasItsMeasureItsFunctionAndItsNames(int product, String family, String name, String unit, String measure, String monthly,
      String dimension, String monthKeys, String attribution, String metric) {
    var type = type(family, name);
    assertEquals(unit, type.unit());
    assertEquals(0, type.scale());
    assertEquals(measure, type.measure().label());
    assertEquals(monthly, type.monthly().label());
    assertEquals(Optional.of(dimension), type.billingDimension());
    assertEquals(Optional.ofNullable(monthKeys).orElse(""),
        type.summaryKeys().stream().map(ProductTableTest::monthKey).collect(Collectors.joining("+")));
    assertEquals(Optional.ofNullable(attribution), type.attributionKey());
    assertEquals(Optional.ofNullable(metric), type.estimatedMetric());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "3", "7", "15", "30", "45", "60", "90", "180", "360", "custom"})
  void logsOfEveryRetentionAreBilledByWhatIsIndexedLiveOrRehydrated(String retention) {
    var dimension = retention.equals("custom") ? "logs_indexed_custom_retention" : "logs_indexed_" + retention + "day";
    for (var kind : List.of("logs", "logs_live", "logs_rehydrated")) {
      var type = type("indexed_logs", kind + "_indexed_events_" + retention + "_day_count");
      assertEquals(Optional.of(retention), type.retention());
      assertEquals(kind.equals("logs") ? Optional.of(dimension) : Optional.empty(), type.billingDimension());
    }
    assertEquals(List.of(dimension + "_sum"), type("indexed_logs", "logs_indexed_events_" + retention + "_day_count").billableKeys());
  }

  @Test
  void aHighWaterMarkIsTheGreatestHourOfContainersButTheSumOfTheNewEntitiesOfTheMonth() {
    assertEquals(List.of("avg", "max"), functions("infra_hosts", "container_count"));
    assertEquals(List.of("avg", "max"), functions("fargate", "tasks_count"));
    assertEquals(List.of("sum"), functions("ci_app", "ci_visibility_pipeline_committers"));
    assertEquals(List.of("sum"), functions("incident_management", "monthly_active_users"));
  }

  @Test
  void irregularKeysAreSpelledAsTheApiSpellsThem() {
    assertEquals(key("custom_ts_avg", "custom_ts_avg", "custom_ts_sum"), levels("timeseries", "num_custom_timeseries"));
    assertEquals(key(null, "custom_live_ts_avg", "custom_live_ts_sum"), levels("timeseries", "num_custom_live_timeseries"));
    assertEquals(key("profiling_host_top99p", "profiling_host_top99p", "profiling_host_count_top99p_sum"),
        levels("profiling", "host_count"));
    assertEquals(key(null, null, "profiling_container_agent_count_avg"), levels("profiling", "avg_container_agent_count"));
    assertEquals(key("cws_container_count_avg", "cws_container_count_avg", "cws_container_avg_sum"), levels("cws", "cws_container_count"));
    assertEquals(key("dbm_host_top99p", "dbm_host_top99p_sum", "dbm_host_top99p_sum"), levels("dbm", "dbm_host_count"));
    assertEquals(key("dbm_queries_count_avg", "dbm_queries_avg_sum", "dbm_queries_avg_sum"), levels("dbm", "dbm_queries_count"));
    assertEquals(key("iot_device_top99p", "iot_device_top99p_sum", "iot_device_top99p_sum"), levels("iot", "iot_device_count"));
    assertEquals(key("aws_lambda_func_count", "aws_lambda_func_count", "aws_lambda_func_count"), levels("serverless", "func_count"));
    assertEquals(key("sds_rum_scanned_bytes_sum", "sds_rum_scanned_bytes_sum", "sds_rum_scanned_bytes_sum"),
        levels("sds", "rum_scanned_bytes"));
    assertEquals(key("infra_host_top99p", "infra_host_top99p", "infra_host_top99p_sum"), levels("infra_hosts", "host_count"));
  }

  private static UsageType type(String family, String name) {
    return CATALOGUE.find(new UsageType.Key(family, name)).orElseThrow(() -> new AssertionError("no " + family + ":" + name));
  }

  private static String monthKey(SummaryKey key) {
    return key.date().orElseGet(() -> "/" + key.response().orElseThrow());
  }

  private static List<String> functions(String family, String name) {
    return type(family, name).summaryKeys().stream().map(key -> key.function().label()).toList();
  }

  private static String levels(String family, String name) {
    var key = type(family, name).summaryKeys().getFirst();
    return key(key.date().orElse(null), key.org().orElse(null), key.response().orElse(null));
  }

  private static String key(String date, String org, String response) {
    return date + " " + org + " " + response;
  }
}
