package io.tributary.aggregator.flow;

import io.tributary.aggregator.watch.Place;
import io.tributary.aggregator.watch.Usage;
import io.tributary.codec.CellKeys.RowKey;
import io.tributary.model.CostQuery.Grain;
import io.tributary.model.MonthCell;
import io.tributary.model.Quantity;
import io.tributary.model.RowQuery.Bucket;
import io.tributary.model.RowQuery.Level;
import io.tributary.rating.CostRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The cells of one partition as monitors ask for them.
 *
 * @param totals cells of accounts, or of partners
 * @param orgs cells of orgs; of a partition of partners the same as {@code totals}, and not asked
 * @param costs rows of cost; empty for those who ask for none
 */
record StoredUsage(StoredCells totals, StoredCells orgs, Optional<StoredCosts> costs) implements Usage {
  @Override
  public NavigableMap<Integer, Quantity> slots(Place place, int type, int from, int to) {
    return rows(Bucket.FIVE_MINUTES, place, type, from, to);
  }

  @Override
  public NavigableMap<Integer, Quantity> hours(Place place, int type, int from, int to) {
    return rows(Bucket.HOUR, place, type, from, to);
  }

  private NavigableMap<Integer, Quantity> rows(Bucket bucket, Place place, int type, int from, int to) {
    var found = new TreeMap<Integer, Quantity>();
    if (to - from == 1 && place.level() != Level.ORG_SUBTREE) {
      // The most frequent question: one look instead of a walk.
      var units = of(place).row(new RowKey(bucket, place.holder(), place.org(), place.level(), from, place.owner()));
      if (units != null && units.containsKey(type)) {
        found.put(from, units.get(type));
      }
    } else if (from < to) {
      of(place).rows(bucket, place.level(), place.holder(), place.org(), from, to, (at, owner, units) -> {
        if (owner.equals(place.owner()) && units.containsKey(type)) {
          found.put(at, units.get(type));
        }
      });
    }
    return found;
  }

  private StoredCells of(Place place) {
    return switch (place.level()) {
      case ORG_OWN, ORG_SUBTREE, ORG_LATE -> orgs;
      case ACCOUNT, PARTNER -> totals;
    };
  }

  @Override
  public Optional<MonthCell> month(Place place, int type, int month) {
    Map<String, MonthCell> found = new HashMap<>();
    of(place).months(place.level(), place.holder(), month, place.org().isEmpty() ? Set.of() : Set.of(place.org()), (org, owner, cells) -> {
      if (org.equals(place.org()) && owner.equals(place.owner()) && cells.containsKey(type)) {
        found.put("", cells.get(type));
      }
    });
    return Optional.ofNullable(found.get(""));
  }

  @Override
  public Set<String> orgs(String account) {
    return orgs.orgs(Bucket.FIVE_MINUTES, account);
  }

  @Override
  public List<CostRow> costs(Place place, int month) {
    var rows = new ArrayList<CostRow>();
    costs.ifPresent(stored -> stored.rows(place.holder(), Grain.MONTH, month, month + 1, rows::add));
    return rows;
  }
}
