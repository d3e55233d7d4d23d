package io.tributary.query.query;

import io.tributary.catalog.Catalogue;
import io.tributary.model.Hours;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the hourly usage is asked for.
 *
 * @param from first hour
 * @param to first hour after
 * @param families never empty, {@code all} written out
 * @param descendants whether child orgs are included
 * @param connected whether a partner's customers are
 * @param breakdown whether rows of the family {@code logs} carry the indexed logs of each retention too
 * @param page which page of the answer
 */
public record HourlyQuery(
    int from, int to, SortedSet<String> families, boolean descendants, boolean connected, boolean breakdown, PageQuery page) {
  private static final String START = "filter[timestamp][start]";
  private static final String END = "filter[timestamp][end]";
  private static final String FAMILIES = "filter[product_families]";
  private static final String VERSIONS = "filter[versions]";
  private static final String VERSION = "1.0.0";
  private static final int DAY = 24;
  private static final int MOST_MONTHS = 2;
  private static final int LARGEST_PAGE = 500;

  /**
   * Reads and checks the parameters.
   *
   * @throws InvalidQuery with every problem
   */
  public static HourlyQuery of(Parameters parameters, Catalogue catalogue, Instant now) {
    parameters.require(START);
    parameters.require(FAMILIES);
    var from = parameters.hour(START);
    var end = parameters.hour(END);
    int to = end.orElse(from.orElse(0) + DAY);
    from.ifPresent(start -> checkTimes(parameters, start, to, now));
    var families = families(parameters, catalogue);
    for (var version : parameters.list(VERSIONS)) {
      var parts = version.split(":", 2);
      if (parts.length < 2 || !catalogue.isFamily(parts[0]) || !parts[1].equals(VERSION)) {
        parameters.invalid(VERSIONS, version, "product_family:version; the only version is " + VERSION);
      }
    }
    var query = new HourlyQuery(from.orElse(0), to, families, parameters.flag("filter[include_descendants]"),
        parameters.flag("filter[include_connected_accounts]"), parameters.flag("filter[include_breakdown]"),
        PageQuery.of(parameters, "page[limit]", LARGEST_PAGE, LARGEST_PAGE, "page[next_record_id]"));
    parameters.check();
    return query;
  }

  static void checkTimes(Parameters parameters, int from, int to, Instant now) {
    if (from >= to) {
      parameters.problem("start_hr [" + Timestamps.shortHour(from) + "] must be before end_hr [" + Timestamps.shortHour(to) + "]");
    }
    if (from > Hours.of(now)) {
      parameters.problem("start_hr cannot be in the future");
    }
    if (from < Hours.oldestKept(now)) {
      parameters.problem("start_hr cannot go beyond " + Hours.HOUR_RETENTION_MONTHS + " months in the past; the farthest you can go: "
          + Timestamps.shortHour(Hours.oldestKept(now)));
    }
    var longest = Hours.start(from).atOffset(ZoneOffset.UTC).plusMonths(MOST_MONTHS);
    if (Hours.start(to).isAfter(longest.toInstant())) {
      parameters.problem("at most two months of hours can be asked for at once; end_hr [" + Timestamps.shortHour(to)
          + "] must not be after [" + Timestamps.shortHour(Hours.of(longest.toInstant())) + "]");
    }
  }

  private static SortedSet<String> families(Parameters parameters, Catalogue catalogue) {
    var families = new TreeSet<String>();
    for (var family : parameters.list(FAMILIES)) {
      if (family.equals(Catalogue.ALL_FAMILIES)) {
        families.addAll(catalogue.families());
      } else if (catalogue.isFamily(family)) {
        families.add(family);
      } else {
        parameters.invalid(FAMILIES, family, "(" + String.join("|", catalogue.families()) + ")");
      }
    }
    if (parameters.text(FAMILIES).isPresent() && parameters.list(FAMILIES).isEmpty()) {
      parameters.problem("The parameter '" + FAMILIES + "' is required");
    }
    families.remove(Catalogue.ALL_FAMILIES);
    return families;
  }

  /** What tells it from others; a page's size may change on the way. */
  public List<String> question() {
    return List.of("hourly usage", Integer.toString(from), Integer.toString(to), String.join(",", families),
        Boolean.toString(descendants), Boolean.toString(connected), Boolean.toString(breakdown));
  }
}
