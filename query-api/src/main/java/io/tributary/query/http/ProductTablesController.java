package io.tributary.query.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.tributary.model.Directory;
import io.tributary.model.NameQuery.Bucket;
import io.tributary.model.Org;
import io.tributary.model.ProductTable;
import io.tributary.query.access.Endpoint;
import io.tributary.query.pages.Pages;
import io.tributary.query.query.Digests;
import io.tributary.query.query.LogsByIndex;
import io.tributary.query.query.Parameters;
import io.tributary.query.query.Retentions;
import io.tributary.query.query.Timestamps;
import io.tributary.query.query.TopMetrics;
import io.tributary.query.query.TopMetricsQuery;
import io.tributary.query.reader.UsageReader;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An org's own product tables: custom metrics by name, and indexed logs by index. Only so many names are kept of a month; answers say
 * how many, and name what comes beyond them {@value #REST}, marked so that nobody takes it for a name.
 */
@Controller("/api/v1/usage")
final class ProductTablesController {
  private static final String REST = "other";
  private static final String IS_REST = "is_rest";
  private static final int ID_DIGITS = 16;

  private final Door door;
  private final UsageReader reader;
  private final Pages pages;
  private final InstantSource clock;

  ProductTablesController(Door door, UsageReader reader, Pages pages, InstantSource clock) {
    this.door = door;
    this.reader = reader;
    this.pages = pages;
    this.clock = clock;
  }

  @Get("/top_avg_metrics")
  @ExecuteOn(TaskExecutors.VIRTUAL)
  HttpResponse<?> topMetrics(HttpRequest<?> request) {
    return door.enter(request, Endpoint.TOP_METRICS, (caller, directory) -> {
      var now = clock.instant();
      var query = TopMetricsQuery.of(parameters(request, "names"), now);
      var page = pages.page(caller, query.question(), query.page(), () -> reader.progress().asOf(),
          rows -> TopMetrics.read(reader, query, caller.org(), directory, now, metric -> rows.accept(row(metric))));
      var body = new LinkedHashMap<String, Object>();
      body.put("usage", page.rows());
      body.put("metadata", metadata(query, page));
      return Fresh.answer(page.asOf(), body);
    });
  }

  private static Map<String, Object> row(TopMetrics.Metric metric) {
    var row = new LinkedHashMap<String, Object>();
    row.put("metric_name", metric.name().orElse(REST));
    row.put("metric_category", "custom");
    row.put("avg_metric_hour", metric.average());
    row.put("max_metric_hour", metric.highest());
    mark(row, metric.name());
    return row;
  }

  private static Map<String, Object> metadata(TopMetricsQuery query, Pages.Page page) {
    var pagination = new LinkedHashMap<String, Object>();
    pagination.put("limit", query.page().limit());
    pagination.put("next_record_id", page.next().orElse(null));
    pagination.put("total_number_of_records", query.page().isAfterTheLast() ? null : page.total());
    var metadata = new LinkedHashMap<String, Object>();
    metadata.put(query.bucket() == Bucket.MONTH ? "month" : "day", Timestamps.ofHour(query.firstHour()));
    metadata.put("pagination", pagination);
    metadata.put("names_kept", ProductTable.METRICS.mostNames());
    return metadata;
  }

  @Get("/logs_by_index")
  @ExecuteOn(TaskExecutors.VIRTUAL)
  HttpResponse<?> logsByIndex(HttpRequest<?> request) {
    return door.enter(request, Endpoint.LOGS_BY_INDEX, (caller, directory) -> {
      var now = clock.instant();
      var logs = LogsByIndex.read(reader, LogsByIndex.Query.of(parameters(request, "index_name"), now), caller, directory, now);
      var body = new LinkedHashMap<String, Object>();
      body.put("usage", logs.lines().stream().map(line -> row(line, directory)).toList());
      body.put("metadata", Map.of("names_kept", ProductTable.INDEXES.mostNames()));
      return Fresh.answer(logs.asOf(), body);
    });
  }

  private static Map<String, Object> row(LogsByIndex.Line line, Directory directory) {
    var org = directory.org(line.org());
    var row = new LinkedHashMap<String, Object>();
    row.put("hour", Timestamps.ofHour(line.hour()));
    row.put("org_name", org.map(Org::name).orElse(line.org()));
    row.put("public_id", line.org());
    row.put("region", org.map(Org::region).orElse(null));
    row.put("index_id", line.index().map(name -> Digests.sha256(List.of(line.org(), name)).substring(0, ID_DIGITS)).orElse(REST));
    row.put("index_name", line.index().orElse(REST));
    row.put("retention", Retentions.isNumber(line.retention()) ? Integer.valueOf(line.retention()) : null);
    row.put("event_count", line.events());
    mark(row, line.index());
    return row;
  }

  private static void mark(Map<String, Object> row, Optional<String> name) {
    if (name.isEmpty()) {
      row.put(IS_REST, true);
    }
  }

  /** Clients send a list as one parameter with commas or as several. */
  private static Parameters parameters(HttpRequest<?> request, String list) {
    var values = request.getParameters();
    return new Parameters(name -> name.equals(list) ? Optional.of(String.join(",", values.getAll(name))) : values.getFirst(name));
  }
}
