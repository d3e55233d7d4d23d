package io.tributary.query.http;

import io.tributary.model.Account;
import io.tributary.model.Directory;
import io.tributary.model.Hours;
import io.tributary.model.Org;
import io.tributary.query.http.Table.Column;
import io.tributary.query.query.FocusRow;
import io.tributary.query.query.Timestamps;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Function;

/**
 * The columns of FOCUS 1.2 that Tributary has something to say in, in the order of their names: every mandatory one, and of the
 * conditional ones those whose condition is met. Names are those that accounts and orgs have now.
 */
final class FocusColumns {
  private FocusColumns() {}

  static List<Column<FocusRow>> of(Directory directory) {
    return List.of(
        decimal("BilledCost", FocusRow::cost),
        new Column<>("BillingAccountId", FocusRow::account),
        new Column<>("BillingAccountName", row -> directory.account(row.account()).map(Account::name).orElse(row.account())),
        new Column<>("BillingCurrency", FocusRow::currency),
        new Column<>("BillingPeriodEnd", row -> Timestamps.utc(Hours.firstOfMonth(row.month() + 1))),
        new Column<>("BillingPeriodStart", row -> Timestamps.utc(Hours.firstOfMonth(row.month()))),
        new Column<>("ChargeCategory", row -> row.category().label()),
        new Column<>("ChargeClass", row -> row.correction() ? "Correction" : null),
        new Column<>("ChargeDescription", FocusRow::description),
        new Column<>("ChargeFrequency", row -> row.category().frequency()),
        new Column<>("ChargePeriodEnd", row -> Timestamps.utc(row.to())),
        new Column<>("ChargePeriodStart", row -> Timestamps.utc(row.from())),
        decimal("ConsumedQuantity", row -> row.consumed().orElse(null)),
        new Column<>("ConsumedUnit", row -> row.consumedUnit().orElse(null)),
        decimal("ContractedCost", FocusRow::cost),
        decimal("EffectiveCost", FocusRow::cost),
        new Column<>("InvoiceId", row -> row.invoice().orElse(null)),
        new Column<>("InvoiceIssuerName", FocusRow::issuer),
        decimal("ListCost", FocusRow::list),
        new Column<>("PricingCategory", FocusRow::pricingCategory),
        decimal("PricingQuantity", FocusRow::priced),
        new Column<>("PricingUnit", FocusRow::pricingUnit),
        new Column<>("ProviderName", row -> FocusRow.PROVIDER),
        new Column<>("PublisherName", row -> FocusRow.PROVIDER),
        new Column<>("RegionId", row -> directory.org(row.org()).map(Org::region).orElse(null)),
        new Column<>("RegionName", row -> directory.org(row.org()).map(Org::region).orElse(null)),
        new Column<>("ServiceCategory", FocusRow::serviceCategory),
        new Column<>("ServiceName", FocusRow::serviceName),
        new Column<>("SkuId", FocusRow::dimension),
        new Column<>("SubAccountId", FocusRow::org),
        new Column<>("SubAccountName", row -> directory.org(row.org()).map(Org::name).orElse(row.org())));
  }

  private static Column<FocusRow> decimal(String name, Function<FocusRow, BigDecimal> of) {
    return new Column<>(name, row -> {
      var value = of.apply(row);
      return value == null ? null : value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    });
  }
}
