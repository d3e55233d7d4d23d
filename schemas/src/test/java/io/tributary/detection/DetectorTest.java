package io.tributary.detection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Series of five-minute buckets; a day is 288 of them. */
class DetectorTest {
  private static final int DAY = 288;
  private static final long MONDAY = 1_767_571_200; // 2026-01-05T00:00Z

  private static long end(int bucket) {
    return MONDAY + 300L * (bucket + 1);
  }

  private static Detector learned(int buckets, IntToDoubleFunction series) {
    var detector = Detector.fresh();
    for (int i = 0; i < buckets; i++) {
      detector.observe(end(i), series.applyAsDouble(i));
    }
    return detector;
  }

  /** Around 1,000 with a day's shape and a tenth of noise: the same for the same bucket. */
  private static double busy(int bucket) {
    double noise = 1 + .1 * new Random(bucket * 31L + 7).nextGaussian();
    return 1000 * (1 + .5 * Math.sin(2 * Math.PI * bucket / DAY)) * noise;
  }

  private static boolean isOutside(Verdict verdict) {
    return verdict.above(Sensitivity.MEDIUM) || verdict.below(Sensitivity.MEDIUM);
  }

  @Test
  void aSpikeIsAboveTheBandAndADropBelow() {
    int at = 7 * DAY + 100;
    var detector = learned(at, DetectorTest::busy);
    var usual = detector.peek(end(at), busy(at), 1);
    assertFalse(isOutside(usual), usual::toString);
    assertEquals(busy(at), usual.expected(), 400, usual::toString);
    var spike = detector.peek(end(at), 5 * busy(at), 1);
    assertTrue(spike.above(Sensitivity.LOW) && spike.above(Sensitivity.HIGH) && !spike.below(Sensitivity.HIGH), spike::toString);
    var drop = detector.peek(end(at), 0, 1);
    assertTrue(drop.below(Sensitivity.MEDIUM) && !drop.above(Sensitivity.HIGH), drop::toString);
    assertTrue(spike.score() > .8 && drop.score() > .8, () -> spike + " " + drop);
    assertTrue(usual.score() < .5, usual::toString);
  }

  @Test
  void anUnfinishedBucketCanBeTooHighButNotTooLow() {
    int at = 7 * DAY;
    var detector = learned(at, DetectorTest::busy);
    assertTrue(detector.peek(end(at), 5 * busy(at), .2).above(Sensitivity.MEDIUM));
    var low = detector.peek(end(at), 0, .9);
    assertFalse(low.below(Sensitivity.HIGH));
    assertEquals(0, low.score());
    assertTrue(detector.peek(end(at), 0, 1).below(Sensitivity.MEDIUM));
  }

  @Test
  void aLookLearnsNothing() {
    var detector = learned(500, DetectorTest::busy);
    var before = detector.write();
    detector.peek(end(500), 1e6, .5);
    detector.peek(end(500), 0, 1);
    detector.observe(end(499), 1e6);
    detector.observe(end(3), 1e6);
    assertArrayEquals(before, detector.write(), "nor does a bucket that was learned already");
    assertEquals(end(499), detector.learnedTo());
  }

  @Test
  void theFirstHoursHaveNoBand() {
    var detector = Detector.fresh();
    assertEquals(Long.MIN_VALUE, detector.learnedTo());
    for (int i = 0; i < 48; i++) {
      var verdict = detector.observe(end(i), i == 40 ? 1e9 : busy(i));
      assertTrue(verdict.learning() && Double.isNaN(verdict.low()) && Double.isNaN(verdict.high()), verdict::toString);
      assertFalse(isOutside(verdict));
    }
    assertFalse(detector.observe(end(48), busy(48)).learning());
  }

  @Test
  void ordinaryNoiseIsSeldomOutside() {
    var detector = Detector.fresh();
    int outside = 0;
    for (int i = 0; i < 28 * DAY; i++) {
      outside += isOutside(detector.observe(end(i), busy(i))) && i > DAY ? 1 : 0;
    }
    assertTrue(outside <= 8, outside + " in four weeks");
  }

  @Test
  void oneSpikeDoesNotWidenTheBand() {
    int at = 7 * DAY;
    var without = learned(at + DAY, DetectorTest::busy).peek(end(at + DAY), busy(at + DAY), 1);
    var with = learned(at + DAY, i -> i == at ? 30_000 : busy(i)).peek(end(at + DAY), busy(at + DAY), 1);
    assertEquals(without.expected(), with.expected(), .1 * without.expected());
    assertTrue(with.high() - with.expected() < 1.6 * (without.high() - without.expected()), () -> with + " " + without);
  }

  @Test
  void anotherLevelBecomesNormal() {
    int at = 7 * DAY;
    IntToDoubleFunction shifted = i -> i < at ? busy(i) : 3 * busy(i);
    assertTrue(learned(at, shifted).peek(end(at), shifted.applyAsDouble(at), 1).above(Sensitivity.MEDIUM));
    var detector = learned(at + 2 * DAY, shifted);
    int outside = 0;
    for (int i = at + 2 * DAY; i < at + 4 * DAY; i++) {
      outside += isOutside(detector.observe(end(i), shifted.applyAsDouble(i))) ? 1 : 0;
    }
    assertTrue(outside < 5, outside + " after two days");
    assertTrue(learned(at + 4 * DAY, shifted).peek(end(at + 4 * DAY), 0, 1).below(Sensitivity.MEDIUM));
  }

  @Test
  void aSilentSeriesThatBeginsToBeUsedIsRaisedAndThenNormal() {
    int at = 3 * DAY;
    IntToDoubleFunction begun = i -> i < at ? 0 : busy(i);
    var first = learned(at, begun).peek(end(at), busy(at), 1);
    assertTrue(first.above(Sensitivity.LOW) && first.score() > .9, first::toString);
    var later = learned(at + 3 * DAY, begun);
    assertFalse(isOutside(later.peek(end(at + 3 * DAY), busy(at + 3 * DAY), 1)));
  }

  @Test
  void theDayHasItsShape() {
    var detector = learned(10 * DAY, i -> i % DAY < 12 ? 5000 : 100);
    var atMidnight = detector.peek(end(10 * DAY + 5), 5000, 1);
    var atNoon = detector.peek(end(10 * DAY + DAY / 2), 5000, 1);
    assertTrue(atMidnight.expected() > 10 * atNoon.expected(), () -> atMidnight + " " + atNoon);
    assertTrue(atNoon.score() > atMidnight.score(), () -> atMidnight + " " + atNoon);
  }

  @Test
  void theWeekHasItsShapeAfterSomeWeeks() {
    IntToDoubleFunction office = i -> (i / DAY % 7 < 5 ? 1 : .1) * busy(i);
    var detector = learned(28 * DAY, office);
    int outside = 0;
    for (int i = 28 * DAY; i < 35 * DAY; i++) {
      outside += isOutside(detector.observe(end(i), office.applyAsDouble(i))) ? 1 : 0;
    }
    assertTrue(outside < 10, outside + " in a week");
    var saturday = detector.peek(end(40 * DAY), busy(40 * DAY), 1);
    assertTrue(saturday.above(Sensitivity.MEDIUM), saturday::toString);
  }

  @Test
  void aGapIsNotZero() {
    var detector = learned(7 * DAY, DetectorTest::busy);
    var after = detector.observe(end(8 * DAY + 10), busy(8 * DAY + 10));
    assertFalse(isOutside(after), after::toString);
    assertEquals(end(8 * DAY + 10), detector.learnedTo());
  }

  @Test
  void whatWasRaisedIsNotRaisedAsHighAgainAtOnce() {
    int at = 7 * DAY;
    var detector = learned(at, DetectorTest::busy);
    var first = detector.observe(end(at), 10_000);
    var second = detector.observe(end(at + 1), 10_000);
    assertTrue(first.score() > .9 && second.score() < .5 && second.above(Sensitivity.MEDIUM), () -> first + " " + second);
  }

  @Test
  void theMoreSensitiveTheNarrowerTheBand() {
    var verdict = learned(7 * DAY, DetectorTest::busy).peek(end(7 * DAY), busy(7 * DAY), 1);
    assertTrue(verdict.high(Sensitivity.HIGH) < verdict.high() && verdict.high() < verdict.high(Sensitivity.LOW));
    assertTrue(verdict.low(Sensitivity.HIGH) > verdict.low() && verdict.low() >= 0);
    assertEquals(verdict.high(), verdict.high(Sensitivity.MEDIUM), 1e-9);
    assertThrows(IllegalArgumentException.class, () -> new Sensitivity(0));
    assertThrows(IllegalArgumentException.class, () -> new Sensitivity(Double.NaN));
  }

  @Test
  void unitsDoNotMatter() {
    for (double unit : new double[] {1e-6, 1e9}) {
      var one = learned(3 * DAY, DetectorTest::busy).peek(end(3 * DAY), 3000, 1);
      var other = learned(3 * DAY, i -> unit * busy(i)).peek(end(3 * DAY), unit * 3000, 1);
      assertEquals(one.score(), other.score(), .01);
      assertEquals(one.high(), other.high() / unit, .05 * one.high());
    }
  }

  @Test
  void theStateIsSmallAndGoesOnAfterAStop() {
    var straight = learned(40 * DAY, DetectorTest::busy);
    var stopped = Detector.fresh();
    for (int i = 0; i < 40 * DAY; i++) {
      stopped.observe(end(i), busy(i));
      if (i % 97 == 0) {
        stopped = Detector.read(ByteBuffer.wrap(stopped.write()));
      }
    }
    assertArrayEquals(straight.write(), stopped.write());
    assertTrue(straight.write().length <= 4096, () -> straight.write().length + " bytes");
    assertEquals(1, straight.write()[0], "the version");
  }

  @Test
  void whatIsNotADetectorIsRefused() {
    var bytes = learned(100, DetectorTest::busy).write();
    assertThrows(IllegalArgumentException.class, () -> Detector.read(ByteBuffer.wrap(Arrays.copyOf(bytes, bytes.length - 1))));
    assertThrows(IllegalArgumentException.class, () -> Detector.read(ByteBuffer.wrap(new byte[0])));
    bytes[0]++;
    assertThrows(IllegalArgumentException.class, () -> Detector.read(ByteBuffer.wrap(bytes)));
    assertThrows(IllegalArgumentException.class, () -> Detector.fresh().observe(end(0), Double.NaN));
  }

  @Test
  void anyNumbersAreBorne() {
    var random = new Random(5);
    var kinds = new double[] {0, -0.0, 1e-300, -1e-300, 1e300, -1e300, Double.MAX_VALUE, Double.MIN_VALUE, 1, -5};
    var detector = Detector.fresh();
    long end = MONDAY;
    for (int i = 0; i < 5000; i++) {
      end += random.nextInt(100) == 0 ? random.nextInt(10_000_000) : 300;
      var verdict = detector.observe(end, kinds[random.nextInt(kinds.length)] * (random.nextBoolean() ? 1 : random.nextDouble()));
      assertTrue(verdict.score() >= 0 && verdict.score() <= 1, verdict::toString);
      assertTrue(verdict.learning() || verdict.low() <= verdict.expected() && verdict.expected() <= verdict.high(), verdict::toString);
    }
  }
}
