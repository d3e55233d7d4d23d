package io.tributary.query;

import io.tributary.model.Contract;
import io.tributary.model.Directory.Change;
import io.tributary.model.Pricing;
import io.tributary.model.Pricing.Fallback;
import io.tributary.model.Pricing.Prices;
import io.tributary.model.Rate;
import io.tributary.model.Rate.Commitment;
import io.tributary.model.Rate.Metering;
import io.tributary.model.Rate.Price;
import io.tributary.model.RateCard;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Contracts for the {@link World}: acme's with the partner since ever (hosts 10 × 15 committed, 18 beyond; a GB of logs 0.10; support
 * 10 %), bolt's with the partner until 8 February and its own from 10 March on (hosts 20), solo's own (a GB of logs 0.25).
 */
public final class SomeContracts {
  private static final int EVER = World.hour("2024-01-01T00:00:00Z");

  private SomeContracts() {}

  public static Change[] all() {
    return new Change[] {
        contract("c-acme", "acme", Optional.of("par"), EVER, OptionalInt.empty(), hosts("10", "15", "18"), logs("0.1"), support("10")),
        contract("c-bolt", "bolt", Optional.of("par"), EVER, OptionalInt.of(World.hour("2026-02-08T00:00:00Z")), hosts("0", "0", "19")),
        contract("c-bolt-2", "bolt", Optional.empty(), World.LEFT_BOLT, OptionalInt.empty(), hosts("0", "0", "20")),
        contract("c-solo", "solo", Optional.empty(), EVER, OptionalInt.empty(), logs("0.25"))};
  }

  /** The partner's prices for acme: half as much again, from an hour on. */
  public static Change published(int fromHour) {
    return new Change.PutPricing(new Pricing("c-acme", Optional.empty(),
        List.of(new Pricing.Published(fromHour, new Prices(Fallback.MARKUP, new BigDecimal("50"), false, List.of())))));
  }

  private static Change contract(String id, String account, Optional<String> partner, int start, OptionalInt end, Rate... rates) {
    return new Change.PutContract(new Contract(id, account, partner, start, end, "USD", List.of(new RateCard(start, List.of(rates)))));
  }

  private static Rate hosts(String committed, String fee, String beyond) {
    var commitment = committed.equals("0") ? Optional.<Commitment>empty()
        : Optional.of(new Commitment(new BigDecimal(committed), new BigDecimal(fee)));
    return new Rate("infra_host", BigDecimal.ONE, Metering.MONTHLY, commitment, new Price.Flat(new BigDecimal(beyond)),
        Optional.of(new BigDecimal("21")), Optional.empty(), List.of());
  }

  private static Rate logs(String price) {
    return new Rate("logs_ingested", new BigDecimal("1000000000"), Metering.MONTHLY, Optional.empty(),
        new Price.Flat(new BigDecimal(price)), Optional.empty(), Optional.empty(), List.of());
  }

  private static Rate support(String percent) {
    return new Rate("premier_support", BigDecimal.ONE, Metering.MONTHLY, Optional.empty(), new Price.PercentOfBill(new BigDecimal(percent)),
        Optional.empty(), Optional.empty(), List.of());
  }
}
