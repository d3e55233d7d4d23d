package io.tributary.bench.query;

import io.tributary.bench.world.Workload;
import io.tributary.catalog.Catalogue;
import io.tributary.model.Account;
import io.tributary.model.Connection;
import io.tributary.model.Contract;
import io.tributary.model.Directory.Change;
import io.tributary.model.Org;
import io.tributary.model.Org.Placement;
import io.tributary.model.Partner;
import io.tributary.model.Pricing;
import io.tributary.model.Pricing.Fallback;
import io.tributary.model.Pricing.Prices;
import io.tributary.model.Pricing.Published;
import io.tributary.model.RateCard;
import io.tributary.model.UsageType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * One partner and its accounts, each of one org and with a contract of one card that rates the same 20 dimensions. For every other
 * account the partner has published prices of its own.
 *
 * @param firstHour an hour from which all of it holds
 */
record Fleet(int accounts, int firstHour) {
  static final String PARTNER = "partner-0001";
  private static final String CURRENCY = "USD";
  private static final Prices SOLD = new Prices(Fallback.MARKUP, new BigDecimal("12.5"), true, List.of());
  /** Keeps the ids of orgs apart from what else is made of small numbers. */
  private static final long ORG_IDS = 0x6f7267L << 32;

  /** What is used and rated, by the dimension's number. */
  static List<UsageType> types() {
    var catalogue = Catalogue.builtIn();
    return Card.DIMENSIONS.stream().map(dimension -> catalogue.byDimension(dimension).orElseThrow(
        () -> new IllegalStateException("the catalogue has no usage type that is billed as " + dimension))).toList();
  }

  /** What makes an empty directory this one. */
  List<Change> changes() {
    var changes = new ArrayList<Change>();
    changes.add(new Change.PutPartner(new Partner(PARTNER, "Benchmark partner", "us1")));
    for (int account = 0; account < accounts; account++) {
      changes.add(new Change.PutAccount(new Account(account(account), "Account " + account,
          List.of(new Connection(PARTNER, firstHour, OptionalInt.empty())))));
      changes.add(new Change.PutOrg(new Org(org(account), "Org " + account, "us1",
          List.of(Placement.rootOf(account(account), firstHour)))));
      changes.add(new Change.PutContract(new Contract(contract(account), account(account), Optional.of(PARTNER), firstHour,
          OptionalInt.empty(), CURRENCY, List.of(new RateCard(firstHour, new Card(account).rates())))));
      if (account % 2 == 0) {
        changes.add(new Change.PutPricing(new Pricing(contract(account), Optional.empty(), List.of(new Published(firstHour, SOLD)))));
      }
    }
    return changes;
  }

  static String account(int number) {
    return "account-%05d".formatted(number);
  }

  private static String contract(int account) {
    return "contract-%05d".formatted(account);
  }

  /** Twelve hexadecimal digits that hash well: keys decide the partition. */
  static String org(int account) {
    return HexFormat.of().toHexDigits(Workload.mix(ORG_IDS + account), 12);
  }

  /** By number. */
  List<String> orgs() {
    return IntStream.range(0, accounts).mapToObj(Fleet::org).toList();
  }
}
