package io.tributary.aggregator.flow;

import static io.tributary.aggregator.flow.Flow.NOW;
import static io.tributary.aggregator.flow.Flow.Some.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tributary.codec.CostRecords;
import io.tributary.model.Account;
import io.tributary.model.Connection;
import io.tributary.model.Contract;
import io.tributary.model.CostQuery.Grain;
import io.tributary.model.CostQuery.Level;
import io.tributary.model.Directory.Change;
import io.tributary.model.Hours;
import io.tributary.model.Org;
import io.tributary.model.Org.Placement;
import io.tributary.model.Partner;
import io.tributary.model.Rate;
import io.tributary.model.Rate.Commitment;
import io.tributary.model.Rate.Metering;
import io.tributary.model.Rate.Price.Flat;
import io.tributary.model.RateCard;
import io.tributary.rating.Charge;
import io.tributary.rating.CostRow;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Costs follow cells and contracts; closed months stay as billed. */
class BillingTest {
  private static final String LOGS = "logs:billable_ingested_bytes";
  private static final int HOUR = Hours.of(NOW);
  private static final int JUNE = Hours.month(HOUR);
  private static final int MAY = JUNE - 1;
  private static final int START = HOUR - 5000;

  private final Flow flow = new Flow(world());

  @AfterEach
  void close() {
    flow.close();
  }

  private static List<Change> world() {
    var world = new ArrayList<Change>();
    world.add(new Change.PutPartner(new Partner("p", "Partner", "us1")));
    for (var name : List.of("a", "b")) {
      world.add(new Change.PutAccount(new Account(name, name, List.of(new Connection("p", START, OptionalInt.empty())))));
      world.add(new Change.PutOrg(new Org(name + "-root", name, "us1", List.of(Placement.rootOf(name, START)))));
      world.add(new Change.PutOrg(new Org(name + "-leaf", name, "us1", List.of(Placement.under(name + "-root", START)))));
      world.add(new Change.PutContract(contract(name, "0.10")));
    }
    return world;
  }

  /** 10 GB of logs for 0.08 each, more at {@code onDemand}; 2 hosts for 15 each, more at 18. */
  private static Contract contract(String account, String onDemand) {
    return new Contract("c-" + account, account, Optional.of("p"), START, OptionalInt.empty(), "USD", List.of(new RateCard(START, List.of(
        new Rate("logs_ingested", new BigDecimal("1e9"), Metering.MONTHLY, commitment("10", "0.08"), new Flat(new BigDecimal(onDemand)),
            Optional.empty(), Optional.empty(), List.of()),
        new Rate("infra_host", BigDecimal.ONE, Metering.MONTHLY, commitment("2", "15"), new Flat(new BigDecimal("18")), Optional.empty(),
            Optional.empty(), List.of())))));
  }

  private static Optional<Commitment> commitment(String quantity, String price) {
    return Optional.of(new Commitment(new BigDecimal(quantity), new BigDecimal(price)));
  }

  private static BigDecimal money(String amount) {
    return new BigDecimal(amount).setScale(6);
  }

  private CostRow month(String account, int month) {
    var rows = flow.costs(Level.ACCOUNT, account, Grain.MONTH, month);
    assertEquals(1, rows.size());
    return rows.getFirst();
  }

  private static Charge charge(List<Charge> charges, String dimension) {
    return charges.stream().filter(charge -> charge.dimension().equals(dimension)).findFirst().orElseThrow();
  }

  private static BigDecimal total(CostRow row) {
    return row.buy().stream().map(Charge::total).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  @Test
  void usageIsRatedWithinASecond() {
    flow.event(event(LOGS).by("a-leaf").of("12500000000"));
    flow.pass(Duration.ofSeconds(1));
    var logs = charge(month("a", JUNE).buy(), "logs_ingested");
    assertEquals(money("0.8"), logs.committed());
    assertEquals(money("0.25"), logs.onDemand());
    assertEquals(money("31.05"), total(month("a", JUNE)), "two hosts are paid, used or not");
    assertEquals(money("30.8"), total(month("b", JUNE)), "a contract costs its commitments from the first of the month");
  }

  @Test
  void aPartnersTotalIsTheSumOfItsAccounts() {
    flow.event(event(LOGS).by("a-leaf").of("12500000000"));
    flow.pass(Duration.ofSeconds(1));
    flow.event(event(LOGS).by("b-root").of("30000000000"));
    flow.event(event(LOGS).by("a-root").of("1000000000"));
    flow.pass(Duration.ofSeconds(2));
    var partner = flow.costs(Level.PARTNER, "p", Grain.MONTH, JUNE).getFirst();
    assertEquals(total(month("a", JUNE)).add(total(month("b", JUNE))), total(partner));
    assertEquals(money("2.35"), charge(partner.buy(), "logs_ingested").onDemand());
  }

  @Test
  void usageOfAnEarlierDayRaisesEveryDayFromThenOn() {
    flow.event(event(LOGS).by("a-leaf").of("11000000000").at(Instant.parse("2026-06-03T05:00:00Z")));
    flow.event(event(LOGS).by("a-leaf").of("1000000000"));
    flow.pass(Duration.ofSeconds(1));
    var days = flow.costs(Level.ACCOUNT, "a", Grain.DAY, JUNE);
    assertEquals(15, days.size());
    days.forEach(day -> assertEquals(day.day().getAsInt() < 3 ? money("0") : day.day().getAsInt() < 15 ? money("0.1") : money("0.2"),
        charge(day.buy(), "logs_ingested").onDemand(), day.day().toString()));
    assertEquals(month("a", JUNE).buy(), days.getLast().buy());
  }

  @Test
  void aChangedContractIsRatedAnew() {
    flow.event(event(LOGS).by("a-leaf").of("12000000000"));
    flow.pass(Duration.ofSeconds(1));
    flow.learn(List.of(new Change.PutContract(contract("a", "0.30"))));
    flow.pass(Duration.ofSeconds(2));
    assertEquals(money("0.6"), charge(month("a", JUNE).buy(), "logs_ingested").onDemand());
    var partner = flow.costs(Level.PARTNER, "p", Grain.MONTH, JUNE).getFirst();
    assertEquals(money("0.6"), charge(partner.buy(), "logs_ingested").onDemand());
  }

  @Test
  void aClosedMonthIsFrozenOnceAndWhatComesLateIsChargedInTheNext() {
    var may = Instant.parse("2026-05-20T10:00:00Z");
    flow.event(event(LOGS).by("a-leaf").of("12000000000").at(may));
    flow.learn(List.of(new Change.CloseMonth("a", MAY, flow.version() + 1)));
    flow.pass(Duration.ofSeconds(5));
    assertEquals(List.of(), flow.statements(), "another door may not have heard of it yet");
    flow.pass(Duration.ofSeconds(10));
    var statements = flow.statements();
    assertEquals(1, statements.size());
    var statement = CostRecords.fromAvro(statements.getFirst());
    assertEquals(money("0.2"), charge(statement.row().buy(), "logs_ingested").onDemand());
    assertEquals(new BigDecimal("12000000000").setScale(15), statement.orgs().get("a-leaf").get("logs_ingested"));
    assertEquals("a-root", statement.parent());

    flow.event(event(LOGS).by("a-root").of("3000000000").at(may).stamped(flow.version()));
    flow.pass(Duration.ofSeconds(2));
    assertEquals(1, flow.late().size());
    var june = month("a", JUNE);
    assertEquals(1, june.adjustments().size());
    var adjustment = june.adjustments().getFirst();
    assertEquals(money("0.3"), adjustment.buy());
    assertEquals("a-root", adjustment.org());
    assertEquals(OptionalInt.of(MAY), adjustment.month());
    assertEquals(money("0.3"), flow.costs(Level.PARTNER, "p", Grain.MONTH, JUNE).getFirst().adjustments().getFirst().buy());
    assertTrue(flow.hours(io.tributary.model.RowQuery.Level.ACCOUNT).values().stream()
        .allMatch(units -> units.toString().equals("12000000000")), "the closed month's cells stay as billed");
    assertEquals(List.of(), flow.statements(), "a month is closed once");
  }

  private void closeMonth(int month) {
    flow.learn(List.of(new Change.CloseMonth("a", month, flow.version() + 1)));
    flow.pass(Duration.ofSeconds(1)); // seen
    flow.pass(Duration.ofSeconds(11)); // made
    flow.pass(Duration.ofSeconds(1)); // what it charges is rated
  }

  @Test
  void anAdjustmentIsChargedOnceInWhateverOrderMonthsAreClosed() {
    var march = Instant.parse("2026-03-10T10:00:00Z");
    flow.event(event(LOGS).by("a-leaf").of("11000000000").at(march));
    closeMonth(MAY - 2);
    flow.event(event(LOGS).by("a-leaf").of("5000000000").at(march).stamped(flow.version()));
    flow.pass(Duration.ofSeconds(2));
    assertEquals(money("0.5"), month("a", MAY).adjustments().getFirst().buy(), "the earliest open month bears it");
    assertEquals(List.of(), month("a", JUNE).adjustments());
    closeMonth(MAY);
    closeMonth(MAY - 1);
    var statements = flow.statements().stream().map(CostRecords::fromAvro).toList();
    assertEquals(List.of(MAY - 2, MAY, MAY - 1), statements.stream().map(each -> each.row().month()).toList());
    assertEquals(List.of(0, 1, 0), statements.stream().map(each -> each.row().adjustments().size()).toList());
    assertEquals(List.of(), month("a", JUNE).adjustments(), "May has charged it");
    flow.event(event(LOGS).by("a-root").of("1000000000").at(march).stamped(flow.version()));
    flow.pass(Duration.ofSeconds(2));
    assertEquals(money("0.1"), month("a", JUNE).adjustments().stream().map(each -> each.buy()).reduce(BigDecimal::add).orElseThrow(),
        "only what came since");
  }

  @Test
  void aContractThatChangesItsPartnerTakesItsCostAlong() {
    flow.event(event(LOGS).by("a-leaf").of("12000000000"));
    flow.pass(Duration.ofSeconds(1));
    var was = contract("a", "0.10");
    flow.learn(List.of(new Change.PutPartner(new Partner("q", "Other", "us1")), new Change.PutContract(new Contract(was.id(), was.account(),
        Optional.of("q"), was.startHour(), was.endHour(), was.currency(), was.cards()))));
    flow.pass(Duration.ofSeconds(2));
    assertEquals(total(month("a", JUNE)), total(flow.costs(Level.PARTNER, "q", Grain.MONTH, JUNE).getFirst()));
    assertEquals(total(month("b", JUNE)), total(flow.costs(Level.PARTNER, "p", Grain.MONTH, JUNE).getFirst()));
  }

  @Test
  void aContractThatEndsBeforeTheMonthCostsNothingInIt() {
    flow.event(event(LOGS).by("a-leaf").of("12000000000"));
    flow.pass(Duration.ofSeconds(1));
    var was = contract("a", "0.10");
    flow.learn(List.of(new Change.PutContract(new Contract(was.id(), was.account(), was.partner(), was.startHour(),
        OptionalInt.of(Hours.firstOfMonth(JUNE)), was.currency(), was.cards()))));
    flow.pass(Duration.ofSeconds(2));
    assertEquals(List.of(), flow.costs(Level.ACCOUNT, "a", Grain.MONTH, JUNE));
    assertEquals(List.of(), flow.costs(Level.ACCOUNT, "a", Grain.DAY, JUNE));
    assertEquals(total(month("b", JUNE)), total(flow.costs(Level.PARTNER, "p", Grain.MONTH, JUNE).getFirst()));
  }

  @Test
  void aMonthIsForetoldFromItsHistoryOnceThatHasComeToRest() {
    for (int day = 40; day > 0; day--) {
      for (int hour = 0; hour < 24; hour++) {
        flow.event(event(LOGS).by("a-leaf").of("100000000").at(NOW.minus(Duration.ofHours(day * 24L - hour))));
      }
    }
    flow.pass(Duration.ofSeconds(1));
    assertEquals(Optional.empty(), month("a", JUNE).projected());
    assertTrue(month("a", JUNE).notProjected().isPresent());
    flow.pass(Duration.ofSeconds(30));
    var projected = month("a", JUNE).projected().orElseThrow();
    var logs = projected.buy().stream().filter(each -> each.charge().dimension().equals("logs_ingested")).findFirst().orElseThrow();
    // 0.1 GB in each of 720 hours: 72 GB, 10 of them committed.
    assertEquals(money("6.2"), logs.charge().onDemand());
    assertTrue(logs.band().isPresent());
    var partner = flow.costs(Level.PARTNER, "p", Grain.MONTH, JUNE).getFirst().projected().orElseThrow();
    assertTrue(partner.withoutBand() > 0, "nothing is known of the other account");
  }
}
