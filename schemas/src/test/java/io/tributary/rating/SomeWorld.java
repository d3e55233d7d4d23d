package io.tributary.rating;

import io.tributary.model.Hours;
import io.tributary.model.Rate.Price;
import io.tributary.model.RateCard;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A period, a card and usage made up from a seed. */
final class SomeWorld {
  /** Percentiles, averages, a maximum and sums; what brings something along stands before what it brings. */
  static final List<String> DIMENSIONS = List.of("infra_host", "apm_host", "serverless_apm", "ci_pipeline", "infra_container", "timeseries",
      "ingested_spans", "apm_trace_search", "logs_ingested", "synthetics_app_testing");

  private final Random random;
  final Period period;
  final RateCard card;
  final SomeUsage usage = new SomeUsage();

  /** @param plain without volume tiers and without allotments: more usage then never costs less */
  SomeWorld(long seed, boolean plain) {
    random = new Random(seed);
    int month = 2026 * 12 + random.nextInt(12);
    int first = Hours.firstOfMonth(month);
    int from = random.nextInt(3) == 0 ? first + random.nextInt(600) : first;
    int to = random.nextInt(3) == 0 ? from + 1 + random.nextInt(70) : Hours.firstOfMonth(month + 1);
    period = new Period(month, from, to);
    card = card(plain);
    for (int i = 0; i < 60; i++) {
      use(pick(), 1 + random.nextInt(40));
    }
    for (var dimension : DIMENSIONS) {
      if (random.nextInt(4) == 0) {
        usage.each(dimension, period, 1 + random.nextInt(8));
      }
    }
  }

  String pick() {
    return DIMENSIONS.get(random.nextInt(DIMENSIONS.size()));
  }

  void use(String dimension, int units) {
    usage.at(dimension, period.fromHour() + random.nextInt(period.hours()), units);
  }

  private RateCard card(boolean plain) {
    var rates = new ArrayList<SomeRate>();
    for (int i = 0; i < DIMENSIONS.size(); i++) {
      var rate = SomeRate.of(DIMENSIONS.get(i)).per(List.of("1", "1", "10", "7", "0.5").get(random.nextInt(5))).onDemand(price(plain));
      if (random.nextBoolean()) {
        rate.hourly();
      }
      if (random.nextBoolean()) {
        rate.committed(number(12), number(9));
      }
      if (random.nextBoolean()) {
        rate.list(number(9));
      }
      if (random.nextInt(5) == 0) {
        rate.minimum(number(300));
      }
      for (int parent = 0; parent < i && !plain; parent++) {
        if (random.nextInt(4) == 0) {
          rate.allotment(DIMENSIONS.get(parent), number(2));
        }
      }
      rates.add(rate);
    }
    rates.add(SomeRate.of("support").percentOfBill(number(10)));
    return SomeRate.card(rates.toArray(SomeRate[]::new));
  }

  private Price price(boolean plain) {
    return switch (random.nextInt(plain ? 2 : 3)) {
      case 0 -> SomeRate.graduated(SomeRate.upTo("2", number(9)), SomeRate.upTo("20.5", number(9)), SomeRate.beyond(number(9)));
      case 1 -> SomeRate.graduated(SomeRate.beyond(number(9)));
      default -> SomeRate.volume(SomeRate.upTo("4", number(9)), SomeRate.upTo("60", number(9)), SomeRate.beyond(number(9)));
    };
  }

  private String number(int below) {
    return random.nextInt(below) + "." + (10_000 + random.nextInt(90_000));
  }
}
