package io.tributary.rating;

import io.tributary.model.MonthCell;
import io.tributary.model.Quantity;
import io.tributary.model.UsageType;
import java.util.SortedMap;

/** The usage of one account in one {@link Period}, in counting units: {@link io.tributary.model.Measure#unitsPerOne()} make one. */
public interface PeriodUsage {
  /** The period's hours as one cell; {@link MonthCell#EMPTY} without usage. It may be asked for more than once. */
  MonthCell cell(UsageType type);

  /**
   * Usage by hour, only of the period's hours. Hours without usage are absent. Asked for with hourly metering only: of the
   * dimension itself and of those that bring allotments to it.
   */
  SortedMap<Integer, Quantity> hours(UsageType type);
}
