package io.tributary.model;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * The price of one billing dimension in a {@link RateCard}. Quantities of the commitment, of tiers and of allotments count
 * <em>priced units</em>: {@code per} usage units each (10⁹ bytes, 10⁶ events, 1 host). Prices are for one priced unit in the
 * contract's currency. Source of the arithmetic: the reference system's pages on allotments and on-demand usage, see {@code docs/cost.md}.
 *
 * @param dimension billing dimension of the catalogue, or any name for a {@link Price.PercentOfBill}
 * @param per usage units in a priced unit; above zero
 * @param metering how usage is held against what is included
 * @param committed bought in advance, paid whether it is used or not
 * @param onDemand price of what goes beyond commitment and allotments
 * @param list the seller's list price of what {@code onDemand} prices, and with monthly metering of a committed unit too: what rules
 *     of sell prices refer to, and the list cost of exports
 * @param minimum the least that a whole month of this dimension costs
 * @param allotments what other dimensions bring along
 */
public record Rate(String dimension, BigDecimal per, Metering metering, Optional<Commitment> committed, Price onDemand,
    Optional<BigDecimal> list, Optional<BigDecimal> minimum, List<Allotment> allotments) {
  public Rate {
    allotments = List.copyOf(allotments);
  }

  /** How often usage is compared with what is included. */
  public enum Metering {
    /** Once, by the month's function. */
    MONTHLY,
    /**
     * In every hour; the hours' on-demand usage is added up. Of a maximum or a percentile the on-demand unit is a priced unit for an
     * hour (a host-hour), of an average it is one for a month.
     */
    HOURLY
  }

  /**
   * @param quantity priced units a month (hosts, GB); for {@link Metering#HOURLY} of a dimension whose usage is a level (hosts), in
   *     each hour
   * @param price of a priced unit for a whole month, used or not
   */
  public record Commitment(BigDecimal quantity, BigDecimal price) {}

  /**
   * What each unit of another dimension brings along: its greater of committed and used priced units, times {@code quantity}.
   *
   * @param parent the other dimension; it is rated by the same card
   * @param quantity priced units of this dimension for each priced unit of the parent and month; nothing is carried over
   */
  public record Allotment(String parent, BigDecimal quantity) {}

  /** What on-demand usage costs. */
  public sealed interface Price {
    /** Each unit the same. */
    record Flat(BigDecimal unit) implements Price {}

    /** Each unit at the price of the tier it lies in. The last tier, and only it, has no upper end. */
    record Graduated(List<Tier> tiers) implements Price {
      public Graduated {
        tiers = List.copyOf(tiers);
      }
    }

    /** Every unit at the price of the tier that the whole quantity lies in; at a bound, the lower tier's. */
    record Volume(List<Tier> tiers) implements Price {
      public Volume {
        tiers = List.copyOf(tiers);
      }
    }

    /** This many percent of what all dimensions that are not such percentages cost; it has no usage of its own. */
    record PercentOfBill(BigDecimal percent) implements Price {}
  }

  /**
   * @param upTo on-demand units a month at which the tier ends, counted from the first on-demand unit; empty: it has no end
   * @param unit price of a priced unit
   */
  public record Tier(Optional<BigDecimal> upTo, BigDecimal unit) {}
}
