package io.tributary.aggregator.flow;

import io.tributary.avro.HourlyUsageRecord;
import io.tributary.avro.MeasurementRecord;
import io.tributary.avro.UsageLevel;
import io.tributary.model.Directory;
import io.tributary.model.Hours;
import io.tributary.model.Quantity;
import io.tributary.model.RowQuery.Bucket;
import io.tributary.model.RowQuery.Level;
import io.tributary.model.UsageType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.SortedMap;
import java.util.function.Supplier;

/**
 * The rows of topic usage-hourly: cells under the names that other tools know. Subtrees are left out: they are sums of what is in.
 * Late usage has a topic of its own.
 */
record HourlyOutput(Supplier<Directory> directory) {
  static boolean publishes(Cells.Row row) {
    return row.bucket() == Bucket.HOUR && row.level() != Level.ORG_SUBTREE && row.level() != Level.ORG_LATE;
  }

  static String key(Cells.Row row) {
    return switch (row.level()) {
      case PARTNER -> "partner/" + row.holder() + "/" + row.at();
      case ACCOUNT -> "account/" + row.holder() + "/" + row.at();
      case ORG_OWN -> "org/" + row.holder() + "/" + row.org() + "/" + row.at();
      case ORG_SUBTREE, ORG_LATE -> throw new IllegalArgumentException(row.level() + " is not published");
    };
  }

  HourlyUsageRecord record(Cells.Row row, SortedMap<Integer, Quantity> units) {
    var catalogue = directory.get().catalogue();
    var measurements = new ArrayList<MeasurementRecord>(units.size());
    units.forEach((id, quantity) -> {
      // A type that the directory of this process does not name yet is named by its number until the row changes again.
      var type = catalogue.byId(id).orElse(null);
      measurements.add(type == null
          ? new MeasurementRecord("", Integer.toString(id), quantity.toBigDecimal(), quantity.toBigDecimal(), 1)
          : measurement(type, quantity));
    });
    return new HourlyUsageRecord(level(row.level()), row.owner().isEmpty() ? null : row.owner(),
        row.level() == Level.PARTNER ? null : row.holder(), row.level() == Level.ORG_OWN ? row.org() : null,
        Hours.start(row.at()), measurements);
  }

  private static MeasurementRecord measurement(UsageType type, Quantity units) {
    int perOne = type.measure().unitsPerOne();
    var exact = units.toBigDecimal();
    var value = perOne == 1 ? exact : exact.divide(BigDecimal.valueOf(perOne), Quantity.SCALE, RoundingMode.HALF_EVEN);
    return new MeasurementRecord(type.family(), type.name(), value, exact, perOne);
  }

  private static UsageLevel level(Level level) {
    return switch (level) {
      case PARTNER -> UsageLevel.PARTNER;
      case ACCOUNT -> UsageLevel.ACCOUNT;
      case ORG_OWN, ORG_SUBTREE, ORG_LATE -> UsageLevel.ORG;
    };
  }
}
