package io.tributary.aggregator.serving;

import io.tributary.aggregator.flow.StoredCells;
import io.tributary.model.MonthCell;
import io.tributary.model.RowQuery;
import io.tributary.model.RowQuery.Bucket;
import io.tributary.model.Rows.Row;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Reads the rows of a question from one partition's store. The caller holds the partition's cut. */
public final class StoreRows {
  private final StoredCells cells;
  private final RowQuery query;

  public StoreRows(ReadOnlyKeyValueStore<Bytes, byte[]> store, RowQuery query) {
    this.cells = new StoredCells(store);
    this.query = query;
  }

  public void collect(String holder, List<Row> into) {
    if (query.bucket() == Bucket.MONTH) {
      for (int month = query.from(); month < query.to(); month++) {
        months(holder, month, into);
      }
    } else {
      orgs(holder).forEach(org -> rows(holder, org, into));
    }
  }

  private void months(String holder, int month, List<Row> into) {
    cells.months(query.level(), holder, month, query.orgs(),
        (org, owner, found) -> into.add(new Row(holder, named(org), named(owner), month, found)));
  }

  private Set<String> orgs(String holder) {
    return switch (query.level()) {
      case ACCOUNT, PARTNER -> Set.of("");
      case ORG_OWN, ORG_SUBTREE, ORG_LATE -> {
        // Many named orgs of many holders: look which are there rather than ask each holder for each of them.
        if (!query.orgs().isEmpty() && query.orgs().size() <= 20) {
          yield query.orgs();
        }
        var there = cells.orgs(query.bucket(), holder);
        there.removeIf(org -> !query.orgs().isEmpty() && !query.orgs().contains(org));
        yield there;
      }
    };
  }

  private void rows(String holder, String org, List<Row> into) {
    cells.rows(query.bucket(), query.level(), holder, org, query.from(), query.to(), (at, owner, units) -> {
      var sums = new HashMap<Integer, MonthCell>();
      units.forEach((type, sum) -> sums.put(type, new MonthCell(sum, sum.signum() == 0 ? 0 : 1, List.of())));
      into.add(new Row(holder, named(org), named(owner), at, sums));
    });
  }

  private static Optional<String> named(String name) {
    return name.isEmpty() ? Optional.empty() : Optional.of(name);
  }
}
