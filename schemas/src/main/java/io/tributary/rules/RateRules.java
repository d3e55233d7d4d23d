package io.tributary.rules;

import io.tributary.catalog.Catalogue;
import io.tributary.model.Problem;
import io.tributary.model.Rate;
import io.tributary.model.Rate.Price;
import io.tributary.model.Rate.Tier;
import io.tributary.model.RateCard;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One card: each dimension is priced once, by numbers that can be reckoned with, and allotments come from within the card. */
final class RateRules {
  private final String subject;
  private final RateCard card;
  private final Catalogue catalogue;
  private final List<Problem> problems;

  RateRules(String subject, RateCard card, Catalogue catalogue, List<Problem> problems) {
    this.subject = subject;
    this.card = card;
    this.catalogue = catalogue;
    this.problems = problems;
  }

  void check() {
    var dimensions = new HashSet<String>();
    for (int i = 0; i < card.rates().size(); i++) {
      var rate = card.rates().get(i);
      var field = field(i);
      if (!dimensions.add(rate.dimension())) {
        problems.add(new Problem(field + ".dimension", "repeated", "the card prices '" + rate.dimension() + "' already"));
      }
      Numbers.positive(problems, field + ".per", rate.per());
      rate.minimum().ifPresent(minimum -> Numbers.notNegative(problems, field + ".minimum", minimum));
      if (rate.onDemand() instanceof Price.PercentOfBill(var percent)) {
        Names.name(problems, field + ".dimension", rate.dimension());
        Numbers.notNegative(problems, field + ".on_demand.percent_of_bill", percent);
        percentOnly(field, rate);
      } else {
        metered(field, rate);
      }
    }
    allotments();
    circles();
  }

  private void percentOnly(String field, Rate rate) {
    var detail = "a percentage of the bill has no usage of its own, and so none of these";
    if (rate.committed().isPresent()) {
      problems.add(new Problem(field + ".committed", "not_applicable", detail));
    }
    if (rate.list().isPresent()) {
      problems.add(new Problem(field + ".list_price", "not_applicable", detail));
    }
    if (!rate.allotments().isEmpty()) {
      problems.add(new Problem(field + ".allotments", "not_applicable", detail));
    }
  }

  private void metered(String field, Rate rate) {
    if (catalogue.byDimension(rate.dimension()).isEmpty()) {
      problems.add(new Problem(field + ".dimension", "unknown_dimension", "no usage type is billed as '" + rate.dimension() + "'"));
    }
    rate.committed().ifPresent(bought -> {
      Numbers.notNegative(problems, field + ".committed.quantity", bought.quantity());
      Numbers.notNegative(problems, field + ".committed.price", bought.price());
    });
    rate.list().ifPresent(price -> Numbers.notNegative(problems, field + ".list_price", price));
    switch (rate.onDemand()) {
      case Price.Flat(var unit) -> Numbers.notNegative(problems, field + ".on_demand.price", unit);
      case Price.Graduated(var tiers) -> tiers(field, tiers);
      case Price.Volume(var tiers) -> tiers(field, tiers);
      case Price.PercentOfBill ignored -> { }
    }
  }

  private void tiers(String rate, List<Tier> tiers) {
    if (tiers.isEmpty()) {
      problems.add(new Problem(rate + ".tiers", "missing", "at least one tier is needed"));
    }
    for (int i = 0; i < tiers.size(); i++) {
      var field = rate + ".tiers[" + i + "]";
      Numbers.notNegative(problems, field + ".price", tiers.get(i).unit());
      var bound = tiers.get(i).upTo();
      boolean last = i == tiers.size() - 1;
      if (bound.isPresent() == last) {
        problems.add(new Problem(field + ".up_to", last ? "last_tier_ends" : "missing",
            last ? "the last tier has no end: something must price what goes beyond" : "only the last tier has no end"));
      }
      if (bound.isPresent()) {
        Numbers.positive(problems, field + ".up_to", bound.get());
        if (i > 0 && tiers.get(i - 1).upTo().filter(before -> before.compareTo(bound.get()) >= 0).isPresent()) {
          problems.add(new Problem(field + ".up_to", "not_ascending", "each tier ends after the one before it"));
        }
      }
    }
  }

  private void allotments() {
    for (int i = 0; i < card.rates().size(); i++) {
      var rate = card.rates().get(i);
      var parents = new HashSet<String>();
      for (int j = 0; j < rate.allotments().size(); j++) {
        var allotment = rate.allotments().get(j);
        var field = field(i) + ".allotments[" + j + "]";
        Numbers.notNegative(problems, field + ".quantity", allotment.quantity());
        if (!parents.add(allotment.parent())) {
          problems.add(new Problem(field + ".parent", "repeated", "'" + allotment.parent() + "' brings an allotment of this already"));
        } else if (allotment.parent().equals(rate.dimension())) {
          problems.add(new Problem(field + ".parent", "cycle", "'" + rate.dimension() + "' cannot bring along itself"));
        } else if (card.rate(allotment.parent()).filter(parent -> !(parent.onDemand() instanceof Price.PercentOfBill)).isEmpty()) {
          problems.add(new Problem(field + ".parent", "unknown_parent",
              "the card prices no usage of '" + allotment.parent() + "', so it can bring nothing along"));
        }
      }
    }
  }

  /** One problem for each circle, at the first of its rates. */
  private void circles() {
    var told = new HashSet<String>();
    for (int i = 0; i < card.rates().size(); i++) {
      var rate = card.rates().get(i);
      for (int j = 0; j < rate.allotments().size(); j++) {
        var parent = rate.allotments().get(j).parent();
        var above = above(parent);
        if (!parent.equals(rate.dimension()) && above.contains(rate.dimension()) && told.add(rate.dimension())) {
          above.stream().filter(other -> above(other).contains(rate.dimension())).forEach(told::add);
          problems.add(new Problem(field(i) + ".allotments[" + j + "].parent", "cycle",
              "'" + parent + "' gets an allotment from '" + rate.dimension() + "', directly or through others"));
        }
      }
    }
  }

  /** The dimension and everything that brings something to it. */
  private Set<String> above(String dimension) {
    var above = new HashSet<String>();
    collect(dimension, above);
    return above;
  }

  private void collect(String dimension, Set<String> above) {
    if (above.add(dimension)) {
      card.rate(dimension).ifPresent(rate -> rate.allotments().forEach(allotment -> collect(allotment.parent(), above)));
    }
  }

  private String field(int rate) {
    return subject + ".rates[" + rate + "]";
  }
}
