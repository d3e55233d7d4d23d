package io.tributary.query.query;

import io.tributary.catalog.Catalogue;
import io.tributary.model.MonthCell;
import io.tributary.model.MonthlyFunction;
import io.tributary.model.UsageType;
import io.tributary.rating.ProjectedCharge.Band;
import io.tributary.rating.Shares;
import io.tributary.rules.Monthly;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Shares an account's lines out over its orgs, so that the parts add up to the last digit. A dimension goes by each org's own
 * monthly value of it; what nobody used is the parent org's; a percentage of the bill goes by what else each org costs.
 */
final class Sharing {
  private final Catalogue catalogue;

  /** Each org's own value of a dimension, none negative; orgs without any may be left out. */
  interface OwnValues {
    SortedMap<String, BigDecimal> of(String dimension);
  }

  Sharing(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /** @return each org that bears a part of anything, with its lines */
  SortedMap<String, List<CostLine>> split(List<CostLine> lines, OwnValues own, String parent) {
    var orgs = new TreeMap<String, List<CostLine>>();
    lines.stream().filter(this::isMetered).forEach(line -> share(line, own.of(line.dimension()), parent, orgs));
    var totals = new TreeMap<String, BigDecimal>();
    orgs.forEach((org, parts) -> totals.put(org, CostLine.total(parts).max(BigDecimal.ZERO)));
    lines.stream().filter(line -> !isMetered(line)).forEach(line -> share(line, totals, parent, orgs));
    return orgs;
  }

  private boolean isMetered(CostLine line) {
    return catalogue.byDimension(line.dimension()).isPresent();
  }

  private static void share(CostLine line, SortedMap<String, BigDecimal> weights, String parent, SortedMap<String, List<CostLine>> orgs) {
    var committed = Shares.split(line.committed(), weights, parent);
    var onDemand = Shares.split(line.onDemand(), weights, parent);
    // Shares are taken as known: what is not known is what the account will cost.
    var bands = line.band().map(band -> bands(band, weights, parent));
    committed.forEach((org, part) -> orgs.computeIfAbsent(org, any -> new ArrayList<>())
        .add(new CostLine(line.dimension(), part, onDemand.get(org), bands.map(all -> all.get(org)))));
  }

  private static SortedMap<String, Band> bands(Band band, SortedMap<String, BigDecimal> weights, String parent) {
    var below80 = Shares.split(band.below80(), weights, parent);
    var above80 = Shares.split(band.above80(), weights, parent);
    var below95 = Shares.split(band.below95(), weights, parent);
    var above95 = Shares.split(band.above95(), weights, parent);
    var bands = new TreeMap<String, Band>();
    below80.forEach((org, below) -> bands.put(org, new Band(below, above80.get(org), below95.get(org), above95.get(org))));
    return bands;
  }

  /** Values of these orgs' own cells. */
  OwnValues ofCells(Map<String, Map<Integer, MonthCell>> orgs, int elapsed) {
    return dimension -> {
      var values = new TreeMap<String, BigDecimal>();
      catalogue.byDimension(dimension).ifPresent(type -> orgs.forEach((org, cells) -> value(type, cells, elapsed)
          .ifPresent(value -> values.put(org, value))));
      return values;
    };
  }

  /** Up to a factor that all orgs have in common, so that nothing is divided. */
  private static Optional<BigDecimal> value(UsageType type, Map<Integer, MonthCell> cells, int elapsed) {
    var function = type.monthly() == MonthlyFunction.AVG ? MonthlyFunction.SUM : type.monthly();
    return Optional.ofNullable(cells.get(type.id())).map(cell -> Monthly.value(cell, function, elapsed, 1))
        .filter(value -> value.signum() > 0);
  }

  /** Values as a statement has them: by org and dimension. */
  static OwnValues ofStatement(Map<String, Map<String, BigDecimal>> orgs) {
    return dimension -> {
      var values = new TreeMap<String, BigDecimal>();
      orgs.forEach((org, own) -> Optional.ofNullable(own.get(dimension)).filter(value -> value.signum() > 0)
          .ifPresent(value -> values.put(org, value)));
      return values;
    };
  }
}
