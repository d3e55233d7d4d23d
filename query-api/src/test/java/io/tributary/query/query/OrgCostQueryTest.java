package io.tributary.query.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tributary.model.CostQuery.Grain;
import io.tributary.model.Hours;
import io.tributary.query.World;
import io.tributary.query.query.OrgCostQuery.View;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrgCostQueryTest {
  private static final int MARCH = Hours.monthOf(World.NOW);

  private static OrgCostQuery estimated(String... parameters) {
    return OrgCostQuery.estimated(QueriesTest.of(parameters), World.NOW);
  }

  private static List<String> problems(String... parameters) {
    return assertThrows(InvalidQuery.class, () -> estimated(parameters)).problems();
  }

  private static int day(String date) {
    return (int) LocalDate.parse(date).toEpochDay();
  }

  @Test
  void withoutAStartItIsTheCurrentMonth() {
    assertEquals(new OrgCostQuery(View.SUMMARY, Grain.MONTH, MARCH, MARCH + 1, false), estimated());
    assertEquals(new OrgCostQuery(View.SUB_ORG, Grain.MONTH, MARCH, MARCH + 1, true),
        estimated("view", "sub-org", "include_connected_accounts", "true"));
  }

  @Test
  void monthsAndDaysEndWithTheirFirstUnlessAnotherIsNamedAndNeverInTheFuture() {
    assertEquals(new OrgCostQuery(View.SUMMARY, Grain.MONTH, MARCH - 1, MARCH, false),
        estimated("start_month", "2026-02-20T14:57:41.335Z"));
    assertEquals(new OrgCostQuery(View.SUMMARY, Grain.MONTH, MARCH - 2, MARCH + 1, false),
        estimated("start_month", "2026-01", "end_month", "2027-01"));
    assertEquals(new OrgCostQuery(View.SUMMARY, Grain.DAY, day("2026-03-04"), day("2026-03-05"), false),
        estimated("start_date", "2026-03-04T23:59:59Z"));
    var days = estimated("start_date", "2026-02-27", "end_date", "2026-04-01");
    assertEquals(new OrgCostQuery(View.SUMMARY, Grain.DAY, day("2026-02-27"), day("2026-03-16"), false), days);
    assertEquals(List.of(MARCH - 1, MARCH + 1), List.of(days.fromMonth(), days.toMonth()));
  }

  @Test
  void whatCannotBeAnsweredIsSaid() {
    assertEquals(List.of("Only one of start_month and start_date may be given"),
        problems("start_month", "2026-03", "start_date", "2026-03-01"));
    assertEquals(List.of("month cannot go beyond 2 months in the past; the farthest you can go: 2026-01"),
        problems("start_month", "2025-12"));
    assertEquals(List.of("month cannot go beyond 2 months in the past; the farthest you can go: 2026-01"),
        problems("start_date", "2025-12-31"));
    assertEquals(List.of("Start month cannot be in the future"), problems("start_month", "2026-04"));
    assertEquals(List.of("Start date cannot be in the future"), problems("start_date", "2026-03-16"));
    assertEquals(List.of("start_date [2026-03-04] must not be after end_date [2026-03-03]"),
        problems("start_date", "2026-03-04", "end_date", "2026-03-03"));
    assertEquals(List.of("The parameter 'start_date' is required"), problems("end_date", "2026-03-03"));
    assertEquals(List.of("The parameter 'start_month' is required"), problems("end_month", "2026-03"));
    assertEquals(List.of("Invalid view parameter orgs. Must be (summary|sub-org)",
        "Invalid cost_aggregation parameter daily. Must be (cumulative)"), problems("view", "orgs", "cost_aggregation", "daily"));
  }

  @Test
  void closedMonthsNeedAStart() {
    assertEquals(List.of("The parameter 'start_month' is required"),
        assertThrows(InvalidQuery.class, () -> OrgCostQuery.historical(QueriesTest.of(), World.NOW)).problems());
    assertEquals(List.of("month cannot go beyond 15 months in the past; the farthest you can go: 2024-12"),
        assertThrows(InvalidQuery.class, () -> OrgCostQuery.historical(QueriesTest.of("start_month", "2024-11"), World.NOW)).problems());
    assertEquals(new OrgCostQuery(View.SUB_ORG, Grain.MONTH, MARCH - 3, MARCH - 1, false),
        OrgCostQuery.byOrg(QueriesTest.of("start_month", "2025-12", "end_month", "2026-01"), World.NOW));
    assertEquals(new OrgCostQuery(View.SUMMARY, Grain.MONTH, MARCH, MARCH + 1, false), OrgCostQuery.projected(QueriesTest.of(), World.NOW));
  }
}
