package io.tributary.bench.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tributary.bench.world.Drawn;
import io.tributary.bench.world.EventRecords;
import io.tributary.model.Directory;
import io.tributary.model.Hours;
import io.tributary.model.Quantity;
import io.tributary.model.Rate;
import io.tributary.model.Rate.Metering;
import io.tributary.model.Rate.Price;
import io.tributary.model.UsageEvent;
import io.tributary.rules.DirectoryRules;
import io.tributary.rules.Validation;
import io.tributary.rules.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class FleetTest {
  private static final int ACCOUNTS = 30;
  private static final Instant NOW = Instant.parse("2026-04-20T10:30:00Z");
  private static final int FROM = Hours.of(NOW) - 48;

  private final Fleet fleet = new Fleet(ACCOUNTS, Hours.firstOfMonth(Hours.month(FROM)));
  private final FleetUsage usage = new FleetUsage(ACCOUNTS, 1);

  @Test
  void everyContractKeepsTheRules() {
    assertEquals(List.of(), DirectoryRules.check(Directory.empty(), fleet.changes(), NOW));
  }

  @Test
  void everyAccountHasTwentyDimensionsOfAllKinds() {
    var directory = Directory.empty().with(fleet.changes(), 1);
    for (var contract : directory.contracts()) {
      var rates = contract.cards().getFirst().rates();
      assertEquals(Card.DIMENSIONS, rates.stream().map(Rate::dimension).toList());
      for (Predicate<Rate> kind : List.<Predicate<Rate>>of(rate -> rate.committed().isPresent(), rate -> !rate.allotments().isEmpty(),
          rate -> rate.onDemand() instanceof Price.Graduated, rate -> rate.onDemand() instanceof Price.Volume,
          rate -> rate.minimum().isPresent())) {
        assertTrue(rates.stream().anyMatch(kind), contract::toString);
      }
    }
    assertTrue(directory.contracts().stream().flatMap(contract -> contract.cards().getFirst().rates().stream())
        .anyMatch(rate -> rate.metering() == Metering.HOURLY));
    assertEquals(ACCOUNTS, directory.contracts().size());
    assertEquals(ACCOUNTS / 2, directory.pricings().size());
  }

  @Test
  void everyEventKeepsTheRules() {
    var directory = Directory.empty().with(fleet.changes(), 1);
    var records = new EventRecords(Fleet.types(), fleet.orgs(), 1);
    var ids = new HashSet<String>();
    for (var drawn : history()) {
      var record = records.record(drawn);
      assertTrue(ids.add(record.getId()), "two events are one");
      assertInstanceOf(Verdict.Good.class, Validation.judge(new UsageEvent(record.getId(), record.getSource(), record.getOrg(),
          record.getProductFamily(), record.getUsageType(), record.getTime(),
          record.getQuantity() == null ? null : Quantity.of(record.getQuantity()), record.getEntity(), record.getTags()), directory, NOW,
          OptionalLong.of(1)));
    }
    for (int i = 0; i < 10_000; i++) {
      assertTrue(ids.add(records.record(usage.live(NOW.toEpochMilli())).getId()), "two events are one");
    }
  }

  @Test
  void everyAccountUsesEverythingInEveryHour() {
    var history = history();
    assertEquals(FleetUsage.events(ACCOUNTS, FROM, FROM + 2), history.size());
    var places = new HashSet<List<Integer>>();
    for (var drawn : history) {
      int hour = Hours.ofMillis(drawn.millis());
      assertTrue(hour >= FROM && hour < FROM + 2);
      places.add(List.of(drawn.leaf(), drawn.type(), hour));
    }
    assertEquals(ACCOUNTS * Card.DIMENSIONS.size() * 2, places.size());
  }

  @Test
  void ofTheDaysBeforeTheLastTwoThereIsOneHour() {
    long hour = FleetUsage.events(ACCOUNTS, FROM, FROM + 1);
    assertEquals(hour * 48, FleetUsage.events(ACCOUNTS, FROM, FROM + 48));
    assertEquals(hour * (48 + 28), FleetUsage.events(ACCOUNTS, FROM - 28 * 24, FROM + 48));
  }

  @Test
  void theFeedReachesEveryAccountAndEverything() {
    var places = new HashSet<List<Integer>>();
    for (int i = 0; i < ACCOUNTS * Card.DIMENSIONS.size() * 15; i++) {
      var drawn = usage.live(NOW.toEpochMilli());
      assertEquals(NOW.toEpochMilli(), drawn.millis());
      places.add(List.of(drawn.leaf(), drawn.type()));
    }
    assertEquals(ACCOUNTS * Card.DIMENSIONS.size(), places.size());
  }

  private List<Drawn> history() {
    var history = new ArrayList<Drawn>();
    usage.history(FROM, FROM + 2, history::add);
    return history;
  }
}
