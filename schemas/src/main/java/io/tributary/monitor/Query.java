package io.tributary.monitor;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A metric's series: {@code sum:datadog.estimated_usage.logs.ingested_bytes{child_org_name:x} by {account_name}.as_count()}. Usage of
 * many places is always added up: the space aggregator is {@code sum}.
 *
 * @param metric with its prefix, see {@link Metrics}
 * @param groupBy a series for each combination of these; none: one series
 * @param as what a point is of
 * @param rollup what the points of a time become; empty: whatever suits the time that is asked for
 */
public record Query(String metric, Filter filter, List<Tag> groupBy, As as, Optional<Rollup> rollup) {
  public Query {
    groupBy = List.copyOf(groupBy);
  }

  public enum As {
    /** What the cells say. */
    PLAIN,
    /** What the cells say, added up over a point's interval. */
    COUNT,
    /** Per second. */
    RATE
  }

  /** @param seconds a multiple of 300; from 3,600 on one of 3,600 */
  public record Rollup(Aggregator by, int seconds) {}

  /** What rows a query is made of. */
  public enum Detail {
    /** The owner's own total will do. */
    TOTAL,
    /** Accounts' totals. */
    ACCOUNT,
    /** Orgs' own usage. */
    ORG
  }

  /** The coarsest rows that can answer it. */
  public Detail detail() {
    if (uses(Tag::isOfOrg)) {
      return Detail.ORG;
    }
    return uses(Tag::isOfAccount) ? Detail.ACCOUNT : Detail.TOTAL;
  }

  private boolean uses(Predicate<Tag> tag) {
    return groupBy.stream().anyMatch(tag) || filter.conditions().stream().map(Filter.Condition::tag).anyMatch(tag);
  }

  /** The group that usage with these tags, which must have all that are grouped by, belongs to: values in the order of the tags. */
  public List<String> group(Map<Tag, String> tags) {
    return groupBy.stream().map(tag -> tags.getOrDefault(tag, "")).toList();
  }

  /** A group's name: {@code account_name:x,child_org_name:y}; {@code *} of a query without groups. */
  public String groupName(List<String> group) {
    var name = new StringBuilder();
    for (int i = 0; i < groupBy.size(); i++) {
      name.append(i == 0 ? "" : ",").append(groupBy.get(i).label()).append(':').append(group.get(i));
    }
    return groupBy.isEmpty() ? "*" : name.toString();
  }

  @Override
  public String toString() {
    return "sum:" + metric + "{" + filter + "}"
        + (groupBy.isEmpty() ? "" : " by {" + groupBy.stream().map(Tag::label).collect(Collectors.joining(",")) + "}")
        + switch (as) {
          case PLAIN -> "";
          case COUNT -> ".as_count()";
          case RATE -> ".as_rate()";
        } + rollup.map(one -> ".rollup(" + one.by().label() + ", " + one.seconds() + ")").orElse("");
  }
}
