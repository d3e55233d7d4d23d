package io.tributary.bench.query;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tributary.bench.lab.Machine;
import io.tributary.bench.node.Latency;
import io.tributary.bench.query.Measured.Asked;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static Asked asked(Question question, double p99) {
    var latency = new Latency(100, 1, 2, p99, p99, p99);
    return new Asked(question, latency, latency, 1_000_000);
  }

  private static Report report(Told told, Rested rated, Measured measured, Rested settled, String failure) {
    return new Report("query", Instant.EPOCH, Machine.here(), List.of(), 5, 20, 30, 50, 1_000, 3_000, 500, told, rated, measured, settled,
        null, failure);
  }

  private static Measured measured(String... problems) {
    return new Measured(50, 200, List.of(asked(Question.BY_PRODUCT, 49.9), asked(Question.BY_ACCOUNT, 400.1)), 
        new Latency(1, 1, 1, 1, 1, 1), 1, 1, List.of(problems));
  }

  private static final Rested QUIET = new Rested(1, List.of());

  @Test
  void theNinetyNinthOfAHundredIsHeldAgainstTheGoal() {
    var report = report(new Told(1, 1), QUIET, measured(), QUIET, "");
    assertTrue(report.isRight());
    assertTrue(report.text().contains("projected cost by product: p99 49.9 ms; must be below 50: yes"), report::text);
    assertTrue(report.text().contains("projected cost by account and product: p99 400.1 ms; must be below 400: no"), report::text);
  }

  @Test
  void whatIsWrongAtAnyTimeCounts() {
    assertFalse(report(new Told(1, 1), QUIET, measured("an answer lacks a cost"), QUIET, "").isRight());
    assertFalse(report(new Told(1, 1), QUIET, measured(), new Rested(1, List.of("differs")), "").isRight());
  }

  @Test
  void aRunThatEndedEarlySaysHowFarItCame() {
    var report = report(new Told(7, 1), null, null, null, "a JVM of the benchmark ended early");
    assertFalse(report.isRight());
    assertTrue(report.text().contains("7 events"), report::text);
    assertTrue(report.text().contains("WRONG: a JVM of the benchmark ended early"), report::text);
  }
}
