package io.tributary.rating;

import io.tributary.model.Rate;
import io.tributary.model.Rate.Allotment;
import io.tributary.model.Rate.Commitment;
import io.tributary.model.Rate.Metering;
import io.tributary.model.Rate.Price;
import io.tributary.model.Rate.Tier;
import io.tributary.model.RateCard;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The rates of tests: one unit at price 1, metered monthly, until something else is said. */
final class SomeRate {
  private final String dimension;
  private BigDecimal per = BigDecimal.ONE;
  private Metering metering = Metering.MONTHLY;
  private Optional<Commitment> committed = Optional.empty();
  private Price onDemand = new Price.Flat(BigDecimal.ONE);
  private Optional<BigDecimal> list = Optional.empty();
  private Optional<BigDecimal> minimum = Optional.empty();
  private final List<Allotment> allotments = new ArrayList<>();

  private SomeRate(String dimension) {
    this.dimension = dimension;
  }

  static SomeRate of(String dimension) {
    return new SomeRate(dimension);
  }

  static RateCard card(SomeRate... rates) {
    return new RateCard(0, Stream.of(rates).map(SomeRate::rate).toList());
  }

  static Price graduated(Tier... tiers) {
    return new Price.Graduated(List.of(tiers));
  }

  static Price volume(Tier... tiers) {
    return new Price.Volume(List.of(tiers));
  }

  static Tier upTo(String bound, String price) {
    return new Tier(Optional.of(new BigDecimal(bound)), new BigDecimal(price));
  }

  static Tier beyond(String price) {
    return new Tier(Optional.empty(), new BigDecimal(price));
  }

  SomeRate per(String units) {
    per = new BigDecimal(units);
    return this;
  }

  SomeRate hourly() {
    metering = Metering.HOURLY;
    return this;
  }

  SomeRate committed(String quantity, String price) {
    committed = Optional.of(new Commitment(new BigDecimal(quantity), new BigDecimal(price)));
    return this;
  }

  SomeRate onDemand(String price) {
    return onDemand(new Price.Flat(new BigDecimal(price)));
  }

  SomeRate onDemand(Price price) {
    onDemand = price;
    return this;
  }

  SomeRate percentOfBill(String percent) {
    return onDemand(new Price.PercentOfBill(new BigDecimal(percent)));
  }

  SomeRate list(String price) {
    list = Optional.of(new BigDecimal(price));
    return this;
  }

  SomeRate minimum(String amount) {
    minimum = Optional.of(new BigDecimal(amount));
    return this;
  }

  SomeRate allotment(String parent, String quantity) {
    allotments.add(new Allotment(parent, new BigDecimal(quantity)));
    return this;
  }

  Rate rate() {
    return new Rate(dimension, per, metering, committed, onDemand, list, minimum, allotments);
  }
}
