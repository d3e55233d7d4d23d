package io.tributary.rating;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tributary.model.Contract;
import io.tributary.model.Hours;
import io.tributary.model.Pricing;
import io.tributary.model.Pricing.Fallback;
import io.tributary.model.Pricing.Prices;
import io.tributary.model.Pricing.Published;
import io.tributary.model.RateCard;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PeriodsTest {
  private static final int APRIL = Hours.month(YearMonth.of(2026, 4));
  private static final int FIRST = Hours.firstOfMonth(APRIL);

  private static Contract contract(int start, OptionalInt end, int... cards) {
    return new Contract("c", "a", Optional.of("p"), start, end, "USD", IntStream.of(cards).mapToObj(from ->
        new RateCard(from, List.of(SomeRate.of("logs_ingested").onDemand(String.valueOf(Math.abs(from - FIRST))).rate()))).toList());
  }

  private static Pricing published(int... from) {
    return new Pricing("c", Optional.empty(), IntStream.of(from).mapToObj(hour -> new Published(hour,
        new Prices(Fallback.MARKUP, BigDecimal.valueOf(Math.abs(hour - FIRST)), false, List.of()))).toList());
  }

  /** Hours since the month's first, as {@code from-to card}, and {@code *} where something is published. */
  private static String cut(Contract contract, Optional<Pricing> pricing, int month) {
    return String.join(", ", Periods.of(contract, pricing, month).stream().map(part -> (part.period().fromHour() - FIRST) + "-"
        + (part.period().toHour() - FIRST) + " " + (part.buy().fromHour() - FIRST) + part.sell().map(sell -> "*").orElse("")).toList());
  }

  @Test
  void aMonthIsCutByTheContractAndItsCards() {
    assertEquals("0-720 -5", cut(contract(FIRST - 5, OptionalInt.empty(), FIRST - 5), Optional.empty(), APRIL));
    assertEquals("10-720 10", cut(contract(FIRST + 10, OptionalInt.empty(), FIRST + 10), Optional.empty(), APRIL));
    assertEquals("0-20 -5", cut(contract(FIRST - 5, OptionalInt.of(FIRST + 20), FIRST - 5), Optional.empty(), APRIL));
    assertEquals("0-7 -5, 7-30 7, 30-720 30",
        cut(contract(FIRST - 9, OptionalInt.of(FIRST + 720), FIRST - 9, FIRST - 5, FIRST + 7, FIRST + 30, FIRST + 720),
            Optional.empty(), APRIL));
  }

  @Test
  void aMonthThatTheContractDoesNotTouchHasNoPeriods() {
    var contract = contract(FIRST, OptionalInt.of(FIRST + 720), FIRST);
    assertEquals("", cut(contract, Optional.empty(), APRIL - 1));
    assertEquals("", cut(contract, Optional.empty(), APRIL + 1));
  }

  @Test
  void whatIsPublishedCutsTheSellSide() {
    var contract = contract(FIRST - 5, OptionalInt.empty(), FIRST - 5, FIRST + 100);
    assertEquals("0-40 -5, 40-100 -5*, 100-720 100*", cut(contract, Optional.of(published(FIRST + 40)), APRIL));
    assertEquals("0-100 -5*, 100-720 100*", cut(contract, Optional.of(published(FIRST - 5)), APRIL));
    assertEquals("0-100 -5, 100-720 100", cut(contract, Optional.of(published()), APRIL), "a draft shows nothing");
    var sold = Periods.of(contract, Optional.of(published(FIRST + 10, FIRST + 50)), APRIL).get(2).sell().orElseThrow();
    assertEquals(SellCards.of(contract.cards().getFirst(), published(FIRST + 50).published().getFirst().prices()), sold);
  }

  @Test
  void anotherContractsPricingIsAMistake() {
    var other = new Pricing("d", Optional.empty(), List.of());
    assertThrows(IllegalArgumentException.class,
        () -> Periods.of(contract(FIRST, OptionalInt.empty(), FIRST), Optional.of(other), APRIL));
  }

  @Test
  void aPeriodKnowsItsShareAndHowMuchOfItHasBegun() {
    var period = new Period(APRIL, FIRST + 100, FIRST + 340);
    assertEquals(240, period.hours());
    assertEquals(720, period.monthHours());
    assertEquals(0, period.elapsed(Hours.start(FIRST + 99)));
    assertEquals(1, period.elapsed(Hours.start(FIRST + 100)), "the running hour counts");
    assertEquals(240, period.elapsed(Hours.start(FIRST + 600)));
    assertThrows(IllegalArgumentException.class, () -> new Period(APRIL, FIRST - 1, FIRST + 3));
    assertThrows(IllegalArgumentException.class, () -> new Period(APRIL, FIRST, FIRST));
    assertThrows(IllegalArgumentException.class, () -> new Period(APRIL, FIRST, FIRST + 721));
  }
}
