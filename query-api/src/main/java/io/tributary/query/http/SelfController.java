package io.tributary.query.http;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.tributary.model.Access;
import io.tributary.model.Account;
import io.tributary.model.Directory;
import io.tributary.model.Hours;
import io.tributary.model.Org;
import io.tributary.model.Partner;
import io.tributary.model.UsageType;
import io.tributary.query.access.Caller;
import io.tributary.query.access.Caller.Place;
import io.tributary.query.access.CostHidden;
import io.tributary.query.access.Endpoint;
import io.tributary.query.access.VisibleCosts;
import io.tributary.query.query.Timestamps;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a program needs to know before it asks anything: whose keys these are, what they show, and which usage there is. */
@Controller("/api/v2/tributary")
@ExecuteOn(TaskExecutors.VIRTUAL)
final class SelfController {
  private final Door door;
  private final InstantSource clock;

  SelfController(Door door, InstantSource clock) {
    this.door = door;
    this.clock = clock;
  }

  /**
   * @param kind {@code partner}, {@code account} (its parent org) or {@code child}
   * @param accountPublicId null for a partner
   * @param reseller name of the partner that the account buys from now; null for a partner and for direct customers
   * @param now the server's clock, by which months begin
   */
  @JsonNaming(SnakeCaseStrategy.class)
  record Self(String publicId, String name, String kind, String accountPublicId, String accountName, String reseller,
      List<String> permissions, Shows shows, String now) {}

  /** Which costs of the present months can be seen; {@code whyNot} is a sentence, or null. */
  @JsonNaming(SnakeCaseStrategy.class)
  record Shows(boolean cost, boolean projectedCost, String whyNot) {}

  @Get("/me")
  HttpResponse<?> me(HttpRequest<?> request) {
    return door.enter(request, Endpoint.SELF, (caller, directory) -> HttpResponse.ok(self(caller, directory, clock.instant())));
  }

  private static Self self(Caller caller, Directory directory, Instant now) {
    var account = switch (caller.place()) {
      case Place.AccountRoot(var id) -> directory.account(id);
      case Place.Child(var id) -> directory.account(id);
      default -> Optional.<Account>empty();
    };
    var name = caller.partner().flatMap(directory::partner).map(Partner::name).or(() -> directory.org(caller.org()).map(Org::name));
    var kind = switch (caller.place()) {
      case Place.PartnerAdmin ignored -> "partner";
      case Place.AccountRoot ignored -> "account";
      default -> "child";
    };
    var reseller = account.flatMap(one -> one.partnerAt(Hours.of(now))).flatMap(directory::partner).map(Partner::name);
    return new Self(caller.org(), name.orElse(caller.org()), kind, account.map(Account::publicId).orElse(null),
        account.map(Account::name).orElse(null), reseller.orElse(null), caller.permissions().stream().sorted().toList(),
        shows(caller, directory, now), Timestamps.precise(now));
  }

  private static Shows shows(Caller caller, Directory directory, Instant now) {
    if (!caller.permissions().containsAll(List.of(Access.USAGE_READ, Access.BILLING_READ))) {
      return new Shows(false, false, "These keys' role may see usage, but not cost");
    }
    if (caller.place() instanceof Place.Child) {
      return new Shows(false, false, "Cost is shown to the parent org of an account");
    }
    int month = Hours.monthOf(now);
    try {
      VisibleCosts.of(caller, directory, Endpoint.COST_TABLE, month - 1, month + 1, true);
    } catch (CostHidden e) {
      return new Shows(false, false, e.getMessage());
    }
    try {
      VisibleCosts.of(caller, directory, Endpoint.PROJECTED_COST, month, month + 1, true);
      return new Shows(true, true, null);
    } catch (CostHidden e) {
      return new Shows(true, false, e.getMessage());
    }
  }

  @JsonNaming(SnakeCaseStrategy.class)
  record Types(Collection<Type> usageTypes) {}

  /**
   * @param title null where it has none but its name
   * @param metric how metrics queries and monitors call it
   * @param monthlyFunction {@code sum}, {@code avg}, {@code max} or {@code top99p}
   */
  @JsonNaming(SnakeCaseStrategy.class)
  record Type(String productFamily, String usageType, String title, String unit, String measure, String monthlyFunction,
      String billingDimension, String metric) {
    static Type from(UsageType type) {
      return new Type(type.family(), type.name(), type.title().orElse(null), type.unit(),
          type.measure().label(), type.monthly().name().toLowerCase(Locale.ROOT),
          type.billingDimension().orElse(null),
          "datadog.estimated_usage." + type.estimatedMetric().orElse(type.family() + "." + type.name()));
    }
  }

  /** Everything that can be used. */
  @Get("/usage_types")
  HttpResponse<?> usageTypes(HttpRequest<?> request) {
    return door.enter(request, Endpoint.SELF, (caller, directory) -> HttpResponse.ok(new Types(directory.catalogue().types().stream()
        .sorted(Comparator.comparing((UsageType type) -> type.key().toString())).map(Type::from).toList())));
  }
}
