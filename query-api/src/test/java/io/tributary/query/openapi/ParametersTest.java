package io.tributary.query.openapi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tributary.query.World;
import io.tributary.query.access.Caller;
import io.tributary.query.query.BillableQuery;
import io.tributary.query.query.BillingDimensions;
import io.tributary.query.query.CostTableQuery;
import io.tributary.query.query.EstimatedUsageQuery;
import io.tributary.query.query.FocusQuery;
import io.tributary.query.query.HourSpan;
import io.tributary.query.query.HourlyProduct;
import io.tributary.query.query.HourlyQuery;
import io.tributary.query.query.HourlySeries;
import io.tributary.query.query.InvalidQuery;
import io.tributary.query.query.LiveQuery;
import io.tributary.query.query.LogsByIndex;
import io.tributary.query.query.MetricsQuery;
import io.tributary.query.query.OrgCostQuery;
import io.tributary.query.query.Parameters;
import io.tributary.query.query.ProductHours;
import io.tributary.query.query.ReportsQuery;
import io.tributary.query.query.SummaryQuery;
import io.tributary.query.query.TopMetricsQuery;
import io.tributary.query.query.UsageTableQuery;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The document names the parameters that are read, and no others. */
class ParametersTest {
  private static final World WORLD = new World();
  private static final Caller PARTNER = new Caller("par", Set.of(), new Caller.Place.PartnerAdmin("par"));

  /** What reads the parameters of an operation. */
  private static final Map<String, Consumer<Parameters>> READERS = new HashMap<>();

  static {
    var catalogue = WORLD.directory.catalogue();
    READERS.put("GetUsageSummary", parameters -> SummaryQuery.of(parameters, World.NOW));
    READERS.put("GetUsageBillableSummary", parameters -> BillableQuery.of(parameters, World.NOW));
    READERS.put("GetHourlyUsage", parameters -> HourlyQuery.of(parameters, catalogue, World.NOW));
    READERS.put("GetBillingDimensionMapping", parameters -> BillingDimensions.Query.of(parameters, World.NOW));
    READERS.put("GetEstimatedCostByOrg", parameters -> OrgCostQuery.estimated(parameters, World.NOW));
    READERS.put("GetHistoricalCostByOrg", parameters -> OrgCostQuery.historical(parameters, World.NOW));
    READERS.put("GetProjectedCost", parameters -> OrgCostQuery.projected(parameters, World.NOW));
    READERS.put("GetCostByOrg", parameters -> OrgCostQuery.byOrg(parameters, World.NOW));
    READERS.put("GetUsageTable", parameters -> UsageTableQuery.of(parameters, catalogue, World.NOW));
    READERS.put("GetCostTable", parameters -> CostTableQuery.of(parameters, true, World.NOW));
    READERS.put("GetFocusFile", parameters -> FocusQuery.of(parameters, true, World.NOW));
    READERS.put("GetUsageTopAvgMetrics", parameters -> TopMetricsQuery.of(parameters, World.NOW));
    READERS.put("GetUsageLogsByIndex", parameters -> LogsByIndex.Query.of(parameters, World.NOW));
    READERS.put("GetDailyCustomReports", ReportsQuery::of);
    READERS.put("GetMonthlyCustomReports", ReportsQuery::of);
    READERS.put("GetUsageRumSessions", parameters -> ProductHours.Query.of(HourlyProduct.at("rum_sessions"), parameters, World.NOW));
    HourlyProduct.ALL.stream().filter(product -> product.variant().isEmpty()).forEach(product ->
        READERS.put(id(product.path()), parameters -> HourSpan.of(parameters, World.NOW)));
    HourlySeries.ALL.forEach(series -> READERS.put(id(series.path()), parameters -> HourSpan.of(parameters, World.NOW)));
    READERS.put("GetEstimatedUsage", EstimatedUsageQuery::of);
    READERS.put("QueryMetrics", parameters -> MetricsQuery.of(parameters, WORLD.directory, World.NOW));
    READERS.put("GetLiveCells", parameters -> LiveQuery.of(parameters, PARTNER, WORLD.directory, World.NOW));
  }

  /** Lists of what an org manages read them from the request as it is. */
  private static final Set<String> PLAIN = Set.of("/api/v2/tributary/contracts", "/api/v2/roles", "/api/v2/users", "/api/v2/api_keys",
      "/api/v2/application_keys", "/api/v2/current_user", "/api/v2/service_accounts", "/api/v2/audit", "/api/v1/metrics", "/api/v1/search",
      "/api/v1/monitor", "/api/v1/downtime");

  private static String id(String path) {
    return ProductOperations.all().stream().filter(operation -> operation.path().matches("/api/v[12]/usage/" + path)).findFirst()
        .orElseThrow().id();
  }

  /** What some reader looks at after it knows that nothing is wrong is found with these. */
  private static final Map<String, String> REQUIRED = Map.of("month", "2026-03", "start_month", "2026-03", "start_hr", "2026-03-14",
      "filter[timestamp][start]", "2026-03-14", "filter[product_families]", "logs");

  private static Set<String> read(Consumer<Parameters> reader) {
    var names = new TreeSet<String>();
    for (var given : List.of(Map.<String, String>of(), REQUIRED)) {
      try {
        reader.accept(new Parameters(name -> {
          names.add(name);
          return Optional.ofNullable(given.get(name));
        }));
      } catch (InvalidQuery e) {
        // Something that is required is absent.
      }
    }
    return names;
  }

  @Test
  void theDocumentNamesWhatIsReadAndNothingElse() {
    for (var operation : Document.described(WORLD.directory.catalogue()).values().stream().flatMap(List::stream).toList()) {
      if (PLAIN.stream().anyMatch(operation.path()::startsWith)) {
        continue;
      }
      var documented = new TreeSet<>(operation.parameters().stream().filter(parameter -> !parameter.inPath())
          .map(Parameter::name).toList());
      var reader = READERS.get(operation.id());
      assertEquals(reader == null ? Set.of() : read(reader), documented, operation.id());
    }
  }
}
