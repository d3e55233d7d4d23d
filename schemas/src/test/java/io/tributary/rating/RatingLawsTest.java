package io.tributary.rating;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tributary.model.Rate.Price;
import io.tributary.model.RateCard;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds for every card, period and usage. */
class RatingLawsTest {
  private static final int WORLDS = 250;

  @Test
  void ratingThePeriodAsAShorterMonthGivesTheSameAmounts() {
    int costs = 0;
    for (int seed = 0; seed < WORLDS; seed++) {
      var world = new SomeWorld(seed, false);
      var plain = new PlainRating(world.card, world.period, world.usage);
      var charges = world.usage.rate(world.card, world.period);
      for (var rate : world.card.rates()) {
        if (!(rate.onDemand() instanceof Price.PercentOfBill)) {
          var charge = charges.get(rate.dimension());
          assertEquals(plain.amounts(rate), List.of(charge.committed(), charge.onDemand(), charge.list()),
              "world " + seed + ", " + world.period + ", " + rate);
          costs += charge.onDemand().signum();
        }
      }
    }
    assertTrue(costs > WORLDS * 2, costs + " charges have on-demand costs");
  }

  @Test
  void committedAndOnDemandAreAllAndCoveredAndBeyondToo() {
    for (int seed = 0; seed < WORLDS; seed++) {
      var world = new SomeWorld(seed, false);
      for (var charge : world.usage.rate(world.card, world.period).values()) {
        assertEquals(charge.total(), charge.committed().add(charge.onDemand()));
        assertEquals(charge.usage(), charge.coveredUsage().add(charge.onDemandUsage()));
        assertTrue(Stream.of(charge.committed(), charge.onDemand(), charge.coveredUsage()).allMatch(part -> part.signum() >= 0),
            charge::toString);
        assertEquals(List.of(6, 6, 6), List.of(charge.committed().scale(), charge.onDemand().scale(), charge.list().scale()));
      }
    }
  }

  @Test
  void moreUsageNeverCostsLessWithoutVolumeTiersAndAllotments() {
    for (int seed = 0; seed < WORLDS; seed++) {
      var world = new SomeWorld(seed, true);
      var before = total(world);
      for (int more = 0; more < 5; more++) {
        var dimension = world.pick();
        world.use(dimension, 1 + more * more);
        var after = total(world);
        assertTrue(after.compareTo(before) >= 0, "world " + seed + ": more " + dimension + " made " + before + " into " + after);
        before = after;
      }
    }
  }

  private static BigDecimal total(SomeWorld world) {
    return sum(world.usage.rate(world.card, world.period).values(), Charge::total);
  }

  @Test
  void theOrderOfRatesAndOfEventsDoesNotMatter() {
    var random = new Random(5);
    for (int seed = 0; seed < WORLDS / 5; seed++) {
      var world = new SomeWorld(seed, false);
      var rates = new ArrayList<>(world.card.rates());
      Collections.shuffle(rates, random);
      assertEquals(world.usage.rate(world.card, world.period), again(world, random).rate(new RateCard(0, rates), world.period));
    }
  }

  /** The same usage, sent in another order and in single units. */
  private static SomeUsage again(SomeWorld world, Random random) {
    var events = new ArrayList<Runnable>();
    var again = new SomeUsage();
    for (var dimension : SomeWorld.DIMENSIONS) {
      world.usage.hours(SomeUsage.CATALOGUE.byDimension(dimension).orElseThrow()).forEach((hour, units) -> {
        for (int unit = 0; unit < units.toBigDecimal().intValueExact(); unit++) {
          events.add(() -> again.at(dimension, hour, 1));
        }
      });
    }
    Collections.shuffle(events, random);
    events.forEach(Runnable::run);
    return again;
  }

  @Test
  void theCostsOfOrgsAddUpToTheAccountsToTheLastDigit() {
    var random = new Random(6);
    for (int seed = 0; seed < WORLDS; seed++) {
      var world = new SomeWorld(seed, false);
      for (var charge : world.usage.rate(world.card, world.period).values()) {
        var weights = new TreeMap<String, BigDecimal>();
        for (int org = 0; org < 1 + random.nextInt(9); org++) {
          weights.put("org" + org, BigDecimal.valueOf(random.nextInt(3) == 0 ? 0 : random.nextInt(1_000_000), random.nextInt(16)));
        }
        assertEquals(charge.committed(), sum(Shares.split(charge.committed(), weights, "root").values(), Function.identity()));
        assertEquals(charge.onDemand(), sum(Shares.split(charge.onDemand(), weights, "root").values(), Function.identity()));
      }
    }
  }

  private static <T> BigDecimal sum(Collection<T> parts, Function<T, BigDecimal> amount) {
    return parts.stream().map(amount).reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
