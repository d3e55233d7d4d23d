package io.tributary.bench.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tributary.model.Quantity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final long EVENTS = 1_000_000;

  private static Run run(Variant variant, int pair, double seconds, String... problems) {
    var measured = new Measured((long) (seconds * 1e9), (long) (seconds * 1e9), 0, 0, 0, 0, Map.of());
    return new Run(variant, Variant.LIMIT, pair, EVENTS, measured, 0, List.of(problems));
  }

  private static Report report(Run... runs) {
    return Report.of(new Report.Data(EVENTS, EVENTS, 1, 3, 0), List.of(runs));
  }

  @Test
  void aRatioIsOfRunsOfTheSamePair() {
    var report = report(run(Variant.LIMIT, 1, 1), run(Variant.OURS, 1, 2), run(Variant.LIMIT, 2, 4), run(Variant.OURS, 2, 5));
    var ratio = report.ratios().getFirst();
    assertEquals(List.of(0.5, 0.8), ratio.pairs());
    assertEquals(0.65, ratio.median(), 1e-9);
  }

  @Test
  void aRunWithWrongTotalsIsNamedAndDoesNotCount() {
    var report = report(run(Variant.LIMIT, 1, 1), run(Variant.OURS, 1, 0.1, "ACCOUNT hours are wrong"),
        run(Variant.LIMIT, 2, 1), run(Variant.OURS, 2, 2));
    assertFalse(report.isRight());
    assertEquals(List.of(0.5), report.ratios().getFirst().pairs());
    assertEquals(500_000, report.variants().get(1).eventsPerSecond(), 1);
    assertTrue(report.text().contains("WRONG ours of pair 1 on 1,000,000 events: ACCOUNT hours are wrong"), report::text);
  }

  @Test
  void aPartHasNoRatiosOfWhatDidNotRun() {
    assertEquals(List.of(), report(run(Variant.LIMIT, 1, 1)).ratios());
  }

  @Test
  void cellsAreEqualInWhateverOrderTheyCome() {
    var one = new CellDigest();
    var other = new CellDigest();
    var amount = Quantity.ofUnits(3);
    one.hour(Place.partner(), 1, 7, amount);
    one.hour(Place.partner(), 2, 7, amount);
    other.hour(Place.partner(), 2, 7, amount);
    other.hour(Place.partner(), 1, 7, amount);
    other.hour(Place.partner(), 3, 7, Quantity.ZERO);
    assertEquals(one.parts(), other.parts());
    one.fiveMinutes(Place.partner(), 1, 7, amount);
    assertFalse(one.parts().equals(other.parts()), "five minutes are not hours");
    other.fiveMinutes(Place.partner(), 1, 7, amount);
    assertEquals(one.parts(), other.parts());
    other.hour(Place.partner(), 1, 8, amount);
    assertFalse(one.parts().equals(other.parts()));
  }
}
