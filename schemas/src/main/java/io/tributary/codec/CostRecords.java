package io.tributary.codec;

import io.tributary.avro.AdjustmentRecord;
import io.tributary.avro.BandRecord;
import io.tributary.avro.ChargeRecord;
import io.tributary.avro.CostRowRecord;
import io.tributary.avro.OrgShareRecord;
import io.tributary.avro.ProjectedChargeRecord;
import io.tributary.avro.ProjectedCostRecord;
import io.tributary.avro.StatementRecord;
import io.tributary.model.Hours;
import io.tributary.model.Quantity;
import io.tributary.rating.Adjustment;
import io.tributary.rating.Charge;
import io.tributary.rating.CostRow;
import io.tributary.rating.CostRow.ProjectedCost;
import io.tributary.rating.ProjectedCharge;
import io.tributary.rating.ProjectedCharge.Band;
import io.tributary.rating.Rating;
import io.tributary.rating.Statement;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Rows of cost to their Avro records and back. */
public final class CostRecords {
  private CostRecords() {}

  public static CostRowRecord toAvro(CostRow row) {
    return new CostRowRecord(row.account(), row.contract(), row.partner().orElse(null), row.currency(),
        Hours.yearMonth(row.month()).atDay(1), row.day().isPresent() ? row.day().getAsInt() : null, charges(row.buy()),
        row.sell().map(CostRecords::charges).orElse(null),
        row.adjustments().stream().map(CostRecords::adjustment).toList(),
        row.projected().map(cost -> new ProjectedCostRecord(projected(cost.buy()), cost.sell().map(CostRecords::projected).orElse(null),
            cost.withoutBand())).orElse(null),
        row.notProjected().orElse(null));
  }

  public static CostRow fromAvro(CostRowRecord record) {
    return new CostRow(record.getAccount(), record.getContract(), Optional.ofNullable(record.getPartner()), record.getCurrency(),
        Hours.month(YearMonth.from(record.getMonth())), record.getDay() == null ? OptionalInt.empty() : OptionalInt.of(record.getDay()),
        fromCharges(record.getBuy()), Optional.ofNullable(record.getSell()).map(CostRecords::fromCharges),
        record.getAdjustments().stream().map(CostRecords::fromAdjustment).toList(),
        Optional.ofNullable(record.getProjected()).map(cost -> new ProjectedCost(fromProjected(cost.getBuy()),
            Optional.ofNullable(cost.getSell()).map(CostRecords::fromProjected), cost.getWithoutBand())),
        Optional.ofNullable(record.getNotProjected()));
  }

  private static AdjustmentRecord adjustment(Adjustment adjustment) {
    return new AdjustmentRecord(adjustment.month().isPresent() ? Hours.yearMonth(adjustment.month().getAsInt()).atDay(1) : null,
        adjustment.dimension(), adjustment.org(), quantity(adjustment.usage()), amount(adjustment.buy()), amount(adjustment.sell()));
  }

  private static Adjustment fromAdjustment(AdjustmentRecord record) {
    return new Adjustment(record.getMonth() == null ? OptionalInt.empty() : OptionalInt.of(Hours.month(YearMonth.from(record.getMonth()))),
        record.getDimension(), record.getOrg(), record.getUsage(), record.getBuy(), record.getSell());
  }

  public static StatementRecord toAvro(Statement statement) {
    var dimensions = statement.orgs().values().stream().flatMap(values -> values.keySet().stream()).distinct().sorted().toList();
    return new StatementRecord(toAvro(statement.row()), statement.parent(), statement.contractVersion(), dimensions,
        statement.orgs().entrySet().stream().map(org -> new OrgShareRecord(org.getKey(), dimensions.stream()
            .map(dimension -> quantity(org.getValue().getOrDefault(dimension, BigDecimal.ZERO))).toList())).toList());
  }

  public static Statement fromAvro(StatementRecord record) {
    var orgs = new HashMap<String, Map<String, BigDecimal>>();
    for (var org : record.getOrgs()) {
      var values = new HashMap<String, BigDecimal>();
      for (int i = 0; i < org.getValues().size(); i++) {
        if (org.getValues().get(i).signum() != 0) {
          values.put(record.getDimensions().get(i), org.getValues().get(i));
        }
      }
      orgs.put(org.getOrg(), values);
    }
    return new Statement(fromAvro(record.getRow()), orgs, record.getParent(), record.getContractVersion());
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
    return charges.stream().map(each -> new ProjectedChargeRecord(charge(each.charge()), each.band().map(band -> new BandRecord(
        amount(band.below80()), amount(band.above80()), amount(band.below95()), amount(band.above95()))).orElse(null))).toList();
  }

  private static List<ProjectedCharge> fromProjected(List<ProjectedChargeRecord> records) {
    return records.stream().map(each -> new ProjectedCharge(fromCharge(each.getCharge()), Optional.ofNullable(each.getBand()).map(band ->
        new Band(band.getBelow80(), band.getAbove80(), band.getBelow95(), band.getAbove95())))).toList();
  }

  /** Shown, not added up: an average has no last decimal. */
  static BigDecimal quantity(BigDecimal value) {
    return value.setScale(Quantity.SCALE, RoundingMode.HALF_EVEN);
  }

  /** Rounded where it was made; it must not be again. */
  static BigDecimal amount(BigDecimal value) {
    return value.setScale(Rating.SCALE, RoundingMode.UNNECESSARY);
  }
}
