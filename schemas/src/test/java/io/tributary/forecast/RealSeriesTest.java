package io.tributary.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tributary.forecast.Projection.Banded;
import io.tributary.forecast.Projection.None;
import io.tributary.forecast.Projection.Unsure;
import io.tributary.model.Hours;
import io.tributary.model.Measure;
import io.tributary.model.MonthCell;
import io.tributary.model.MonthlyFunction;
import io.tributary.model.Quantity;
import io.tributary.model.UsageType;
import io.tributary.rules.Monthly;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** What must always be true, on real series of the benchmark's data, where that is there; {@code bench projection} says how good it is. */
class RealSeriesTest {
  private static final int SERIES = 5;
  private static final int ROWS = 100 * 24;

  private final UsageType type = UsageType.plain(900, "lab", "lab", "kWh", 1, Measure.SUM, MonthlyFunction.SUM);
  private int answers;

  @Test
  void noProjectionOfARealSeriesIsBelowWhatIsCertainOrOutsideItsBands() throws Exception {
    var data = Path.of(System.getProperty("tributary.benchmarks", "../../shared/benchmarks"), "cambridge_2017_2019_hourly.csv.gz");
    assumeTrue(Files.isReadable(data), () -> "no " + data + ": -Dtributary.benchmarks=DIR says where it is");
    var models = new Forecaster[SERIES];
    var months = new MonthCell[SERIES];
    try (var lines = new BufferedReader(new InputStreamReader(new GZIPInputStream(Files.newInputStream(data))))) {
      lines.readLine();
      for (int row = 0; row < ROWS; row++) {
        var fields = lines.readLine().split(",");
        int hour = Hours.of(LocalDateTime.parse(fields[0].replace(' ', 'T')).toInstant(ZoneOffset.UTC));
        for (int i = 0; i < SERIES; i++) {
          if (row == 0) {
            models[i] = Forecaster.from(hour);
          }
          months[i] = hour == Hours.firstOfMonth(Hours.month(hour)) ? MonthCell.EMPTY : months[i];
          var units = Quantity.parse(fields[i + 1]);
          months[i] = months[i].changed(hour, Quantity.ZERO, units).orElseThrow();
          models[i].learn(hour, units.toBigDecimal().doubleValue());
          if (row % 41 == 0) {
            check(models[i], months[i], Hours.month(hour), row);
          }
        }
      }
    }
    assertTrue(answers > 900, () -> answers + " projections");
  }

  private void check(Forecaster model, MonthCell month, int of, int row) {
    for (var function : MonthlyFunction.values()) {
      var certain = Monthly.value(month, function, Hours.inMonth(of), 1);
      switch (Projection.of(month, Collections.emptySortedMap(), model.forecast(of), type, function)) {
        case None none -> assertTrue(row < 24 * 7, () -> none + " in row " + row);
        case Unsure unsure -> {
          assertTrue(row < 24 * 35, () -> unsure + " in row " + row);
          rising(List.of(certain, unsure.value()));
        }
        case Banded all -> {
          assertTrue(row >= 24 * 27, () -> all + " in row " + row);
          rising(List.of(certain, all.band95().lo(), all.band80().lo(), all.value(), all.band80().hi(), all.band95().hi()));
        }
      }
      answers++;
    }
  }

  private static void rising(List<BigDecimal> values) {
    assertEquals(values.stream().sorted().toList(), values);
  }
}
