package io.tributary.query.query;

import io.tributary.query.query.OrgCost.Adjusted;
import io.tributary.rating.ProjectedCharge.Band;
import io.tributary.rating.Rating;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Adds up what belongs into one row. */
final class CostTotals {
  private static final BigDecimal NOTHING = BigDecimal.ZERO.setScale(Rating.SCALE);

  private final TreeMap<Place, Sum> places = new TreeMap<>();

  /** What tells rows apart. */
  record Place(String account, int hour, Optional<String> org, String currency) implements Comparable<Place> {
    private static final Comparator<Place> ORDER = Comparator.comparing(Place::account).thenComparingInt(Place::hour)
        .thenComparing(place -> place.org().orElse("")).thenComparing(Place::currency);

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }
  }

  private static final class Sum {
    private final List<CostLine> lines = new ArrayList<>();
    private final List<Adjusted> late = new ArrayList<>();
    private Optional<String> unknown = Optional.empty();
  }

  void add(Place place, List<CostLine> lines) {
    sum(place).lines.addAll(lines);
  }

  /** The row as a whole is not known then, whatever else is added to it. */
  void addUnknown(Place place, String why) {
    sum(place).unknown = Optional.of(why);
  }

  /** Late usage is a cost of the row, on demand, and listed besides; nothing about it is expected. */
  void addLate(Place place, Adjusted adjusted) {
    var sum = sum(place);
    sum.lines.add(new CostLine(adjusted.dimension(), NOTHING, adjusted.cost(), Optional.of(Band.NONE)));
    sum.late.add(adjusted);
  }

  private Sum sum(Place place) {
    return places.computeIfAbsent(place, any -> new Sum());
  }

  List<OrgCost> rows() {
    var rows = new ArrayList<OrgCost>(places.size());
    places.forEach((place, sum) -> {
      sum.late.sort(Comparator.comparingInt(Adjusted::month).thenComparing(Adjusted::dimension).thenComparing(Adjusted::org));
      rows.add(new OrgCost(place.account, place.org, place.hour, place.currency,
          sum.unknown.isPresent() ? Optional.empty() : Optional.of(CostLine.merged(sum.lines)), List.copyOf(sum.late), sum.unknown));
    });
    return rows;
  }
}
