package io.tributary.query.query;

import io.tributary.catalog.Catalogue.Level;
import io.tributary.model.Contract;
import io.tributary.model.Directory;
import io.tributary.model.Hours;
import io.tributary.model.MonthClose;
import io.tributary.model.Rate;
import io.tributary.model.RateCard;
import io.tributary.model.UsageType;
import io.tributary.query.access.Caller;
import io.tributary.query.access.Caller.Place;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Billing dimensions: which ones contracts price, and by which keys the endpoints know them. */
public final class BillingDimensions {
  private static final String MONTH = "filter[month]";
  private static final String VIEW = "filter[view]";
  private static final Set<String> ACRONYMS = Set.of("apm", "api", "ci", "csm", "cspm", "cws", "dbm", "npm", "oss", "rum", "siem", "usm");

  private final Directory directory;
  private final Caller caller;

  /**
   * A dimension and where it is found.
   *
   * @param label its name for people
   */
  public record Mapped(String dimension, String label, List<Keys> endpoints) {}

  /** @param keys that an endpoint shows the dimension under; none where it does not show it */
  public record Keys(String endpoint, List<String> keys) {}

  /**
   * What the mapping is asked for.
   *
   * @param active whether only dimensions are wanted that a contract prices in the month
   */
  public record Query(int month, boolean active) {
    /** @throws InvalidQuery with every problem */
    public static Query of(Parameters parameters, Instant now) {
      int current = Hours.monthOf(now);
      int month = parameters.month(MONTH).orElse(current);
      if (month > current) {
        parameters.problem("Start month cannot be in the future");
      }
      MonthSpan.notBefore(parameters, month, current - Hours.HOUR_RETENTION_MONTHS, Hours.HOUR_RETENTION_MONTHS);
      var view = parameters.text(VIEW).orElse("active");
      if (!view.equals("active") && !view.equals("all")) {
        parameters.invalid(VIEW, view, "(active|all)");
      }
      parameters.check();
      return new Query(month, view.equals("active"));
    }
  }

  public BillingDimensions(Caller caller, Directory directory) {
    this.caller = caller;
    this.directory = directory;
  }

  /** Sorted: the dimensions that contracts of the caller's price at some time of a month. */
  public SortedSet<String> active(int month) {
    int from = Hours.firstOfMonth(month);
    int to = Hours.firstOfMonth(month + 1);
    var dimensions = new TreeSet<String>();
    contracts().filter(contract -> contract.startHour() < to && contract.end() > from)
        .flatMap(contract -> cards(contract, from, to)).flatMap(card -> card.rates().stream()).map(Rate::dimension)
        .forEach(dimensions::add);
    return dimensions;
  }

  private static Stream<RateCard> cards(Contract contract, int from, int to) {
    var cards = contract.cards();
    return cards.stream().filter(card -> {
      int next = cards.indexOf(card) + 1;
      return card.fromHour() < to && (next == cards.size() || cards.get(next).fromHour() > from);
    });
  }

  private Stream<Contract> contracts() {
    return switch (caller.place()) {
      case Place.PartnerAdmin(var partner) ->
          directory.contracts().stream().filter(contract -> contract.partner().filter(partner::equals).isPresent());
      case Place.AccountRoot(var account) -> directory.contractsOf(account).stream();
      case Place.Child(var account) -> directory.contractsOf(account).stream();
      case Place.Nowhere ignored -> Stream.empty();
    };
  }

  /** The latest month that is closed for an account of the caller's; the one before the current where none is. */
  public int lastClosed(Instant now) {
    var accounts = contracts().map(Contract::account).collect(Collectors.toSet());
    return directory.closes().stream().filter(close -> accounts.contains(close.account())).mapToInt(MonthClose::month).max()
        .orElse(Hours.monthOf(now) - 1);
  }

  /** By dimension. */
  public List<Mapped> mapped(Query query) {
    var dimensions = active(query.month());
    if (!query.active()) {
      directory.catalogue().types().forEach(type -> type.billingDimension().ifPresent(dimensions::add));
    }
    return dimensions.stream().map(this::mapped).toList();
  }

  private Mapped mapped(String dimension) {
    var type = directory.catalogue().byDimension(dimension);
    return new Mapped(dimension, type.flatMap(UsageType::title).orElseGet(() -> label(dimension)), List.of(
        new Keys("api/v1/usage/billable-summary", type.map(UsageType::billableKeys).orElse(List.of())),
        new Keys("api/v1/usage/summary", type.map(one -> one.summaryKeys().stream().flatMap(key -> Level.DATE.of(key).stream()).toList())
            .orElse(List.of())),
        new Keys("api/v2/usage/hourly_usage", type.map(one -> List.of(one.name())).orElse(List.of()))));
  }

  private static String label(String dimension) {
    return Arrays.stream(dimension.split("_")).map(word -> ACRONYMS.contains(word) ? word.toUpperCase(Locale.ROOT)
        : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1)).collect(Collectors.joining(" "));
  }
}
