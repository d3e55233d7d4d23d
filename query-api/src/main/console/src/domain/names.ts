/** What the API names by key, as people say it. */
const DIMENSIONS: Record<string, string> = {
  infra_host: "Infra hosts", apm_host: "APM hosts", infra_container: "Containers", timeseries: "Custom metrics",
  lambda_function: "Serverless functions", ci_pipeline: "CI committers", serverless_invocation: "Serverless invocations",
  logs_ingested: "Ingested logs", ingested_spans: "Ingested spans", apm_trace_search: "Indexed spans", rum_lite: "RUM sessions",
  rum_replay: "RUM replays", synthetics_api_tests: "Synthetic API tests", synthetics_browser_checks: "Synthetic browser tests",
  premier_support: "Support", siem: "Cloud SIEM", dbm_host: "Database hosts", npm_host: "Network hosts",
};

const CATEGORIES: [string, string[]][] = [
  ["Infrastructure", ["infra_hosts", "infrastructure_monitoring", "timeseries", "iot", "fargate", "snmp"]],
  ["APM", ["ingested_spans", "indexed_spans", "application_performance_monitoring", "profiling", "dbm"]],
  ["Logs", ["logs", "indexed_logs", "analyzed_logs", "log_management", "online_archive", "sds"]],
  ["Serverless", ["serverless", "lambda_traced_invocations"]],
  ["Digital experience", ["rum", "synthetics_api", "synthetics_browser", "synthetics_mobile", "synthetics_parallel_testing", "product_analytics"]],
  ["Software delivery", ["ci_app", "software_delivery"]],
];

const ACRONYMS = new Set(["apm", "api", "ci", "csm", "cspm", "cws", "dbm", "npm", "rum", "siem", "iot", "ai", "sds", "llm", "aws", "gcp", "id"]);

const FUNCTIONS: Record<string, string> = { sum: "Sum", avg: "Average", average: "Average", max: "High-water mark", maximum: "High-water mark", top99p: "99th percentile" };

/** `Infra hosts` of `infra_hosts`. */
export function words(key: string): string {
  const text = key.split("_").map((word) => (ACRONYMS.has(word) ? word.toUpperCase() : word)).join(" ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function dimensionName(dimension: string): string {
  const retention = /^logs_indexed_(\d+)day$/.exec(dimension);
  return DIMENSIONS[dimension] ?? (retention ? `Indexed logs, ${retention[1]} days` : words(dimension));
}

/** A usage type by its dimension, if it has one: that is what people pay for. */
export function usageName(type: { product_family: string; usage_type: string; billing_dimension: string | null; title?: string | null }): string {
  if (type.title) return type.title;
  return type.billing_dimension ? dimensionName(type.billing_dimension) : `${words(type.usage_type)} (${words(type.product_family)})`;
}

export function category(family: string): string {
  return CATEGORIES.find(([, families]) => families.includes(family))?.[0] ?? words(family);
}

export function functionName(key: string): string {
  return FUNCTIONS[key] ?? words(key);
}

export function chargeTypeName(type: string): string {
  return type === "on_demand" ? "On-demand" : type === "committed" ? "Committed" : words(type);
}
