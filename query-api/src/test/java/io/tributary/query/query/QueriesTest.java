package io.tributary.query.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tributary.catalog.Catalogue;
import io.tributary.model.Hours;
import io.tributary.query.World;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueriesTest {
  private static final Catalogue CATALOGUE = Catalogue.builtIn();

  static Parameters of(String... namesAndValues) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return new Parameters(name -> Optional.ofNullable(values.get(name)));
  }

  private static HourlyQuery hourly(String... more) {
    return HourlyQuery.of(with(Map.of("filter[timestamp][start]", "2026-03-14T14:57:41.335Z", "filter[product_families]", "infra_hosts"),
        more), CATALOGUE, World.NOW);
  }

  private static Parameters with(Map<String, String> defaults, String... more) {
    Map<String, String> values = new HashMap<>(defaults);
    for (int i = 0; i < more.length; i += 2) {
      values.put(more[i], more[i + 1]);
    }
    return new Parameters(name -> Optional.ofNullable(values.get(name)));
  }

  private static List<String> problems(String... more) {
    return assertThrows(InvalidQuery.class, () -> hourly(more)).problems();
  }

  private static SummaryQuery summary(String... parameters) {
    return SummaryQuery.of(of(parameters), World.NOW);
  }

  private static List<String> summaryProblems(String... parameters) {
    return assertThrows(InvalidQuery.class, () -> summary(parameters)).problems();
  }

  @ParameterizedTest
  @CsvSource({
    "2022-07-16T14:57:41.335Z, 2022-07-16T14:57:41Z",
    "2022-07-16T14:57:41Z, 2022-07-16T14:57:41Z",
    "2022-07-16T14:57:41, 2022-07-16T14:57:41Z",
    "2022-07-16T14:57, 2022-07-16T14:57:00Z",
    "2022-07-16T14, 2022-07-16T14:00:00Z",
    "2022-07-16, 2022-07-16T00:00:00Z",
    "2022-07, 2022-07-01T00:00:00Z",
    "2022-07-16T14:00:00+00:00, 2022-07-16T14:00:00Z",
    "2022-07-16T14:00:00 00:00, 2022-07-16T14:00:00Z",
    "2022-07-16T14:00:00+0200, 2022-07-16T12:00:00Z",
    "2022-07-16T14:00:00-05:30, 2022-07-16T19:30:00Z",
    "2022-07-16T14+02, 2022-07-16T12:00:00Z",
    "2022-07-16 14:00, 2022-07-16T14:00:00Z",
    "2022-07-16T14:57:41.335123456Z, 2022-07-16T14:57:41Z",
  })
  void anyPrecisionOfTimeIsRead(String text, Instant time) {
    assertEquals(Optional.of(time), Timestamps.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yesterday", "2022", "2022-13", "2022-02-30", "2022-07-16T24:00", "2022-07-16T14:60", "1657980000",
      "2022-07-16T14:00+99:00"})
  void whatIsNoTimeIsNotRead(String text) {
    assertEquals(Optional.empty(), Timestamps.parse(text));
  }

  @Test
  void anHourlyQuestionCutsTimesDownAndTakesADayByDefault() {
    var query = hourly();
    assertEquals(World.hour("2026-03-14T14:00:00Z"), query.from());
    assertEquals(World.hour("2026-03-15T14:00:00Z"), query.to());
    assertEquals(Set.of("infra_hosts"), query.families());
    assertEquals(500, query.page().limit());
    assertEquals(Optional.empty(), query.page().cursor());
    assertTrue(!query.descendants() && !query.connected() && !query.breakdown());
    assertEquals(World.hour("2026-03-14T16:00:00Z"), hourly("filter[timestamp][end]", "2026-03-14T16:59:59Z").to());
  }

  @Test
  void allMeansAllOtherFamilies() {
    var families = hourly("filter[product_families]", "logs,all").families();
    assertEquals(CATALOGUE.families().size() - 1, families.size());
    assertEquals(Set.of("logs", "iot"), hourly("filter[product_families]", " iot, logs,").families());
  }

  @Test
  void theReferencesSentencesAreKept() {
    assertEquals(List.of("start_hr [2026-03-14T14] must be before end_hr [2026-03-14T13]"),
        problems("filter[timestamp][end]", "2026-03-14T13:10Z"));
    assertEquals(List.of("start_hr [2026-03-14T14] must be before end_hr [2026-03-14T14]"),
        problems("filter[timestamp][end]", "2026-03-14T14:58Z"));
    assertEquals(List.of("start_hr cannot be in the future"), problems("filter[timestamp][start]", "2026-03-15T11"));
    assertEquals(List.of("Start month cannot be in the future"), summaryProblems("start_month", "2026-04"));
    assertEquals(List.of("month cannot go beyond 15 months in the past; the farthest you can go: 2024-12"),
        summaryProblems("start_month", "2024-11-30T23:59:59Z"));
    assertEquals(List.of("The parameter 'start_month' is required"), summaryProblems());
    assertEquals(List.of("The parameter 'start_month' is required"), summaryProblems("start_month", " "));
    assertEquals(List.of("The parameter 'filter[timestamp][start]' is required", "The parameter 'filter[product_families]' is required"),
        assertThrows(InvalidQuery.class, () -> HourlyQuery.of(of(), CATALOGUE, World.NOW)).problems());
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnce() {
    assertEquals(6, problems("filter[timestamp][start]", "soon", "filter[product_families]", "infra_hosts,nonsense",
        "filter[include_descendants]", "yes", "page[limit]", "501", "filter[versions]", "infra_hosts:2.0.0,logs").size());
    assertEquals(List.of("Invalid start_month parameter x. Must be an ISO 8601 date-time",
        "Invalid include_org_details parameter 1. Must be (true|false)"), summaryProblems("start_month", "x", "include_org_details", "1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "501", "-1", "ten", "1.5", "99999999999"})
  void aPageHasOneToFiveHundredRows(String limit) {
    assertEquals(List.of("Invalid page[limit] parameter " + limit + ". Must be a number from 1 to 500"), problems("page[limit]", limit));
  }

  @Test
  void theOnlyVersionOfAFamilyMayBeNamed() {
    assertEquals(Set.of("infra_hosts"), hourly("filter[versions]", "infra_hosts:1.0.0,logs:1.0.0").families());
  }

  @Test
  void atMostTwoMonthsOfHoursAreAskedForAtOnce() {
    assertEquals(World.hour("2026-03-14T14:00:00Z"),
        hourly("filter[timestamp][start]", "2026-01-14T14", "filter[timestamp][end]", "2026-03-14T14").to());
    assertEquals(List.of("at most two months of hours can be asked for at once; end_hr [2026-03-14T15] must not be after [2026-03-14T14]"),
        problems("filter[timestamp][start]", "2026-01-14T14", "filter[timestamp][end]", "2026-03-14T15"));
    assertEquals(List.of("start_hr cannot go beyond 15 months in the past; the farthest you can go: 2024-12-01T00"),
        problems("filter[timestamp][start]", "2024-11-30T23"));
  }

  @Test
  void aSummaryEndsWithItsFirstMonthUnlessAnotherIsNamedAndNeverInTheFuture() {
    int march = Hours.monthOf(World.NOW);
    assertEquals(new SummaryQuery(march - 1, march, false, false), summary("start_month", "2026-02-28T23:59:59.999Z"));
    assertEquals(new SummaryQuery(march - 15, march + 1, true, true),
        summary("start_month", "2024-12", "end_month", "2026-12", "include_org_details", "true", "include_connected_accounts", "TRUE"));
    assertEquals(List.of("start_month [2026-03] must not be after end_month [2026-02]"),
        summaryProblems("start_month", "2026-03", "end_month", "2026-02"));
  }

  @Test
  void aPagesSizeMayChangeOnTheWayAndNothingElse() {
    var question = hourly().question();
    assertEquals(question, hourly("page[limit]", "7", "page[next_record_id]", "x").question());
    for (var other : List.of("filter[product_families]", "filter[timestamp][start]", "filter[timestamp][end]",
        "filter[include_descendants]", "filter[include_connected_accounts]", "filter[include_breakdown]")) {
      var value = Map.of("filter[product_families]", "logs", "filter[timestamp][start]", "2026-03-14T13", "filter[timestamp][end]",
          "2026-03-14T20").getOrDefault(other, "true");
      assertNotEquals(question, hourly(other, value).question(), other);
    }
  }
}
