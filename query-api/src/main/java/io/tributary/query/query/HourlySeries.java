package io.tributary.query.query;

import io.tributary.model.UsageType;
import java.util.List;

/**
 * An endpoint of the second version of the API that shows the hours of one usage type as a series: the table of the three that are
 * older than the hourly usage by product family.
 *
 * @param path after {@code /api/v2/usage/}
 * @param label what answers call the product, which is not what its family is called elsewhere
 */
public record HourlySeries(String path, String label, UsageType.Key type) {
  public static final List<HourlySeries> ALL = List.of(
      new HourlySeries("application_security", "app-sec", new UsageType.Key("application_security", "app_sec_host_count")),
      new HourlySeries("lambda_traced_invocations", "lambda-traced-invocations",
          new UsageType.Key("lambda_traced_invocations", "lambda_traced_invocations_count")),
      new HourlySeries("observability_pipelines", "observability-pipelines",
          new UsageType.Key("observability_pipelines", "observability_pipelines_bytes_processed")));
}
