package io.tributary.local.demo;

import com.datadog.api.client.ApiException;
import com.datadog.api.client.v1.api.UsageMeteringApi;
import com.datadog.api.client.v1.api.UsageMeteringApi.GetIncidentManagementOptionalParameters;
import com.datadog.api.client.v1.api.UsageMeteringApi.GetIngestedSpansOptionalParameters;
import com.datadog.api.client.v1.api.UsageMeteringApi.GetUsageAnalyzedLogsOptionalParameters;
import com.datadog.api.client.v1.api.UsageMeteringApi.GetUsageAuditLogsOptionalParameters;
import com.datadog.api.client.v1.api.UsageMeteringApi.GetUsageCIAppOptionalParameters;
import com.datadog.api.client.v1.api.UsageMeteringApi.GetUsageCWSOptionalParameters;
import com.datadog.api.client.v1.api.UsageMeteringApi.GetUsageCloudSecurityPostureManagementOptionalParameters;
import com.datadog.api.client.v1.api.UsageMeteringApi.GetUsageDBMOptionalParameters;
import com.datadog.api.client.v1.api.UsageMeteringApi.GetUsageFargateOptionalParameters;
import com.datadog.api.client.v1.api.UsageMeteringApi.GetUsageHostsOptionalParameters;
import com.datadog.api.client.v1.api.UsageMeteringApi.GetUsageIndexedSpansOptionalParameters;
import com.datadog.api.client.v1.api.UsageMeteringApi.GetUsageInternetOfThingsOptionalParameters;
import com.datadog.api.client.v1.api.UsageMeteringApi.GetUsageLambdaOptionalParameters;
import com.datadog.api.client.v1.api.UsageMeteringApi.GetUsageLogsByRetentionOptionalParameters;
import com.datadog.api.client.v1.api.UsageMeteringApi.GetUsageLogsOptionalParameters;
import com.datadog.api.client.v1.api.UsageMeteringApi.GetUsageNetworkFlowsOptionalParameters;
import com.datadog.api.client.v1.api.UsageMeteringApi.GetUsageNetworkHostsOptionalParameters;
import com.datadog.api.client.v1.api.UsageMeteringApi.GetUsageOnlineArchiveOptionalParameters;
import com.datadog.api.client.v1.api.UsageMeteringApi.GetUsageProfilingOptionalParameters;
import com.datadog.api.client.v1.api.UsageMeteringApi.GetUsageRumSessionsOptionalParameters;
import com.datadog.api.client.v1.api.UsageMeteringApi.GetUsageRumUnitsOptionalParameters;
import com.datadog.api.client.v1.api.UsageMeteringApi.GetUsageSDSOptionalParameters;
import com.datadog.api.client.v1.api.UsageMeteringApi.GetUsageSNMPOptionalParameters;
import com.datadog.api.client.v1.api.UsageMeteringApi.GetUsageSyntheticsAPIOptionalParameters;
import com.datadog.api.client.v1.api.UsageMeteringApi.GetUsageSyntheticsBrowserOptionalParameters;
import com.datadog.api.client.v1.api.UsageMeteringApi.GetUsageSyntheticsOptionalParameters;
import com.datadog.api.client.v1.api.UsageMeteringApi.GetUsageTimeseriesOptionalParameters;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The official client's call for each of the endpoints that show one product, by path. */
final class ProductReadings {
  private ProductReadings() {}

  /** @param type of an endpoint that has one; may be null */
  interface Reading {
    List<?> rows(UsageMeteringApi api, String type) throws ApiException;
  }

  static Map<String, Reading> all(Supplier<OffsetDateTime> start, Supplier<OffsetDateTime> end) {
    var all = new HashMap<String, Reading>();
    all.put("analyzed_logs", (api, type) -> api.getUsageAnalyzedLogs(start.get(),
        new GetUsageAnalyzedLogsOptionalParameters().endHr(end.get())).getUsage());
    all.put("audit_logs", (api, type) -> api.getUsageAuditLogs(start.get(),
        new GetUsageAuditLogsOptionalParameters().endHr(end.get())).getUsage());
    all.put("aws_lambda", (api, type) -> api.getUsageLambda(start.get(),
        new GetUsageLambdaOptionalParameters().endHr(end.get())).getUsage());
    all.put("ci-app", (api, type) -> api.getUsageCIApp(start.get(), new GetUsageCIAppOptionalParameters().endHr(end.get())).getUsage());
    all.put("cspm", (api, type) -> api.getUsageCloudSecurityPostureManagement(start.get(),
        new GetUsageCloudSecurityPostureManagementOptionalParameters().endHr(end.get())).getUsage());
    all.put("cws", (api, type) -> api.getUsageCWS(start.get(), new GetUsageCWSOptionalParameters().endHr(end.get())).getUsage());
    all.put("dbm", (api, type) -> api.getUsageDBM(start.get(), new GetUsageDBMOptionalParameters().endHr(end.get())).getUsage());
    all.put("fargate", (api, type) -> api.getUsageFargate(start.get(),
        new GetUsageFargateOptionalParameters().endHr(end.get())).getUsage());
    all.put("hosts", (api, type) -> api.getUsageHosts(start.get(), new GetUsageHostsOptionalParameters().endHr(end.get())).getUsage());
    all.put("incident-management", (api, type) ->
        api.getIncidentManagement(start.get(), new GetIncidentManagementOptionalParameters().endHr(end.get())).getUsage());
    all.put("indexed-spans", (api, type) -> api.getUsageIndexedSpans(start.get(),
        new GetUsageIndexedSpansOptionalParameters().endHr(end.get())).getUsage());
    all.put("ingested-spans", (api, type) ->
        api.getIngestedSpans(start.get(), new GetIngestedSpansOptionalParameters().endHr(end.get())).getUsage());
    all.put("iot", (api, type) -> api.getUsageInternetOfThings(start.get(),
        new GetUsageInternetOfThingsOptionalParameters().endHr(end.get())).getUsage());
    all.put("logs", (api, type) -> api.getUsageLogs(start.get(), new GetUsageLogsOptionalParameters().endHr(end.get())).getUsage());
    all.put("logs-by-retention", (api, type) -> api.getUsageLogsByRetention(start.get(),
        new GetUsageLogsByRetentionOptionalParameters().endHr(end.get())).getUsage());
    all.put("network_flows", (api, type) -> api.getUsageNetworkFlows(start.get(),
        new GetUsageNetworkFlowsOptionalParameters().endHr(end.get())).getUsage());
    all.put("network_hosts", (api, type) -> api.getUsageNetworkHosts(start.get(),
        new GetUsageNetworkHostsOptionalParameters().endHr(end.get())).getUsage());
    all.put("online-archive", (api, type) -> api.getUsageOnlineArchive(start.get(),
        new GetUsageOnlineArchiveOptionalParameters().endHr(end.get())).getUsage());
    all.put("profiling", (api, type) -> api.getUsageProfiling(start.get(),
        new GetUsageProfilingOptionalParameters().endHr(end.get())).getUsage());
    all.put("rum", (api, type) -> api.getUsageRumUnits(start.get(), new GetUsageRumUnitsOptionalParameters().endHr(end.get())).getUsage());
    all.put("rum_sessions", (api, type) ->
        api.getUsageRumSessions(start.get(), new GetUsageRumSessionsOptionalParameters().endHr(end.get()).type(type)).getUsage());
    all.put("sds", (api, type) -> api.getUsageSDS(start.get(), new GetUsageSDSOptionalParameters().endHr(end.get())).getUsage());
    all.put("snmp", (api, type) -> api.getUsageSNMP(start.get(), new GetUsageSNMPOptionalParameters().endHr(end.get())).getUsage());
    all.put("synthetics", (api, type) -> api.getUsageSynthetics(start.get(),
        new GetUsageSyntheticsOptionalParameters().endHr(end.get())).getUsage());
    all.put("synthetics_api", (api, type) -> api.getUsageSyntheticsAPI(start.get(),
        new GetUsageSyntheticsAPIOptionalParameters().endHr(end.get())).getUsage());
    all.put("synthetics_browser", (api, type) -> api.getUsageSyntheticsBrowser(start.get(),
        new GetUsageSyntheticsBrowserOptionalParameters().endHr(end.get())).getUsage());
    all.put("timeseries", (api, type) -> api.getUsageTimeseries(start.get(),
        new GetUsageTimeseriesOptionalParameters().endHr(end.get())).getUsage());
    return all;
  }
}
