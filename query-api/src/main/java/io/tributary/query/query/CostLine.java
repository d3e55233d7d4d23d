package io.tributary.query.query;

import io.tributary.rating.Charge;
import io.tributary.rating.ProjectedCharge;
import io.tributary.rating.ProjectedCharge.Band;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What one billing dimension costs somebody. Amounts have 6 decimals.
 *
 * @param band how far off a projection may be; empty of what is no projection, or where nobody can say
 */
public record CostLine(String dimension, BigDecimal committed, BigDecimal onDemand, Optional<Band> band) {
  static CostLine of(Charge charge) {
    return new CostLine(charge.dimension(), charge.committed(), charge.onDemand(), Optional.empty());
  }

  static CostLine of(ProjectedCharge projected) {
    return new CostLine(projected.charge().dimension(), projected.charge().committed(), projected.charge().onDemand(), projected.band());
  }

  public BigDecimal total() {
    return committed.add(onDemand);
  }

  /** Of the same dimension elsewhere; how far the two are off is taken as independent. */
  private CostLine plus(CostLine other) {
    return new CostLine(dimension, committed.add(other.committed), onDemand.add(other.onDemand),
        band.flatMap(mine -> other.band.map(its -> Band.ofSum(List.of(mine, its)))));
  }

  /** One line for each dimension, sorted. */
  static List<CostLine> merged(List<CostLine> lines) {
    if (isSorted(lines)) { // as a contract's are
      return List.copyOf(lines);
    }
    var byDimension = new TreeMap<String, CostLine>();
    lines.forEach(line -> byDimension.merge(line.dimension, line, CostLine::plus));
    return List.copyOf(byDimension.values());
  }

  private static boolean isSorted(List<CostLine> lines) {
    for (int i = 1; i < lines.size(); i++) {
      if (lines.get(i - 1).dimension.compareTo(lines.get(i).dimension) >= 0) {
        return false;
      }
    }
    return true;
  }

  /** Exact. */
  public static BigDecimal total(Collection<CostLine> lines) {
    return lines.stream().map(CostLine::total).reduce(BigDecimal.ZERO.setScale(6), BigDecimal::add);
  }

  /** The band of their total; empty when any of them has none. */
  public static Optional<Band> band(Collection<CostLine> lines) {
    return lines.stream().anyMatch(line -> line.band.isEmpty()) ? Optional.empty()
        : Optional.of(Band.ofSum(lines.stream().flatMap(line -> line.band.stream()).toList()));
  }
}
