package io.tributary.rules;

import io.tributary.model.Problem;
import io.tributary.model.Quantity;
import java.math.BigDecimal;
import java.util.List;

/** What prices and quantities of contracts must be: not negative, at most 10¹⁵, at most 15 decimals, as usage is. */
final class Numbers {
  private Numbers() {}

  static void notNegative(List<Problem> problems, String field, BigDecimal value) {
    if (value.signum() < 0) {
      problems.add(new Problem(field, "negative", "must not be negative: " + shown(value)));
    } else if (value.compareTo(Quantity.LIMIT) > 0) {
      problems.add(new Problem(field, "too_large", "must be at most 10^15: " + shown(value)));
    } else if (value.signum() != 0 && value.stripTrailingZeros().scale() > Quantity.SCALE) {
      problems.add(new Problem(field, "too_precise", "may have at most 15 decimals: " + shown(value)));
    }
  }

  static void positive(List<Problem> problems, String field, BigDecimal value) {
    if (value.signum() == 0) {
      problems.add(new Problem(field, "not_positive", "must be above zero"));
    } else {
      notNegative(problems, field, value);
    }
  }

  /** Numbers come from strangers: 1e999999999 must not be written out. */
  private static String shown(BigDecimal value) {
    var text = value.toString();
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }
}
