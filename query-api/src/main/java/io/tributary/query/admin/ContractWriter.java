package io.tributary.query.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.model.Contract;
import io.tributary.model.Contract.Closes;
import io.tributary.model.Hours;
import io.tributary.model.Pricing;
import io.tributary.model.Rate;
import io.tributary.model.Rate.Price;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Contracts and sell prices as {@link ContractReader} and {@link PricingReader} read them. Decimals are texts: a reader of
 * JSON that makes floats of its numbers still has all digits.
 */
final class ContractWriter {
  private ContractWriter() {}

  static ObjectNode contract(Contract contract) {
    var json = JsonNodeFactory.instance.objectNode().put("contract_id", contract.id()).put("account", contract.account());
    contract.partner().ifPresent(partner -> json.put("partner", partner));
    json.put("start", HourText.of(contract.startHour()));
    contract.endHour().ifPresent(end -> json.put("end", HourText.of(end)));
    json.put("currency", contract.currency());
    var cards = json.putArray("cards");
    for (var card : contract.cards()) {
      var rates = cards.addObject().put("from", HourText.of(card.fromHour())).putArray("rates");
      card.rates().forEach(rate -> rate(rates.addObject(), rate));
    }
    var closes = json.putObject("closes").put("after_hours", contract.closes().afterHours());
    if (contract.closes().fromMonth() != Closes.UNSET) {
      closes.put("from", Hours.yearMonth(contract.closes().fromMonth()).toString());
    }
    return json;
  }

  private static void rate(ObjectNode json, Rate rate) {
    json.put("dimension", rate.dimension());
    if (rate.per().compareTo(BigDecimal.ONE) != 0) {
      json.put("per", text(rate.per()));
    }
    if (rate.metering() != Rate.Metering.MONTHLY) {
      json.put("metering", rate.metering().name().toLowerCase(Locale.ROOT));
    }
    rate.committed().ifPresent(committed ->
        json.putObject("committed").put("quantity", text(committed.quantity())).put("price", text(committed.price())));
    var onDemand = json.putObject("on_demand");
    switch (rate.onDemand()) {
      case Price.Flat(var unit) -> onDemand.put("price", text(unit));
      case Price.Graduated(var tiers) -> tiers(onDemand.putArray("graduated"), tiers);
      case Price.Volume(var tiers) -> tiers(onDemand.putArray("volume"), tiers);
      case Price.PercentOfBill(var percent) -> onDemand.put("percent_of_bill", text(percent));
    }
    put(json, "list_price", rate.list());
    put(json, "minimum", rate.minimum());
    if (!rate.allotments().isEmpty()) {
      var allotments = json.putArray("allotments");
      rate.allotments().forEach(each -> allotments.addObject().put("parent", each.parent()).put("quantity", text(each.quantity())));
    }
  }

  private static void tiers(ArrayNode json, List<Rate.Tier> tiers) {
    for (var tier : tiers) {
      var each = json.addObject();
      put(each, "up_to", tier.upTo());
      each.put("price", text(tier.unit()));
    }
  }

  static ObjectNode pricing(Pricing pricing) {
    var json = JsonNodeFactory.instance.objectNode().put("contract", pricing.contract());
    pricing.draft().ifPresent(draft -> prices(json.putObject("draft"), draft));
    published(json.putArray("published"), pricing);
    return json;
  }

  static void published(ArrayNode json, Pricing pricing) {
    pricing.published().forEach(each -> prices(json.addObject().put("from", HourText.of(each.fromHour())), each.prices()));
  }

  static ObjectNode prices(ObjectNode json, Pricing.Prices prices) {
    json.put("default", prices.fallback().name().toLowerCase(Locale.ROOT)).put("percent", text(prices.percent()))
        .put("cap_at_list", prices.capAtList());
    var own = json.putArray("prices");
    for (var price : prices.own()) {
      var each = own.addObject().put("dimension", price.dimension());
      put(each, "committed", price.committed());
      put(each, "on_demand", price.onDemand());
    }
    return json;
  }

  private static void put(ObjectNode json, String field, Optional<BigDecimal> value) {
    value.ifPresent(present -> json.put(field, text(present)));
  }

  static String text(BigDecimal value) {
    return value.stripTrailingZeros().toPlainString();
  }
}
