package io.tributary.codec;

import io.tributary.avro.BandRecord;
import io.tributary.avro.ChargeRecord;
import io.tributary.avro.CostRowRecord;
import io.tributary.avro.ProjectedChargeRecord;
import io.tributary.avro.ProjectedCostRecord;
import io.tributary.model.Hours;
import io.tributary.model.Quantity;
import io.tributary.rating.Charge;
import io.tributary.rating.CostRow;
import io.tributary.rating.CostRow.ProjectedCost;
import io.tributary.rating.ProjectedCharge;
import io.tributary.rating.ProjectedCharge.Band;
import io.tributary.rating.Rating;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Rows of cost to their Avro records and back. */
public final class CostRecords {
  private CostRecords() {}

  public static CostRowRecord toAvro(CostRow row) {
    return new CostRowRecord(row.account(), row.contract(), row.partner().orElse(null), row.currency(),
        Hours.yearMonth(row.month()).atDay(1), row.day().isPresent() ? row.day().getAsInt() : null, charges(row.buy()),
        row.sell().map(CostRecords::charges).orElse(null),
        row.projected().map(cost -> new ProjectedCostRecord(projected(cost.buy()), cost.sell().map(CostRecords::projected).orElse(null),
            cost.withoutBand())).orElse(null),
        row.notProjected().orElse(null));
  }

  public static CostRow fromAvro(CostRowRecord record) {
    return new CostRow(record.getAccount(), record.getContract(), Optional.ofNullable(record.getPartner()), record.getCurrency(),
        Hours.month(YearMonth.from(record.getMonth())), record.getDay() == null ? OptionalInt.empty() : OptionalInt.of(record.getDay()),
        fromCharges(record.getBuy()), Optional.ofNullable(record.getSell()).map(CostRecords::fromCharges),
        Optional.ofNullable(record.getProjected()).map(cost -> new ProjectedCost(fromProjected(cost.getBuy()),
            Optional.ofNullable(cost.getSell()).map(CostRecords::fromProjected), cost.getWithoutBand())),
        Optional.ofNullable(record.getNotProjected()));
  }

  private static List<ChargeRecord> charges(List<Charge> charges) {
    return charges.stream().map(CostRecords::charge).toList();
  }

  private static ChargeRecord charge(Charge charge) {
    return new ChargeRecord(charge.dimension(), quantity(charge.usage()), quantity(charge.included()), quantity(charge.onDemandUsage()),
        amount(charge.committed()), amount(charge.onDemand()), amount(charge.list()));
  }

  private static List<Charge> fromCharges(List<ChargeRecord> records) {
    return records.stream().map(CostRecords::fromCharge).toList();
  }

  private static Charge fromCharge(ChargeRecord record) {
    return new Charge(record.getDimension(), record.getUsage(), record.getIncluded(), record.getOnDemandUsage(), record.getCommitted(),
        record.getOnDemand(), record.getList());
  }

  private static List<ProjectedChargeRecord> projected(List<ProjectedCharge> charges) {
    return charges.stream().map(each -> new ProjectedChargeRecord(charge(each.charge()), each.band().map(band ->
        new BandRecord(amount(band.below80()), amount(band.above80()), amount(band.below95()), amount(band.above95()))).orElse(null))).toList();
  }

  private static List<ProjectedCharge> fromProjected(List<ProjectedChargeRecord> records) {
    return records.stream().map(each -> new ProjectedCharge(fromCharge(each.getCharge()), Optional.ofNullable(each.getBand()).map(band ->
        new Band(band.getBelow80(), band.getAbove80(), band.getBelow95(), band.getAbove95())))).toList();
  }

  /** Shown, not added up: an average has no last decimal. */
  private static BigDecimal quantity(BigDecimal value) {
    return value.setScale(Quantity.SCALE, RoundingMode.HALF_EVEN);
  }

  /** Rounded where it was made; it must not be again. */
  private static BigDecimal amount(BigDecimal value) {
    return value.setScale(Rating.SCALE, RoundingMode.UNNECESSARY);
  }
}
