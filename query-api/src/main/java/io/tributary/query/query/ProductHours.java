package io.tributary.query.query;

import io.tributary.model.Directory;
import io.tributary.model.MonthCell;
import io.tributary.model.MonthlyFunction;
import io.tributary.model.UsageType;
import io.tributary.query.access.Caller;
import io.tributary.query.access.VisibleHours;
import io.tributary.query.reader.UsageReader;
import io.tributary.rules.Monthly;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The own usage of an org and of those below it, of a few usage types, hour by hour. Every hour that has begun is there for every
 * org that used any of the types in any of them, and for the one that asks; what was not measured is not known, which is not zero.
 *
 * @param asOf append time up to which all of it is complete
 * @param span the hours, as far as they have begun
 * @param orgs public ids, sorted
 */
public record ProductHours(Instant asOf, HourSpan span, SortedSet<String> orgs, Map<Place, Map<Integer, MonthCell>> cells) {
  /** Orgs times hours of one answer: two thousand orgs for a day, or one for the two months that are the most. */
  static final int MOST = 50_000;

  record Place(String org, int hour) {}

  /**
   * What is asked for by the parameters of one product's endpoint.
   *
   * @param product the row of the table
   */
  public record Query(HourlyProduct product, HourSpan span) {
    /**
     * @param products the rows of the endpoint, at least one
     * @throws InvalidQuery with every problem
     */
    public static Query of(List<HourlyProduct> products, Parameters parameters, Instant now) {
      var span = HourSpan.read(parameters, now);
      var product = HourlyProduct.asked(products, parameters);
      parameters.check();
      return new Query(product, span);
    }
  }

  /**
   * Reads the hours.
   *
   * @throws InvalidQuery when an answer would be too long
   * @throws io.tributary.model.NotReady when any of them cannot be read now
   */
  public static ProductHours read(UsageReader reader, Collection<UsageType> types, HourSpan asked, Caller caller, Directory directory,
      Instant now) {
    var span = asked.begun(now);
    var visible = VisibleHours.of(caller, directory, span.from(), Math.max(span.from(), span.to()), true, false);
    checkSize(visible.orgs(), span);
    var orgs = new TreeSet<String>();
    // A partner's admin org is no org, and has no usage of its own.
    directory.org(caller.org()).ifPresent(self -> orgs.add(self.publicId()));
    var ids = types.stream().map(UsageType::id).collect(Collectors.toSet());
    var question = visible.question(span.from(), span.to());
    if (question.isEmpty() || ids.isEmpty()) {
      return new ProductHours(reader.progress().asOf(), span, orgs, Map.of());
    }
    var cells = new HashMap<Place, Map<Integer, MonthCell>>();
    var rows = reader.read(question.get());
    for (var row : rows.rows()) {
      if (row.org().isPresent() && visible.sees(row)) {
        row.cells().forEach((type, cell) -> {
          if (ids.contains(type)) {
            orgs.add(row.org().get());
            cells.computeIfAbsent(new Place(row.org().get(), row.bucket()), any -> new HashMap<>()).merge(type, cell, MonthCell::merge);
          }
        });
      }
    }
    return new ProductHours(rows.asOf(), span, orgs, cells);
  }

  static void checkSize(int orgs, HourSpan span) {
    int hours = Math.max(0, span.to() - span.from());
    if ((long) orgs * hours > MOST) {
      throw new InvalidQuery(List.of("the " + hours + " hours of " + orgs + " orgs are more than the " + MOST
          + " that one answer may have; ask for fewer hours, or for /api/v2/usage/hourly_usage, which has pages"));
    }
  }

  /** A whole number of the type's unit; empty where it was not measured. */
  public OptionalLong value(String org, int hour, UsageType type) {
    var cell = cells.getOrDefault(new Place(org, hour), Map.of()).get(type.id());
    // An hour's cell has its units in the sum.
    return cell == null ? OptionalLong.empty()
        : OptionalLong.of(Monthly.rounded(Monthly.value(cell, MonthlyFunction.SUM, 1, type.measure().unitsPerOne())));
  }
}
