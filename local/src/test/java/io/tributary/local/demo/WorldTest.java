package io.tributary.local.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tributary.model.Connection;
import io.tributary.model.Contract;
import io.tributary.model.Directory;
import io.tributary.model.Hours;
import io.tributary.model.Rate;
import io.tributary.model.Rate.Price;
import io.tributary.rules.DirectoryRules;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WorldTest {
  private static final Instant NOW = Instant.parse("2026-11-18T14:23:10Z");
  private static final int HOUR = Hours.of(NOW);

  private final Directory world = Directory.empty().with(World.changes(NOW), 1);

  @Test
  void theRulesAcceptIt() {
    assertEquals(List.of(), DirectoryRules.check(Directory.empty(), World.changes(NOW), NOW));
  }

  @Test
  void fiveAccountsWithMoreThanTenOrgsAreConnectedToday() {
    assertEquals(5, connectedAt(HOUR));
    var orgs = world.orgs().stream().filter(org -> world.path(org.publicId(), HOUR).orElseThrow().partner().isPresent()).toList();
    assertTrue(orgs.size() >= 10, () -> orgs.size() + " orgs");
    assertEquals(3, orgs.stream().mapToInt(org -> world.path(org.publicId(), HOUR).orElseThrow().orgs().size()).max().orElseThrow());
  }

  @Test
  void oneContractEndedTenDaysAgoAndOneForty() {
    int today = HOUR - HOUR % 24;
    var ends = world.accounts().stream().flatMap(account -> account.connections().stream())
        .flatMap(connection -> connection.endHour().stream().boxed()).filter(end -> end < HOUR).sorted().toList();
    assertEquals(List.of(today - 40 * 24, today - 10 * 24), ends);
    assertEquals(6, connectedAt(today - 10 * 24 - 1), "until its 30 days of grace ended");
    assertEquals(5, connectedAt(today - 10 * 24));
  }

  @Test
  void theDirectCustomerHasTwoChildrenAndNoPartner() {
    var path = world.path(World.direct(), HOUR).orElseThrow();
    assertEquals(Optional.empty(), path.partner());
    assertEquals(3, world.orgs().stream().map(org -> world.path(org.publicId(), HOUR).orElseThrow().account())
        .filter(path.account()::equals).count());
  }

  @Test
  void theChildIsBelowTheCustomer() {
    var path = world.path(World.child(), HOUR).orElseThrow();
    assertEquals(List.of(World.child(), World.customer()), path.orgs());
  }

  @Test
  void everyAccountHasAContractForAsLongAsItIsConnected() {
    for (var account : world.accounts()) {
      var contract = world.contractsOf(account.publicId()).getFirst();
      assertEquals(account.connections().stream().map(Connection::partner).findFirst(), contract.partner());
      account.connections().forEach(connection -> {
        assertEquals(connection.startHour(), contract.startHour());
        assertEquals(connection.endHour(), contract.endHour());
      });
    }
    assertEquals(Set.of("USD"), world.contracts().stream().map(Contract::currency).collect(Collectors.toSet()));
  }

  @Test
  void everyProductOfTheFeedHasItsPriceAndEveryKindOfPriceIsThere() {
    var sold = Product.ALL.stream().map(product -> world.catalogue().find(product.type()).orElseThrow())
        .flatMap(type -> type.billingDimension().stream()).filter(dimension -> !dimension.equals("logs_indexed")).toList();
    var rates = world.contracts().stream().flatMap(contract -> contract.cards().stream()).flatMap(card -> card.rates().stream()).toList();
    for (var contract : world.contracts()) {
      for (var card : contract.cards()) {
        sold.forEach(dimension -> assertTrue(card.rate(dimension).isPresent(), dimension));
      }
    }
    assertEquals(Set.of(Price.Flat.class, Price.Graduated.class, Price.Volume.class, Price.PercentOfBill.class),
        rates.stream().map(rate -> rate.onDemand().getClass()).collect(Collectors.toSet()));
    assertTrue(rates.stream().anyMatch(rate -> rate.metering() == Rate.Metering.HOURLY && !rate.allotments().isEmpty()));
    assertTrue(rates.stream().anyMatch(rate -> rate.committed().isPresent()));
    assertTrue(rates.stream().anyMatch(rate -> rate.minimum().isPresent()));
  }

  @Test
  void oneCardBeganInTheMiddleOfThePreviousMonth() {
    var changed = world.contracts().stream().filter(contract -> contract.cards().size() > 1).toList();
    assertEquals(1, changed.size());
    assertEquals(Hours.of(Instant.parse("2026-10-15T00:00:00Z")), changed.getFirst().cards().getLast().fromHour());
  }

  @Test
  void theCustomerHasPublishedPricesAndTheUnpricedOneADraft() {
    var priced = world.contractsOf(world.path(World.customer(), HOUR).orElseThrow().account()).getFirst();
    assertEquals(priced.startHour(), world.pricing(priced.id()).orElseThrow().published().getFirst().fromHour());
    var unpriced = world.contractsOf(world.path(World.unpriced(), HOUR).orElseThrow().account()).getFirst();
    assertEquals(List.of(), world.pricing(unpriced.id()).orElseThrow().published());
    assertTrue(world.pricing(unpriced.id()).orElseThrow().draft().isPresent());
    assertEquals(2, world.pricings().stream().filter(pricing -> !pricing.published().isEmpty()).count());
  }

  @Test
  void monthsThatEndedThreeDaysAgoAreClosedOnce() {
    var due = MonthCloses.due(world, NOW.minusSeconds(100 * 86_400L), NOW);
    assertEquals(3 * 7, due.size(), "August to October, of seven accounts");
    assertEquals(List.of(), MonthCloses.due(world.with(due, 2), NOW.minusSeconds(100 * 86_400L), NOW));
    var secondOfMonth = Instant.parse("2026-11-02T12:00:00Z");
    assertEquals(7, MonthCloses.due(world, Instant.parse("2026-09-20T00:00:00Z"), secondOfMonth).size(), "October may still get usage");
  }

  private long connectedAt(int hour) {
    return world.accounts().stream().map(account -> account.partnerAt(hour)).filter(Optional::isPresent).count();
  }
}
