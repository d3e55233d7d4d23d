package io.tributary.model;

import java.util.List;
import java.util.Set;

/**
 * The question between services for usage by name, see {@link ProductTable}.
 *
 * @param orgs public ids, of whose own usage
 * @param types ids of usage types that have a table
 * @param from first bucket: an hour or a month as {@link Hours} counts them, or a day since 1970
 * @param to first bucket after
 */
public record NameQuery(List<String> orgs, Set<Integer> types, Bucket bucket, int from, int to) {
  public enum Bucket {
    HOUR,
    /** Of tables that have months. */
    DAY,
    /** Of tables that have months. */
    MONTH
  }

  public NameQuery {
    orgs = List.copyOf(orgs);
    types = Set.copyOf(types);
    if (from > to) {
      throw new IllegalArgumentException("from " + from + " is after to " + to);
    }
  }

  public NameQuery forOrgs(List<String> some) {
    return new NameQuery(some, types, bucket, from, to);
  }
}
