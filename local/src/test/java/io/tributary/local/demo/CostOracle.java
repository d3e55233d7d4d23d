package io.tributary.local.demo;

import io.tributary.model.Contract;
import io.tributary.model.Directory;
import io.tributary.model.Hours;
import io.tributary.model.Pricing;
import io.tributary.model.Rate;
import io.tributary.model.Rate.Price;
import io.tributary.model.Rate.Tier;
import io.tributary.model.RateCard;
import io.tributary.model.UsageEvent;
import io.tributary.model.UsageType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.duckdb.DuckDBConnection;

/**
 * What everybody's usage costs, reckoned by SQL alone ({@code usage.sql}, {@code cost.sql}) from raw events and from contracts as
 * rows. Nothing of the product's arithmetic is used; numbers that the SQL's whole units cannot hold are refused here.
 */
final class CostOracle implements AutoCloseable {
  /** Decimals of prices and minimums, and of quantities and percentages, that the SQL counts. */
  private static final int NANO = 9;
  private static final int MILLI = 3;
  private static final int MICRO = 6;

  private final DuckDBConnection duck;

  /** Whose amounts: what accounts owe by their contracts, or what their partner charges them. */
  enum Side { BUY, SELL }

  /** Where an amount stands; {@code org} is empty in an account's. */
  record Place(String account, String org, String dimension, String chargeType) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      return toString().compareTo(other.toString());
    }
  }

  /** Tells each event. */
  interface Events {
    void each(Consumer<UsageEvent> event);
  }

  CostOracle(Directory directory, Events events) throws SQLException {
    duck = (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:");
    try (var sql = duck.createStatement()) {
      sql.execute("CREATE TABLE events(id VARCHAR, source VARCHAR, org VARCHAR, type INTEGER, epoch_s BIGINT, quantity BIGINT,"
          + " entity VARCHAR)");
      sql.execute("CREATE TABLE usage_types(type INTEGER, measure VARCHAR, monthly VARCHAR, units HUGEINT, dimension VARCHAR)");
      sql.execute("CREATE TABLE orgs(public_id VARCHAR PRIMARY KEY, parent VARCHAR, account VARCHAR)");
      sql.execute("CREATE TABLE contracts(contract VARCHAR PRIMARY KEY, account VARCHAR UNIQUE, start_hour INTEGER, end_hour INTEGER)");
      sql.execute("CREATE TABLE cards(contract VARCHAR, card INTEGER)");
      sql.execute("CREATE TABLE rates(contract VARCHAR, card INTEGER, dimension VARCHAR, per HUGEINT, metering VARCHAR, committed HUGEINT,"
          + " fee HUGEINT, kind VARCHAR, pct HUGEINT, list_price HUGEINT, minimum HUGEINT, PRIMARY KEY (contract, card, dimension))");
      sql.execute("CREATE TABLE tiers(contract VARCHAR, card INTEGER, dimension VARCHAR, nr INTEGER, up_to HUGEINT, price HUGEINT)");
      // One at most: two would be two rows of the same usage.
      sql.execute("CREATE TABLE allotments(contract VARCHAR, card INTEGER, dimension VARCHAR, parent VARCHAR, quantity HUGEINT,"
          + " PRIMARY KEY (contract, card, dimension))");
      sql.execute("CREATE TABLE published(contract VARCHAR, publication INTEGER, rule VARCHAR, pct HUGEINT, capped BOOLEAN)");
      sql.execute("CREATE TABLE own_prices(contract VARCHAR, publication INTEGER, dimension VARCHAR, committed_price HUGEINT,"
          + " on_demand_price HUGEINT)");
    }
    events(directory, events);
    for (var type : directory.catalogue().types()) {
      insert("usage_types", type.id(), type.measure().label(), type.monthly().label(), type.measure().unitsPerOne(),
          type.billingDimension().orElse(null));
    }
    for (var org : directory.orgs()) {
      if (org.placements().size() != 1) {
        throw new IllegalArgumentException("the SQL knows nothing of moves: " + org);
      }
      var place = org.placements().getFirst();
      insert("orgs", org.publicId(), place.parent().orElse(null), place.account().orElse(null));
    }
    for (var contract : directory.contracts()) {
      contract(contract, directory.pricing(contract.id()));
    }
    run(text("usage.sql"));
  }

  private void events(Directory directory, Events events) throws SQLException {
    try (var rows = duck.createAppender("events")) {
      events.each(event -> {
        try {
          rows.beginRow();
          rows.append(event.id());
          rows.append(event.source());
          rows.append(event.org());
          rows.append(directory.catalogue().find(new UsageType.Key(event.family(), event.usageType())).orElseThrow().id());
          rows.append(event.time().getEpochSecond());
          if (event.quantity() == null) {
            rows.appendNull();
          } else {
            rows.append(event.quantity().toBigDecimal().longValueExact());
          }
          if (event.entity() == null) {
            rows.appendNull();
          } else {
            rows.append(event.entity());
          }
          rows.endRow();
        } catch (SQLException e) {
          throw new IllegalStateException(event.toString(), e);
        }
      });
    }
  }

  private void contract(Contract contract, Optional<Pricing> pricing) throws SQLException {
    insert("contracts", contract.id(), contract.account(), contract.startHour(), contract.end());
    for (var card : contract.cards()) {
      insert("cards", contract.id(), card.fromHour());
      for (var rate : card.rates()) {
        rate(contract.id(), card, rate);
      }
    }
    for (var published : pricing.map(Pricing::published).orElse(List.of())) {
      var prices = published.prices();
      insert("published", contract.id(), published.fromHour(), prices.fallback().name().toLowerCase(Locale.ROOT),
          whole(prices.percent(), MILLI), prices.capAtList());
      for (var own : prices.own()) {
        insert("own_prices", contract.id(), published.fromHour(), own.dimension(), whole(own.committed(), NANO),
            whole(own.onDemand(), NANO));
      }
    }
  }

  private void rate(String contract, RateCard card, Rate rate) throws SQLException {
    var kind = switch (rate.onDemand()) {
      case Price.Flat any -> "flat";
      case Price.Graduated any -> "graduated";
      case Price.Volume any -> "volume";
      case Price.PercentOfBill any -> "percent";
    };
    insert("rates", contract, card.fromHour(), rate.dimension(), whole(rate.per(), 0), rate.metering().name().toLowerCase(Locale.ROOT),
        rate.committed().map(bought -> whole(bought.quantity(), MILLI)).orElse("0"),
        rate.committed().map(bought -> whole(bought.price(), NANO)).orElse(null), kind,
        rate.onDemand() instanceof Price.PercentOfBill(var percent) ? whole(percent, MILLI) : null,
        whole(rate.list(), NANO), whole(rate.minimum(), NANO));
    var tiers = switch (rate.onDemand()) {
      case Price.Flat(var unit) -> List.of(new Tier(Optional.empty(), unit));
      case Price.Graduated(var steps) -> steps;
      case Price.Volume(var steps) -> steps;
      case Price.PercentOfBill any -> List.<Tier>of();
    };
    for (int nr = 0; nr < tiers.size(); nr++) {
      insert("tiers", contract, card.fromHour(), rate.dimension(), nr, whole(tiers.get(nr).upTo(), MILLI),
          whole(tiers.get(nr).unit(), NANO));
    }
    for (var allotment : rate.allotments()) {
      insert("allotments", contract, card.fromHour(), rate.dimension(), allotment.parent(), whole(allotment.quantity(), MILLI));
    }
  }

  /** @return as text, which DuckDB makes the column's type of */
  private static String whole(BigDecimal value, int decimals) {
    return value.movePointRight(decimals).toBigIntegerExact().toString();
  }

  private static String whole(Optional<BigDecimal> value, int decimals) {
    return value.map(known -> whole(known, decimals)).orElse(null);
  }

  private void insert(String table, Object... values) throws SQLException {
    try (var row = duck.prepareStatement("INSERT INTO " + table + " VALUES (" + "?, ".repeat(values.length - 1) + "?)")) {
      for (int i = 0; i < values.length; i++) {
        row.setObject(i + 1, values[i]);
      }
      row.execute();
    }
  }

  /**
   * Reckons a month, up to an hour.
   *
   * @param month as {@link Hours#month}
   * @param until first hour that does not count
   */
  void reckon(int month, int until) throws SQLException {
    run("SET VARIABLE first = " + Hours.firstOfMonth(month) + ";\nSET VARIABLE next = " + Hours.firstOfMonth(month + 1)
        + ";\nSET VARIABLE until = " + until);
    run(text("cost.sql"));
  }

  /** Of accounts in the month that was reckoned last: {@code committed} and {@code on_demand} of every dimension. */
  Map<Place, BigDecimal> accounts(Side side) throws SQLException {
    return amounts("SELECT account, '', dimension, part, amount FROM amounts WHERE side = ?", side);
  }

  /** The same of orgs; without those that are zero. */
  Map<Place, BigDecimal> orgs(Side side) throws SQLException {
    return amounts("SELECT account, org, dimension, part, amount FROM shares WHERE amount <> 0 AND side = ?", side);
  }

  /** Rules of the month that was reckoned last that had a say in some amount. */
  Set<String> rules() throws SQLException {
    var rules = new TreeSet<String>();
    try (var sql = duck.createStatement(); var rows = sql.executeQuery("SELECT rule FROM rules")) {
      while (rows.next()) {
        rules.add(rows.getString(1));
      }
    }
    return rules;
  }

  private Map<Place, BigDecimal> amounts(String query, Side side) throws SQLException {
    var amounts = new TreeMap<Place, BigDecimal>();
    try (var sql = duck.prepareStatement(query)) {
      sql.setString(1, side.name().toLowerCase(Locale.ROOT));
      var rows = sql.executeQuery();
      while (rows.next()) {
        amounts.put(new Place(rows.getString(1), rows.getString(2), rows.getString(3), rows.getString(4)),
            new BigDecimal(rows.getString(5)).movePointLeft(MICRO).setScale(MICRO));
      }
    }
    return amounts;
  }

  private void run(String script) throws SQLException {
    try (var sql = duck.createStatement()) {
      for (var statement : script.split(";\\s*\\n")) {
        if (!statement.isBlank()) {
          sql.execute(statement);
        }
      }
    }
  }

  private static String text(String file) {
    try (var in = CostOracle.class.getResourceAsStream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(file, e);
    }
  }

  @Override
  public void close() throws SQLException {
    duck.close();
  }
}
