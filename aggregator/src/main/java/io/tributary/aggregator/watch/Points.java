package io.tributary.aggregator.watch;

import io.tributary.model.Quantity;
import io.tributary.monitor.Aggregator;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Collection;
import java.util.Optional;

/** Five-minute cells of one series, added up so that one more can be added: all that {@link Aggregator} needs of them. */
record Points(Quantity sum, Quantity least, Quantity greatest, int count) {
  static final Points NONE = new Points(Quantity.ZERO, Quantity.ZERO, Quantity.ZERO, 0);

  static Points of(Collection<Quantity> values) {
    var all = NONE;
    for (var value : values) {
      all = all.plus(value);
    }
    return all;
  }

  Points plus(Quantity value) {
    return count == 0 ? new Points(value, value, value, 1) : new Points(sum.plus(value), value.compareTo(least) < 0 ? value : least,
        value.compareTo(greatest) > 0 ? value : greatest, count + 1);
  }

  /** Empty when there are none. An average has 34 digits, everything else is exact. */
  Optional<BigDecimal> value(Aggregator over) {
    if (count == 0) {
      return Optional.empty();
    }
    return Optional.of(switch (over) {
      case SUM -> sum.toBigDecimal();
      case AVG -> sum.toBigDecimal().divide(BigDecimal.valueOf(count), MathContext.DECIMAL128);
      case MIN -> least.toBigDecimal();
      case MAX -> greatest.toBigDecimal();
    });
  }
}
