package io.tributary.local.demo;

import io.tributary.model.Account;
import io.tributary.model.Connection;
import io.tributary.model.Directory.Change;
import io.tributary.model.Hours;
import io.tributary.model.Org;
import io.tributary.model.Org.Placement;
import io.tributary.model.Partner;
import io.tributary.model.Rate;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The invented reseller and its customers: five accounts that are connected today, one of them in the 30 days after its
 * contract; one whose contract ended 40 days ago; and a direct customer that the reseller never sees. All have contracts; the prices
 * for two of them are published.
 */
public final class World {
  /** The reseller's own org: it sees the accounts, and uses nothing itself. */
  public static final Partner PARTNER = new Partner(id("Stratolane Cloud Services"), "Stratolane Cloud Services", "us1");

  /**
   * An org and its size.
   *
   * @param parent name of the org above; null for an account's root
   * @param size 1000 is an average org
   * @param zone hours that its day is ahead of UTC
   */
  record Site(String account, String parent, String name, String region, int size, int zone) {
    String publicId() {
      return id(name);
    }
  }

  /** Older than any history that can be told. */
  private static final int DAYS_OF_ORGS = 440;

  private static final String CORVANE = "Corvane Logistics";
  private static final String MAPLEWICK = "Maplewick Retail";
  private static final String TALVER = "Talver Insurance";
  private static final String OSTELIN = "Ostelin Foods";
  private static final String BRENNICK = "Brennick Energy";
  private static final String QUILLMARK = "Quillmark Media";
  private static final String FENHOLT = "Fenholt Robotics";

  private static final List<Site> SITES = List.of(
      new Site(CORVANE, null, CORVANE, "eu1", 1800, 1),
      new Site(CORVANE, CORVANE, "Corvane Europe", "eu1", 1500, 1),
      new Site(CORVANE, "Corvane Europe", "Corvane Benelux", "eu1", 700, 1),
      new Site(CORVANE, "Corvane Europe", "Corvane Nordics", "eu1", 500, 1),
      new Site(CORVANE, CORVANE, "Corvane Americas", "us1", 1200, -5),
      new Site(MAPLEWICK, null, MAPLEWICK, "us1", 600, -6),
      new Site(MAPLEWICK, MAPLEWICK, "Maplewick Online", "us1", 2400, -6),
      new Site(MAPLEWICK, MAPLEWICK, "Maplewick Stores", "us3", 900, -8),
      new Site(TALVER, null, TALVER, "us5", 1600, -5),
      new Site(TALVER, TALVER, "Talver Claims", "us5", 800, -5),
      new Site(OSTELIN, null, OSTELIN, "eu1", 700, 2),
      new Site(OSTELIN, OSTELIN, "Ostelin Cold Chain", "eu1", 400, 2),
      new Site(BRENNICK, null, BRENNICK, "ap1", 900, 9),
      new Site(BRENNICK, BRENNICK, "Brennick Grid", "ap1", 600, 9),
      new Site(QUILLMARK, null, QUILLMARK, "us1", 800, -5),
      new Site(QUILLMARK, QUILLMARK, "Quillmark Studios", "us1", 500, -8),
      new Site(FENHOLT, null, FENHOLT, "eu1", 1000, 0),
      new Site(FENHOLT, FENHOLT, "Fenholt Assembly", "eu1", 700, 0),
      new Site(FENHOLT, FENHOLT, "Fenholt Labs", "eu1", 300, 0));

  private World() {}

  /** Root org of a connected account, with a tree of three levels below the account. */
  public static String customer() {
    return id(CORVANE);
  }

  /** Root org of a connected account whose prices the reseller has not published: it sees usage, and no cost. */
  public static String unpriced() {
    return id(MAPLEWICK);
  }

  /** An org below {@link #customer}. */
  public static String child() {
    return id("Corvane Europe");
  }

  /** Root org of the customer outside the partner. */
  public static String direct() {
    return id(FENHOLT);
  }

  /** Public id of the org with this name, or with this public id. */
  public static Optional<String> find(String org) {
    return SITES.stream().filter(site -> site.name().equalsIgnoreCase(org) || site.publicId().equals(org)).map(Site::publicId).findFirst();
  }

  static List<Site> sites() {
    return SITES;
  }

  /** Public ids of all accounts, the direct customer's too. */
  static List<String> accounts() {
    return SITES.stream().map(site -> accountId(site.account())).distinct().toList();
  }

  /** Everything to write into an empty directory; contracts are dated from today's first hour, UTC. */
  public static List<Change> changes(Instant now) {
    int today = Hours.of(now.truncatedTo(ChronoUnit.DAYS));
    var changes = new ArrayList<Change>();
    changes.add(new Change.PutPartner(PARTNER));
    changes.add(account(CORVANE, contract(today, 420, OptionalInt.empty())));
    changes.add(account(MAPLEWICK, contract(today, 390, OptionalInt.empty())));
    changes.add(account(TALVER, contract(today, 365, OptionalInt.of(today + 200 * 24))));
    changes.add(account(OSTELIN, contract(today, 330, OptionalInt.of(today + 90 * 24))));
    changes.add(account(BRENNICK, contract(today, 375, OptionalInt.of(today - 10 * 24))));
    changes.add(account(QUILLMARK, contract(today, 405, OptionalInt.of(today - 40 * 24))));
    changes.add(account(FENHOLT, List.of()));
    int created = today - DAYS_OF_ORGS * 24;
    SITES.forEach(site -> changes.add(new Change.PutOrg(new Org(site.publicId(), site.name(), site.region(), List.of(site.parent() == null
        ? Placement.rootOf(accountId(site.account()), created) : Placement.under(id(site.parent()), created))))));
    money(today).forEach(change -> changes.add(Contracts.closingFrom(Hours.month(today), change)));
    return changes;
  }

  /** A contract for the whole time of each connection, and one of the direct customer's own. */
  private static List<Change> money(int today) {
    return List.of(
        resold(CORVANE, today - 420 * 24, OptionalInt.empty(), Contracts.card(28, 75)),
        Contracts.published(accountId(CORVANE), today - 420 * 24,
            Contracts.markup("18", Contracts.own("infra_host", Optional.of("15.5"), "19.25"),
                Contracts.own("rum_replay", Optional.empty(), "2.35"))),
        Contracts.changed(accountId(MAPLEWICK), PARTNER.publicId(), today - 390 * 24, today, Contracts.card(16, 85),
            Contracts.card(20, 80)),
        Contracts.draft(accountId(MAPLEWICK), Contracts.markup("12.5")),
        resold(TALVER, today - 365 * 24, OptionalInt.of(today + 200 * 24), Contracts.cardWithSupport(12, 82)),
        resold(OSTELIN, today - 330 * 24, OptionalInt.of(today + 90 * 24), Contracts.card(6, 90)),
        Contracts.published(accountId(OSTELIN), today - 330 * 24, Contracts.markup("10")),
        resold(BRENNICK, today - 375 * 24, OptionalInt.of(today - 10 * 24), Contracts.card(8, 88)),
        resold(QUILLMARK, today - 405 * 24, OptionalInt.of(today - 40 * 24), Contracts.card(7, 92)),
        Contracts.direct(accountId(FENHOLT), today - DAYS_OF_ORGS * 24, Contracts.cardWithSupport(9, 100)));
  }

  private static Change resold(String account, int start, OptionalInt end, List<Rate> rates) {
    return Contracts.resold(accountId(account), PARTNER.publicId(), start, end, rates);
  }

  private static Change account(String name, List<Connection> contracts) {
    return new Change.PutAccount(new Account(accountId(name), name, contracts));
  }

  private static List<Connection> contract(int today, int daysAgo, OptionalInt end) {
    return List.of(new Connection(PARTNER.publicId(), today - daysAgo * 24, end));
  }

  private static String accountId(String name) {
    return id("account of " + name);
  }

  /** Looks like the reference system's ids, and is the same at every start. */
  private static String id(String name) {
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
