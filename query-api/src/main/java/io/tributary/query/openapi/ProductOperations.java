package io.tributary.query.openapi;

import static io.tributary.query.openapi.Operation.get;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.query.openapi.Parameter.Precision;
import io.tributary.query.query.HourlyProduct;
import io.tributary.query.query.HourlySeries;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The reference system's endpoints of one product each, made of the tables of them; its product tables; and its reports. */
final class ProductOperations {
  private static final Parameter START = Parameter.time("start_hr", Precision.HOUR, "The first hour.").must();
  private static final Parameter END = Parameter.time("end_hr", Precision.HOUR,
      "The first hour after; 24 hours after the start where it is absent.");
  private static final String TYPE = "type";
  private static final String REPORT = "report_date";

  private ProductOperations() {}

  static List<Operation> all() {
    var all = new ArrayList<Operation>();
    for (var path : HourlyProduct.ALL.stream().map(HourlyProduct::path).distinct().toList()) {
      all.add(hours(path, HourlyProduct.at(path)));
    }
    for (var series : HourlySeries.ALL) {
      all.add(get("/api/v2/usage/" + series.path(), "GetUsage" + camel(series.path()), "Hours of " + series.label()).asks(START, END)
          .answers("""
          {data: [{type: string, id: string, attributes: {org_name: string, public_id: string, region: string or null,
            product_family: string, usage_type: string, timeseries: [{timestamp: time, value: integer or null}]}}]}""").isDeprecated());
    }
    all.add(get("/api/v1/usage/top_avg_metrics", "GetUsageTopAvgMetrics", "Custom metrics by name")
        .asks(Parameter.time("month", Precision.MONTH, "Either this or `day`."),
            Parameter.time("day", Precision.DAY, "Either this or `month`."),
            Parameter.ids("names", "metric_name", "These only."), Parameter.number("limit", 1, 5000, 500, "Most rows of the page."),
            Parameter.text("next_record_id", "cursor", "Of the page before; all else as it was.")).answers("""
            {usage: [{metric_name: string, metric_category: string, avg_metric_hour: integer, max_metric_hour: integer,
              (is_rest): boolean}], metadata: {(month): time, (day): time, names_kept: integer,
                pagination: {limit: integer, next_record_id: string or null, total_number_of_records: integer or null}}}"""));
    all.add(get("/api/v1/usage/logs_by_index", "GetUsageLogsByIndex", "Indexed logs by index")
        .asks(START, END, Parameter.ids("index_name", "index_name", "These only.")).answers("""
            {usage: [{hour: time, org_name: string, public_id: string, region: string or null, index_id: string, index_name: string,
              retention: integer or null, event_count: integer, (is_rest): boolean}], metadata: {names_kept: integer}}"""));
    for (var every : List.of("daily", "monthly")) {
      var name = camel(every) + "CustomReports";
      all.add(get("/api/v1/" + every + "_custom_reports", "Get" + name, "Reports of usage by tag: none is made any more")
          .asks(Parameter.number("page[size]", 1, 999_999_999, 60, ""), Parameter.number("page[number]", 0, 999_999_999, 0, ""),
              Parameter.oneOf("sort_dir", List.of("desc", "asc"), ""),
              Parameter.oneOf("sort", List.of("start_date", "end_date", "computed_on", "size"), ""))
          .answers("{meta: {page: {total_count: integer}}, data: [object]}").isDeprecated());
      all.add(get("/api/v1/" + every + "_custom_reports/{report}", "GetSpecified" + name, "One of them").asks(
          Parameter.path("report", REPORT, "2026-01-01")).refuses(404).isDeprecated());
    }
    return all;
  }

  private static Operation hours(String path, List<HourlyProduct> variants) {
    var operation = get("/api/v1/usage/" + path, "GetUsage" + camel(path), "Hours of " + path.replaceAll("[_-]", " ")).asks(START, END);
    var types = variants.stream().flatMap(variant -> variant.variant().stream()).toList();
    if (!types.isEmpty()) {
      operation = operation.asks(Parameter.oneOf(TYPE, types, ""));
    }
    return operation.answers(rows(variants)).isDeprecated();
  }

  private static ObjectNode rows(List<HourlyProduct> variants) {
    var answer = Shape.of("{usage: [{hour: time, org_name: string, public_id: string, region: string or null}]}");
    var properties = ((ObjectNode) answer.at("/properties/usage/items")).withObjectProperty("properties");
    variants.stream().flatMap(variant -> variant.fields().stream()).forEach(field ->
        properties.putObject(field.name()).put("type", "integer").put("format", "int64").put("nullable", true));
    return answer;
  }

  private static String camel(String name) {
    return Arrays.stream(name.split("[_-]")).map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
        .collect(Collectors.joining());
  }
}
