package io.tributary.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tributary.catalog.Catalogue.Level;
import io.tributary.model.Measure;
import io.tributary.model.MonthlyFunction;
import io.tributary.model.Problem;
import io.tributary.model.UsageType;
import io.tributary.model.UsageType.SummaryKey;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CatalogueTest {
  private static final Catalogue CATALOGUE = Catalogue.builtIn();

  @Test
  void everyTypeIsFoundByItsIdAndByItsKey() {
    assertTrue(CATALOGUE.types().size() > 250, () -> "only " + CATALOGUE.types().size());
    var ids = new HashSet<Integer>();
    for (var type : CATALOGUE.types()) {
      assertTrue(ids.add(type.id()), () -> "id " + type.id() + " twice");
      assertTrue(type.id() < Catalogue.FIRST_ADDED_ID);
      assertEquals(Optional.of(type), CATALOGUE.byId(type.id()));
      assertEquals(Optional.of(type), CATALOGUE.find(type.key()));
      assertTrue(CATALOGUE.isFamily(type.family()));
    }
    assertEquals(Optional.empty(), CATALOGUE.byId(0));
    assertEquals(Optional.empty(), CATALOGUE.find(new UsageType.Key("infra_hosts", "unheard_of")));
  }

  /** Stored rows name a type by its id: a release that changes one of these reads old hours as another product. */
  @Test
  void idsAreStable() {
    assertEquals("infra_hosts:host_count", CATALOGUE.byId(1).orElseThrow().key().toString());
    assertEquals("indexed_logs:logs_indexed_events_15_day_count", CATALOGUE.byId(34).orElseThrow().key().toString());
    assertEquals("workflow_executions:workflow_executions_usage", CATALOGUE.byId(297).orElseThrow().key().toString());
    var firstRelease = IntStream.rangeClosed(1, 297).mapToObj(id -> id + " " + CATALOGUE.byId(id).orElseThrow().key()).toList();
    assertEquals(-417755865, String.join("\n", firstRelease).hashCode(), "one of the ids 1 to 297 means another type than it did");
  }

  @Test
  void everyFamilyOfTheReferenceIsKnown() {
    var families = """
        all ai analyzed_logs application_performance_monitoring application_security audit_trail bits_ai serverless ci_app
        cloud_cost_management cloud_siem csm_container_enterprise csm_host_enterprise csm_host_pro cspm custom_events cws
        data_observability dbm digital_experience_management error_tracking fargate infra_hosts incident_management indexed_logs
        indexed_spans infrastructure_monitoring ingested_spans iot lambda_traced_invocations llm_observability log_management logs
        network_flows network_hosts network_monitoring observability_pipelines online_archive platform_capabilities product_analytics
        profiling rum rum_browser_sessions rum_mobile_sessions sds security snmp software_delivery synthetics_api synthetics_browser
        synthetics_mobile synthetics_parallel_testing timeseries vuln_management workflow_executions audit_logs""".split("\\s+");
    assertEquals(new TreeSet<>(Set.of(families)), new TreeSet<>(CATALOGUE.families()));
    assertFalse(CATALOGUE.isFamily("infra_host"));
  }

  @Test
  void everyPublishedTypeOfAFamilyIsThere() {
    has("application_security", "app_sec_host_count");
    has("audit_logs", "lines_indexed");
    has("serverless", "func_count invocations_sum");
    has("ci_app", "ci_pipeline_indexed_spans ci_test_indexed_spans ci_visibility_itr_committers ci_visibility_pipeline_committers "
        + "ci_visibility_test_committers");
    has("cspm", "aas_host_count aws_host_count azure_host_count gcp_host_count compliance_host_count container_count host_count");
    has("cws", "cws_container_count cws_host_count");
    has("dbm", "dbm_host_count dbm_queries_count");
    has("fargate", "apm_fargate_count appsec_fargate_count avg_profiled_fargate_tasks tasks_count");
    has("infra_hosts", "agent_host_count alibaba_host_count apm_azure_app_service_host_count apm_host_count aws_host_count "
        + "azure_host_count container_count gcp_host_count heroku_host_count host_count infra_azure_app_service opentelemetry_host_count "
        + "opentelemetry_apm_host_count vsphere_host_count");
    has("logs", "billable_ingested_bytes indexed_events_count ingested_events_bytes logs_forwarding_events_bytes logs_live_indexed_count "
        + "logs_live_ingested_bytes logs_rehydrated_indexed_count logs_rehydrated_ingested_bytes");
    has("profiling", "aas_count avg_container_agent_count host_count");
    has("rum", "rum_lite_session_count rum_replay_session_count rum_browser_legacy_session_count rum_browser_replay_session_count "
        + "rum_browser_lite_session_count");
    for (var platform : List.of("android", "flutter", "ios", "reactnative", "roku")) {
      has("rum", "rum_mobile_legacy_session_count_" + platform + " rum_mobile_lite_session_count_" + platform);
      has("rum_mobile_sessions", "session_count_" + platform);
    }
    has("rum_browser_sessions", "replay_session_count session_count");
    has("rum_mobile_sessions", "session_count");
    has("sds", "apm_scanned_bytes events_scanned_bytes logs_scanned_bytes rum_scanned_bytes total_scanned_bytes");
    has("timeseries", "num_custom_input_timeseries num_custom_output_timeseries num_custom_timeseries");
  }

  @Test
  void aSummaryKeyIsFedByOneTypeOnlyAndIsNeitherNullNorUnfed() {
    for (var level : Level.values()) {
      var seen = new HashSet<String>(CATALOGUE.nullSummaryKeys(level));
      CATALOGUE.unfedSummaryKeys(level).forEach(name -> assertTrue(seen.add(name), name));
      CATALOGUE.types().stream().flatMap(type -> type.summaryKeys().stream()).flatMap(key -> level.of(key).stream())
          .forEach(name -> assertTrue(seen.add(name), name));
    }
  }

  @Test
  void legacyKeysAreNullAtTheirOwnLevel() {
    assertTrue(CATALOGUE.nullSummaryKeys(Level.RESPONSE).containsAll(Set.of("rum_units_agg_sum", "indexed_events_count_agg_sum")));
    assertTrue(CATALOGUE.nullSummaryKeys(Level.DATE).containsAll(Set.of("rum_units_sum", "netflow_indexed_events_count_sum")));
    assertTrue(CATALOGUE.nullSummaryKeys(Level.DATE_ORG).contains("audit_logs_lines_indexed_sum"));
    assertFalse(CATALOGUE.nullSummaryKeys(Level.DATE).contains("rum_units_agg_sum"));
    assertTrue(CATALOGUE.unfedSummaryKeys(Level.DATE).contains("ccm_aws_spend_last"));
  }

  @Test
  void anAddedTypeIsKnownWithItsNewFamilyAndTheOldCatalogueStaysAsItWas() {
    var added = UsageType.plain(1000, "gpu", "gpu_seconds", "second", 3, Measure.SUM, MonthlyFunction.SUM);
    var catalogue = CATALOGUE.with(List.of(added));
    assertEquals(Optional.of(added), catalogue.byId(1000));
    assertEquals(Optional.of(added), catalogue.find(added.key()));
    assertTrue(catalogue.isFamily("gpu"));
    assertEquals(CATALOGUE.types().size() + 1, catalogue.types().size());
    assertFalse(CATALOGUE.isFamily("gpu"));
    assertEquals(Optional.empty(), CATALOGUE.byId(1000));
  }

  @Test
  void anUnfedKeyIsFedByTheAddedTypeThatNamesIt() {
    var catalogue = CATALOGUE.with(List.of(spend(1000, "spend", "ccm_aws_spend_last")));
    assertFalse(catalogue.unfedSummaryKeys(Level.DATE).contains("ccm_aws_spend_last"));
    assertTrue(CATALOGUE.unfedSummaryKeys(Level.DATE).contains("ccm_aws_spend_last"));
  }

  @Test
  void everyProblemOfAddedTypesIsSaidAtOnce() {
    var twice = UsageType.plain(1, "infra_hosts", "host_count", "host", 0, Measure.DISTINCT, MonthlyFunction.TOP99P);
    var wrong = UsageType.plain(1001, "all", "Not A Name", "seat", 2, Measure.MTD_DISTINCT, MonthlyFunction.MAX);
    var e = assertThrows(InvalidUsageType.class, () -> CATALOGUE.with(List.of(twice, wrong, wrong,
        spend(1002, "taken", "infra_host_top99p"), spend(1003, "legacy", "rum_units_sum"))));
    var found = e.problems().stream().map(problem -> problem.field() + " " + problem.code()).toList();
    assertEquals(List.of(
        "infra_hosts:host_count.id taken", "infra_hosts:host_count.usage_type taken", "infra_hosts:host_count.id out_of_range",
        "all:Not A Name.family not_applicable", "all:Not A Name.usage_type bad_name", "all:Not A Name.scale not_applicable",
        "all:Not A Name.monthly not_applicable",
        "all:Not A Name.family not_applicable", "all:Not A Name.usage_type bad_name", "all:Not A Name.scale not_applicable",
        "all:Not A Name.monthly not_applicable", "all:Not A Name.id taken", "all:Not A Name.usage_type taken",
        "gpu:taken.summary_keys.date taken", "gpu:legacy.summary_keys.date always_null"), found);
    for (Problem problem : e.problems()) {
      assertTrue(e.getMessage().contains(problem.detail()));
    }
  }

  private static UsageType spend(int id, String name, String dateKey) {
    var key = new SummaryKey(Optional.of(dateKey), Optional.empty(), Optional.empty(), MonthlyFunction.MAX);
    return new UsageType(id, "gpu", name, "cent", 0, Measure.MAX, MonthlyFunction.MAX, List.of(key), Optional.empty(), Optional.empty(),
        List.of(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static void has(String family, String names) {
    for (var name : names.split(" ")) {
      assertTrue(CATALOGUE.find(new UsageType.Key(family, name)).isPresent(), () -> family + ":" + name);
    }
  }
}
