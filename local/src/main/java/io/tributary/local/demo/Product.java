package io.tributary.local.demo;

import static io.tributary.model.Measure.DISTINCT;
import static io.tributary.model.Measure.DISTINCT5;
import static io.tributary.model.Measure.MTD_DISTINCT;
import static io.tributary.model.Measure.SUM;

import io.tributary.model.Measure;
import io.tributary.model.UsageType;
import java.util.List;

/**
 * What the demo's orgs use.
 *
 * @param title for people
 * @param measure as the catalogue has it
 * @param perHour of an average org in a busy hour: quantity, or entities
 * @param swing how far the quietest hour falls below the busiest, in thousandths
 * @param spread how many of a thousand orgs use it
 * @param entity what an entity is called
 */
record Product(UsageType.Key type, String title, Measure measure, long perHour, int swing, int spread, String entity) {
  static final List<Product> ALL = List.of(
      counted("infra_hosts", "host_count", "Infra hosts", DISTINCT, 7, 250, 1000, "host"),
      counted("infra_hosts", "apm_host_count", "APM hosts", DISTINCT, 3, 250, 850, "host"),
      counted("infra_hosts", "container_count", "Containers", DISTINCT5, 3, 450, 850, "container"),
      counted("timeseries", "num_custom_timeseries", "Custom metrics", DISTINCT, 6, 150, 1000, "metric"),
      counted("serverless", "func_count", "Serverless functions", DISTINCT, 3, 200, 700, "function"),
      counted("ci_app", "ci_visibility_pipeline_committers", "CI committers", MTD_DISTINCT, 12, 950, 600, "committer"),
      summed("serverless", "invocations_sum", "Serverless invocations", 420_000, 550, 700),
      summed("logs", "billable_ingested_bytes", "Log bytes", 12_000_000_000L, 500, 1000),
      summed("logs", "indexed_events_count", "Log events", 9_000_000, 500, 1000),
      summed("indexed_logs", "logs_indexed_events_15_day_count", "Indexed logs, 15 days", 6_000_000, 500, 1000),
      summed("ingested_spans", "ingested_events_bytes", "Span bytes", 2_100_000_000L, 550, 850),
      summed("indexed_spans", "indexed_events_count", "Indexed spans", 1_200_000, 550, 850),
      summed("rum", "rum_lite_session_count", "RUM sessions", 5_200, 700, 750),
      summed("rum", "rum_replay_session_count", "RUM replays", 640, 700, 600),
      summed("synthetics_api", "check_calls_count", "Synthetic API tests", 700, 0, 800),
      summed("synthetics_browser", "browser_check_calls_count", "Synthetic browser tests", 90, 0, 600));

  private static Product counted(String family, String type, String title, Measure measure, long perHour, int swing, int spread,
      String entity) {
    return new Product(new UsageType.Key(family, type), title, measure, perHour, swing, spread, entity);
  }

  private static Product summed(String family, String type, String title, long perHour, int swing, int spread) {
    return new Product(new UsageType.Key(family, type), title, SUM, perHour, swing, spread, null);
  }
}
