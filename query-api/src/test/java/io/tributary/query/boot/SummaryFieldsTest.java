package io.tributary.query.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.catalog.Catalogue.Level;
import io.tributary.query.SomeContracts;
import io.tributary.query.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Which fields of the reference system's own list an answer feeds, and which are null or absent by rule, where that list lies beside
 * the repository: asked of a server whose org used every usage type there is.
 */
class SummaryFieldsTest {
  /** Billable keys of the reference that no usage type of the catalogue is billed by. */
  private static final Set<String> UNFED_BILLABLE = Set.of("apm_profiler_host_sum", "apm_profiler_host_top99p",
      "fargate_container_apm_and_profiler_average", "fargate_container_apm_and_profiler_sum", "infra_and_apm_host_sum",
      "infra_and_apm_host_top99p", "rum_sum", "rum_units_sum", "serverless_infra_average", "serverless_infra_sum",
      "standard_timeseries_average");

  private enum State { FED, NULL, ABSENT }

  @Test
  void everyFieldOfTheSummaryIsFedNullOrAbsentAsTheCatalogueSays() throws Exception {
    var reference = reference();
    var world = new World();
    world.directory.catalogue().types().forEach(type -> {
      // Enough hours that a percentile is not zero.
      for (int hour = 0; hour < 20; hour++) {
        world.use("a", type.key().toString(), "2026-03-04T%02d:00:00Z".formatted(hour), "240000");
      }
    });
    try (var server = new RunningServer(world, world.reader)) {
      var body = server.get("a", "/api/v1/usage/summary", "start_month", "2026-03", "include_org_details", "true").json();
      var catalogue = world.directory.catalogue();
      for (var level : Level.values()) {
        var expected = new TreeMap<String, State>();
        reference.get(name(level)).fieldNames().forEachRemaining(field -> expected.put(field,
            catalogue.nullSummaryKeys(level).contains(field) ? State.NULL
                : catalogue.unfedSummaryKeys(level).contains(field) ? State.ABSENT : State.FED));
        assertEquals(expected, states(expected.keySet(), at(body, level)), level.name());
      }
    }
  }

  private static Map<String, State> states(Set<String> fields, JsonNode answer) {
    var states = new TreeMap<String, State>();
    for (var field : fields) {
      var value = answer.get(field);
      states.put(field, value == null ? State.ABSENT : value.isNull() ? State.NULL
          : value.isNumber() && value.asLong() == 0 ? State.ABSENT : State.FED);
    }
    return states;
  }

  @Test
  void everyBillableKeyIsFedButForThoseThatNothingIsBilledBy() throws Exception {
    var reference = reference();
    var fed = new World().directory.catalogue().types().stream().flatMap(type -> type.billableKeys().stream()).collect(Collectors.toSet());
    var unfed = new TreeSet<String>();
    reference.get("UsageBillableSummaryKeys").forEach(key -> unfed.add(key.textValue()));
    unfed.removeAll(fed);
    assertEquals(new TreeSet<>(UNFED_BILLABLE), unfed);
  }

  @Test
  void everyFieldOfABillableRowIsThere() throws Exception {
    var reference = reference();
    var world = new World();
    world.change(SomeContracts.all());
    world.use("a", "logs:billable_ingested_bytes", "2026-03-04T14:00:00Z", "5");
    try (var server = new RunningServer(world, world.reader)) {
      var row = server.get("a", "/api/v1/usage/billable-summary", "month", "2026-03").json().at("/usage/0");
      reference.get("UsageBillableSummaryHour").fieldNames()
          .forEachRemaining(field -> assertEquals(true, row.has(field), field + " of " + row));
    }
  }

  private static JsonNode at(JsonNode body, Level level) {
    return switch (level) {
      case RESPONSE -> body;
      case DATE -> body.at("/usage/0");
      case DATE_ORG -> body.at("/usage/0/orgs/0");
    };
  }

  private static String name(Level level) {
    return switch (level) {
      case RESPONSE -> "UsageSummaryResponse";
      case DATE -> "UsageSummaryDate";
      case DATE_ORG -> "UsageSummaryDateOrg";
    };
  }

  private static JsonNode reference() throws IOException {
    // Beside the repository, or one level up where this is a second worktree of it.
    var found = Stream.of("../../shared", "../../../shared").map(dir -> Path.of(dir, "facts", "usage_metering_fields.json"))
        .filter(Files::exists).findFirst();
    assumeTrue(found.isPresent(), "skipped: the reference system's list of fields is not beside the repository (shared/facts)");
    return new ObjectMapper().readTree(found.map(Path::toFile).orElseThrow());
  }
}
