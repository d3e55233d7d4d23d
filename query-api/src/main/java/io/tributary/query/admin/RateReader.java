package io.tributary.query.admin;

import io.tributary.codec.JsonFields;
import io.tributary.model.Problem;
import io.tributary.model.Rate;
import io.tributary.model.Rate.Price;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the rates of a card. A rate is read whole, or not at all and said what is wrong with it. */
final class RateReader {
  private final List<Problem> problems;

  /** @param problems where the fields that are read note theirs */
  RateReader(List<Problem> problems) {
    this.problems = problems;
  }

  /** Empty when any of them cannot be read. */
  Optional<List<Rate>> rates(JsonFields card) {
    int found = problems.size();
    var rates = card.objects("rates").stream().map(this::rate).flatMap(Optional::stream).toList();
    if (!card.has("rates")) {
      card.problem("rates", "missing", "is required: a list, which may be empty");
    }
    return problems.size() > found ? Optional.empty() : Optional.of(rates);
  }

  private Optional<Rate> rate(JsonFields fields) {
    int found = problems.size();
    var dimension = fields.text("dimension");
    var per = fields.optionalDecimal("per").orElse(BigDecimal.ONE);
    var metering = fields.optionalParsed("metering", RateReader::metering).orElse(Rate.Metering.MONTHLY);
    var committed = fields.optionalObject("committed").flatMap(this::commitment);
    var onDemand = fields.has("on_demand") ? fields.optionalObject("on_demand").flatMap(this::price) : Optional.<Price>empty();
    if (!fields.has("on_demand")) {
      fields.problem("on_demand", "missing", "is required: what goes beyond the commitment has a price too");
    }
    var list = fields.optionalDecimal("list_price");
    var minimum = fields.optionalDecimal("minimum");
    var allotments = fields.objects("allotments").stream().map(this::allotment).flatMap(Optional::stream).toList();
    fields.refuseOthers();
    return problems.size() > found ? Optional.empty()
        : Optional.of(new Rate(dimension.get(), per, metering, committed, onDemand.get(), list, minimum, allotments));
  }

  private Optional<Rate.Commitment> commitment(JsonFields fields) {
    var quantity = fields.decimal("quantity");
    var price = fields.decimal("price");
    fields.refuseOthers();
    return quantity.flatMap(units -> price.map(each -> new Rate.Commitment(units, each)));
  }

  private Optional<Rate.Allotment> allotment(JsonFields fields) {
    var parent = fields.text("parent");
    var quantity = fields.decimal("quantity");
    fields.refuseOthers();
    return parent.flatMap(dimension -> quantity.map(units -> new Rate.Allotment(dimension, units)));
  }

  private Optional<Price> price(JsonFields fields) {
    var forms = Stream.of("price", "graduated", "volume", "percent_of_bill").filter(fields::has).toList();
    Optional<Price> price = Optional.empty();
    if (forms.size() != 1) {
      fields.problem("price", "one_of", "needs exactly one of price, graduated, volume and percent_of_bill");
    } else {
      price = switch (forms.getFirst()) {
        case "price" -> fields.decimal("price").map(Price.Flat::new);
        case "graduated" -> tiers(fields, "graduated").map(Price.Graduated::new);
        case "volume" -> tiers(fields, "volume").map(Price.Volume::new);
        default -> fields.decimal("percent_of_bill").map(Price.PercentOfBill::new);
      };
    }
    fields.refuseOthers();
    return price;
  }

  private Optional<List<Rate.Tier>> tiers(JsonFields fields, String form) {
    var tiers = new ArrayList<Rate.Tier>();
    var all = fields.objects(form);
    for (var tier : all) {
      var upTo = tier.optionalDecimal("up_to");
      tier.decimal("price").filter(unit -> tier.has("up_to") == upTo.isPresent()).ifPresent(unit -> tiers.add(new Rate.Tier(upTo, unit)));
      tier.refuseOthers();
    }
    return tiers.size() == all.size() ? Optional.of(tiers) : Optional.empty();
  }

  private static Rate.Metering metering(String text) {
    return Stream.of(Rate.Metering.values()).filter(each -> each.name().toLowerCase(Locale.ROOT).equals(text)).findFirst()
        .orElseThrow(() -> new IllegalArgumentException("must be monthly or hourly, not '" + text + "'"));
  }
}
