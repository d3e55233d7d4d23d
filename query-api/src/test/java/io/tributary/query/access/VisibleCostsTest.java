package io.tributary.query.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tributary.model.Hours;
import io.tributary.query.SomeContracts;
import io.tributary.query.World;
import io.tributary.query.access.Caller.Place;
import io.tributary.query.access.VisibleCosts.Side;
import io.tributary.rating.CostRow;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VisibleCostsTest {
  private static final Caller A = new Caller("a", Set.of(), new Place.AccountRoot("acme"));
  private static final Caller B = new Caller("b", Set.of(), new Place.AccountRoot("bolt"));
  private static final Caller PARTNER = new Caller("par", Set.of(), new Place.PartnerAdmin("par"));
  private static final int MARCH = Hours.monthOf(World.NOW);

  private final World world = new World();

  VisibleCostsTest() {
    world.change(SomeContracts.all());
  }

  private VisibleCosts of(Caller caller, Endpoint endpoint, int from, boolean connected) {
    return VisibleCosts.of(caller, world.directory, endpoint, from, MARCH + 1, connected);
  }

  private static CostRow row(Optional<String> partner, boolean priced) {
    return new CostRow("acme", "c", partner, "USD", MARCH, OptionalInt.empty(), List.of(),
        priced ? Optional.of(List.of()) : Optional.empty(), List.of(), Optional.empty(), Optional.empty());
  }

  @Test
  void aPartnerSeesTheAccountsWhoseContractsNameItInTheSpan() {
    assertEquals(List.of("acme"), of(PARTNER, Endpoint.ESTIMATED_COST, MARCH, true).accounts());
    assertEquals(List.of("acme", "bolt"), of(PARTNER, Endpoint.HISTORICAL_COST, MARCH - 1, true).accounts());
    assertEquals(List.of(), of(PARTNER, Endpoint.ESTIMATED_COST, MARCH, false).accounts());
  }

  @Test
  void aPartnerSeesItsOwnBillsOnly() {
    var visible = of(PARTNER, Endpoint.ESTIMATED_COST, MARCH, true);
    assertEquals(Optional.of(Side.BUY), visible.side(row(Optional.of("par"), false)));
    assertEquals(Optional.empty(), visible.side(row(Optional.of("other"), true)));
    assertEquals(Optional.empty(), visible.side(row(Optional.empty(), false)));
    assertEquals(Optional.empty(), visible.from(Side.SELL, false).side(row(Optional.of("par"), false)));
    assertEquals(Optional.of(Side.SELL), visible.from(Side.SELL, false).side(row(Optional.of("par"), true)));
    assertEquals(Optional.empty(), visible.from(Side.BUY, true).side(row(Optional.of("par"), false)));
  }

  @Test
  void aCustomerNeverSeesWhatItsPartnerPays() {
    assertThrows(CostHidden.class, () -> of(A, Endpoint.ESTIMATED_COST, MARCH, true));
    world.change(SomeContracts.published(Hours.firstOfMonth(MARCH + 1)));
    assertThrows(CostHidden.class, () -> of(A, Endpoint.ESTIMATED_COST, MARCH, true));
    world.change(SomeContracts.published(Hours.firstOfMonth(MARCH) + 200));
    var visible = of(A, Endpoint.ESTIMATED_COST, MARCH, false).from(Side.BUY, false);
    assertEquals(List.of("acme"), visible.accounts());
    assertEquals(Optional.of(Side.SELL), visible.side(row(Optional.of("par"), true)));
    assertEquals(Optional.empty(), visible.side(row(Optional.of("par"), false)));
    assertEquals(Optional.of(Side.BUY), visible.side(row(Optional.empty(), false)));
    assertThrows(CostHidden.class, () -> of(A, Endpoint.PROJECTED_COST, MARCH, false));
  }

  @Test
  void anAccountWithAContractOfItsOwnInTheSpanSeesThatOne() {
    var visible = of(B, Endpoint.PROJECTED_COST, MARCH, false);
    assertEquals(Optional.of(Side.BUY), visible.side(row(Optional.empty(), false)));
    assertEquals(Optional.empty(), visible.side(row(Optional.of("par"), true)));
    assertThrows(CostHidden.class, () -> VisibleCosts.of(B, world.directory, Endpoint.HISTORICAL_COST, MARCH - 1, MARCH, false));
  }
}
