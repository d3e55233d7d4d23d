package io.tributary.query.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.model.Pricing.Prices;
import io.tributary.model.Rate;
import io.tributary.model.Rate.Price;
import io.tributary.model.RateCard;
import io.tributary.rating.SellCards;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * For each dimension of a card what a priced unit is bought for, its list price, and what published and draft prices sell it
 * for: {@code {"sell", "margin"}}, the margin being the difference. Tiers are those of the card; a percentage of the bill has no
 * unit and stands alone.
 */
final class PriceTable {
  private final Optional<RateCard> published;
  private final Optional<RateCard> draft;

  private PriceTable(Optional<RateCard> published, Optional<RateCard> draft) {
    this.published = published;
    this.draft = draft;
  }

  static ArrayNode of(RateCard card, Optional<Prices> published, Optional<Prices> draft) {
    var table = new PriceTable(published.map(prices -> SellCards.of(card, prices)), draft.map(prices -> SellCards.of(card, prices)));
    var json = JsonNodeFactory.instance.arrayNode();
    card.rates().forEach(rate -> table.line(json.addObject(), rate));
    return json;
  }

  private void line(ObjectNode json, Rate rate) {
    json.put("dimension", rate.dimension()).put("per", ContractWriter.text(rate.per()))
        .put("list_price", rate.list().map(ContractWriter::text).orElse(null));
    json.put("percent_of_bill", rate.onDemand() instanceof Price.PercentOfBill(var percent) ? ContractWriter.text(percent) : null);
    rate.committed().ifPresentOrElse(committed -> prices(json.putObject("committed"), committed.price(),
        sold(published, rate).flatMap(PriceTable::committed), sold(draft, rate).flatMap(PriceTable::committed)),
        () -> json.putNull("committed"));
    var onDemand = json.putArray("on_demand");
    var tiers = tiers(rate.onDemand());
    for (int i = 0; i < tiers.size(); i++) {
      int tier = i;
      var each = onDemand.addObject().put("up_to", tiers.get(i).upTo().map(ContractWriter::text).orElse(null));
      prices(each, tiers.get(i).unit(), sold(published, rate).map(sold -> unit(sold, tier)),
          sold(draft, rate).map(sold -> unit(sold, tier)));
    }
  }

  private static Optional<Rate> sold(Optional<RateCard> card, Rate rate) {
    return card.flatMap(present -> present.rate(rate.dimension()));
  }

  private static Optional<BigDecimal> committed(Rate rate) {
    return rate.committed().map(Rate.Commitment::price);
  }

  /** A flat sell price holds for each of the tiers that it replaces. */
  private static BigDecimal unit(Rate sold, int tier) {
    var tiers = tiers(sold.onDemand());
    return tiers.get(Math.min(tier, tiers.size() - 1)).unit();
  }

  private static List<Rate.Tier> tiers(Price price) {
    return switch (price) {
      case Price.Flat(var unit) -> List.of(new Rate.Tier(Optional.empty(), unit));
      case Price.Graduated(var tiers) -> tiers;
      case Price.Volume(var tiers) -> tiers;
      case Price.PercentOfBill ignored -> List.of();
    };
  }

  private static void prices(ObjectNode json, BigDecimal buy, Optional<BigDecimal> published, Optional<BigDecimal> draft) {
    json.put("buy", ContractWriter.text(buy));
    put(json, "published", buy, published);
    put(json, "draft", buy, draft);
  }

  private static void put(ObjectNode json, String version, BigDecimal buy, Optional<BigDecimal> sell) {
    sell.ifPresentOrElse(price -> json.putObject(version).put("sell", ContractWriter.text(price))
        .put("margin", ContractWriter.text(price.subtract(buy))), () -> json.putNull(version));
  }
}
