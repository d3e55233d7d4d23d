package io.tributary.query.rate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tributary.query.Hand;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RatesTest {
  private final Hand clock = new Hand();
  private final Rates rates = new Rates(new Rates.Limits(3, 0), clock);

  @Test
  void asManyAsTheLimitAreAnsweredInAnHourOfTheClock() {
    for (int number = 1; number <= 3; number++) {
      var count = rates.count("a", "get_things", 3);
      assertFalse(count.isTooMany());
      assertEquals(3 - number, count.remaining());
      assertEquals(2400, count.reset());
    }
    var fourth = rates.count("a", "get_things", 3);
    assertTrue(fourth.isTooMany());
    assertEquals(0, fourth.remaining());
    clock.forward(Duration.ofSeconds(2399));
    assertTrue(rates.count("a", "get_things", 3).isTooMany());
    assertEquals(1, rates.count("a", "get_things", 3).reset());
    clock.forward(Duration.ofSeconds(1));
    var again = rates.count("a", "get_things", 3);
    assertFalse(again.isTooMany());
    assertEquals(3600, again.reset());
    assertEquals(2, again.remaining());
  }

  @Test
  void eachOrgAndEachEndpointIsCountedByItself() {
    for (int number = 0; number < 5; number++) {
      rates.count("a", "get_things", 3);
    }
    assertEquals(2, rates.count("b", "get_things", 3).remaining());
    assertEquals(2, rates.count("a", "put_things", 3).remaining());
  }

  @Test
  void whoNeverStopsIsNotForgiven() {
    for (int number = 0; number < 100_000; number++) {
      rates.count("a", "get_things", 3);
    }
    assertEquals(4, rates.count("a", "get_things", 3).number());
  }

  @Test
  void aClockThatStepsBackForgivesNothing() {
    for (int number = 0; number < 4; number++) {
      rates.count("a", "get_things", 3);
    }
    clock.forward(Duration.ofHours(-1));
    assertTrue(rates.count("a", "get_things", 3).isTooMany());
  }
}
