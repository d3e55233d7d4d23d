package io.tributary.topics;

import io.tributary.avro.AllotmentRecord;
import io.tributary.avro.CommitmentRecord;
import io.tributary.avro.ContractRecord;
import io.tributary.avro.FlatRecord;
import io.tributary.avro.GraduatedRecord;
import io.tributary.avro.OwnPriceRecord;
import io.tributary.avro.PercentOfBillRecord;
import io.tributary.avro.PriceFallback;
import io.tributary.avro.PricesRecord;
import io.tributary.avro.PricingRecord;
import io.tributary.avro.PublishedRecord;
import io.tributary.avro.RateCardRecord;
import io.tributary.avro.RateMetering;
import io.tributary.avro.RateRecord;
import io.tributary.avro.TierRecord;
import io.tributary.avro.VolumeRecord;
import io.tributary.model.Contract;
import io.tributary.model.Contract.Closes;
import io.tributary.model.Pricing;
import io.tributary.model.Rate;
import io.tributary.model.RateCard;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Contracts and sell prices to their Avro records and back. Decimals are text there, without trailing zeros: none loses a
 * digit, and equal numbers are equal.
 */
final class ContractRecords {
  private ContractRecords() {}

  static ContractRecord toAvro(Contract contract) {
    return new ContractRecord(contract.id(), contract.account(), contract.partner().orElse(null), contract.startHour(),
        contract.endHour().isPresent() ? contract.endHour().getAsInt() : null, contract.currency(),
        contract.cards().stream().map(card -> new RateCardRecord(card.fromHour(),
            card.rates().stream().map(ContractRecords::toAvro).toList())).toList(), contract.closes().afterHours(),
        contract.closes().fromMonth() == Closes.UNSET ? null : contract.closes().fromMonth());
  }

  static Contract fromAvro(ContractRecord record) {
    return new Contract(record.getContractId(), record.getAccount(), Optional.ofNullable(record.getPartner()), record.getStartHour(),
        record.getEndHour() == null ? OptionalInt.empty() : OptionalInt.of(record.getEndHour()), record.getCurrency(),
        record.getCards().stream().map(card -> new RateCard(card.getFromHour(),
            card.getRates().stream().map(ContractRecords::fromAvro).toList())).toList(),
        new Closes(record.getCloseAfterHours(), record.getCloseFromMonth() == null ? Closes.UNSET : record.getCloseFromMonth()));
  }

  private static RateRecord toAvro(Rate rate) {
    return new RateRecord(rate.dimension(), text(rate.per()), RateMetering.valueOf(rate.metering().name()),
        rate.committed().map(each -> new CommitmentRecord(text(each.quantity()), text(each.price()))).orElse(null),
        toAvro(rate.onDemand()), text(rate.list()), text(rate.minimum()),
        rate.allotments().stream().map(each -> new AllotmentRecord(each.parent(), text(each.quantity()))).toList());
  }

  private static Rate fromAvro(RateRecord record) {
    return new Rate(record.getDimension(), decimal(record.getPer()), Rate.Metering.valueOf(record.getMetering().name()),
        Optional.ofNullable(record.getCommitted()).map(each -> new Rate.Commitment(decimal(each.getQuantity()), decimal(each.getPrice()))),
        price(record.getOnDemand()), optional(record.getListPrice()), optional(record.getMinimum()),
        record.getAllotments().stream().map(each -> new Rate.Allotment(each.getParent(), decimal(each.getQuantity()))).toList());
  }

  private static Object toAvro(Rate.Price price) {
    return switch (price) {
      case Rate.Price.Flat(var unit) -> new FlatRecord(text(unit));
      case Rate.Price.Graduated(var tiers) -> new GraduatedRecord(toAvro(tiers));
      case Rate.Price.Volume(var tiers) -> new VolumeRecord(toAvro(tiers));
      case Rate.Price.PercentOfBill(var percent) -> new PercentOfBillRecord(text(percent));
    };
  }

  private static Rate.Price price(Object record) {
    return switch (record) {
      case FlatRecord flat -> new Rate.Price.Flat(decimal(flat.getPrice()));
      case GraduatedRecord graduated -> new Rate.Price.Graduated(tiers(graduated.getTiers()));
      case VolumeRecord volume -> new Rate.Price.Volume(tiers(volume.getTiers()));
      case PercentOfBillRecord percent -> new Rate.Price.PercentOfBill(decimal(percent.getPercent()));
      default -> throw new IllegalStateException("no price: " + record.getClass());
    };
  }

  private static List<TierRecord> toAvro(List<Rate.Tier> tiers) {
    return tiers.stream().map(tier -> new TierRecord(text(tier.upTo()), text(tier.unit()))).toList();
  }

  private static List<Rate.Tier> tiers(List<TierRecord> records) {
    return records.stream().map(tier -> new Rate.Tier(optional(tier.getUpTo()), decimal(tier.getPrice()))).toList();
  }

  static PricingRecord toAvro(Pricing pricing) {
    return new PricingRecord(pricing.contract(), pricing.draft().map(ContractRecords::toAvro).orElse(null),
        pricing.published().stream().map(each -> new PublishedRecord(each.fromHour(), toAvro(each.prices()))).toList());
  }

  static Pricing fromAvro(PricingRecord record) {
    return new Pricing(record.getContract(), Optional.ofNullable(record.getDraft()).map(ContractRecords::fromAvro),
        record.getPublished().stream().map(each -> new Pricing.Published(each.getFromHour(), fromAvro(each.getPrices()))).toList());
  }

  private static PricesRecord toAvro(Pricing.Prices prices) {
    return new PricesRecord(PriceFallback.valueOf(prices.fallback().name()), text(prices.percent()), prices.capAtList(),
        prices.own().stream().map(own -> new OwnPriceRecord(own.dimension(), text(own.committed()), text(own.onDemand()))).toList());
  }

  private static Pricing.Prices fromAvro(PricesRecord record) {
    return new Pricing.Prices(Pricing.Fallback.valueOf(record.getFallback().name()), decimal(record.getPercent()), record.getCapAtList(),
        record.getOwn().stream().map(own -> new Pricing.Own(own.getDimension(), optional(own.getCommitted()), optional(own.getOnDemand())))
            .toList());
  }

  private static String text(BigDecimal decimal) {
    return decimal.stripTrailingZeros().toPlainString();
  }

  private static String text(Optional<BigDecimal> decimal) {
    return decimal.map(ContractRecords::text).orElse(null);
  }

  private static BigDecimal decimal(String text) {
    return new BigDecimal(text);
  }

  private static Optional<BigDecimal> optional(String text) {
    return Optional.ofNullable(text).map(BigDecimal::new);
  }
}
