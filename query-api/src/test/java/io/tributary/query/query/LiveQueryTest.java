package io.tributary.query.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tributary.model.Directory.Change;
import io.tributary.model.Hours;
import io.tributary.model.Org;
import io.tributary.query.World;
import io.tributary.query.access.Caller;
import io.tributary.query.access.Caller.Place;
import io.tributary.query.access.GroupBy;
import io.tributary.query.access.Scope;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LiveQueryTest {
  private static final Caller PAR = new Caller("par", Set.of(), new Place.PartnerAdmin("par"));
  private static final Caller A = new Caller("a", Set.of(), new Place.AccountRoot("acme"));
  private static final Caller A1 = new Caller("a1", Set.of(), new Place.Child("acme"));

  private final World world = new World();

  private LiveQuery query(Caller caller, String... parameters) {
    var given = new HashMap<String, String>();
    for (int i = 0; i < parameters.length; i += 2) {
      given.put(parameters[i], parameters[i + 1]);
    }
    return LiveQuery.of(new Parameters(name -> Optional.ofNullable(given.get(name))), caller, world.directory, World.NOW);
  }

  private List<String> problems(Caller caller, String... parameters) {
    return assertThrows(InvalidQuery.class, () -> query(caller, parameters)).problems();
  }

  @Test
  void withoutParametersItIsTheLastHourOfAllThatTheCallerSees() {
    assertEquals(new LiveQuery(new Scope.OfPartner("par"), GroupBy.NONE, 2028, 12, Set.of(), Set.of()), query(PAR));
    assertEquals(new Scope.OfOrg("a"), query(A).scope());
    assertEquals(new Scope.OfOrg("a1"), query(A1).scope());
    assertEquals(Hours.slotOf(World.NOW) - 12, query(A).from(World.NOW));
  }

  @Test
  void aScopeMayBeNamed() {
    assertEquals(new Scope.OfPartner("par"), query(PAR, "scope", "partner").scope());
    assertEquals(new Scope.OfAccount("acme"), query(PAR, "scope", "account:acme", "group_by", "org").scope());
    assertEquals(new Scope.OfOrg("a11"), query(A, "scope", "org:a11", "group_by", "account").scope());
    assertEquals(1, problems(A, "scope", "partner").size());
    assertEquals(1, problems(PAR, "scope", "partner:par").size());
  }

  @ParameterizedTest
  @CsvSource({"5m,1", "7m,2", "1h,12", "90m,18", "1d,288", "7d,2015"})
  void aWindowIsWholeSlots(String window, int slots) {
    assertEquals(slots, query(A, "window", window).window());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0m", "8d", "169h", "1", "h", "-1h", "1w", "99999999h", "1.5h"})
  void otherWindowsAreRefused(String window) {
    assertEquals(List.of("Invalid window parameter " + window + ". Must be minutes, hours or days from 5m to 7d, such as 30m, 1h or 7d"),
        problems(A, "window", window));
  }

  @Test
  void typesAreNamedWithOrWithoutTheirFamily() {
    var query = query(A, "filter[usage_types]", "logs:billable_ingested_bytes, host_count");
    assertTrue(query.takes(world.type("logs:billable_ingested_bytes")));
    assertTrue(query.takes(world.type("infra_hosts:host_count")));
    assertFalse(query.takes(world.type("infra_hosts:container_count")));
    assertTrue(query(A).takes(world.type("infra_hosts:container_count")));
  }

  @Test
  void aTypeMustBeOfBothFilters() {
    var families = query(A, "filter[product_families]", "infra_hosts");
    assertTrue(families.takes(world.type("infra_hosts:container_count")));
    assertFalse(families.takes(world.type("logs:billable_ingested_bytes")));
    assertTrue(query(A, "filter[product_families]", "all").takes(world.type("logs:billable_ingested_bytes")));
    assertEquals(List.of("The usage type host_count is of none of the filter[product_families] logs"),
        problems(A, "filter[product_families]", "logs", "filter[usage_types]", "host_count"));
  }

  @Test
  void everythingWrongIsSaidAtOnce() {
    var problems = problems(A, "scope", "org:b", "group_by", "tag", "window", "1w", "filter[usage_types]", "logs:none",
        "filter[product_families]", "none");
    assertEquals(5, problems.size(), problems::toString);
  }

  @Test
  void moreThanAStreamMayWatchIsRefusedAndFewerSlotsAreWatchedOfManyGroups() {
    world.change(IntStream.range(0, 200).mapToObj(i -> new Change.PutOrg(
        new Org("c" + i, "C", "us1", List.of(Org.Placement.under("a", 0))))).toArray(Change[]::new));
    var problems = problems(PAR, "group_by", "org", "window", "7d");
    assertTrue(problems.getFirst().startsWith("205 groups") && problems.getFirst().contains("more than the 30000"), problems::toString);
    assertEquals(GroupBy.ORG, query(PAR, "group_by", "org").groupBy());
    assertEquals(205 * 146, query(PAR, "group_by", "org").rows());
    int now = Hours.slotOf(World.NOW);
    assertEquals(now - 2015, LiveQuery.watchedFrom(1, World.NOW));
    assertEquals(now + 13 - 150, LiveQuery.watchedFrom(200, World.NOW));
  }
}
