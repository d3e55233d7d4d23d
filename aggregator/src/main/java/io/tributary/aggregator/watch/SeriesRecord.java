package io.tributary.aggregator.watch;

import io.tributary.detection.Detector;
import io.tributary.detection.Sensitivity;
import io.tributary.detection.Verdict;
import io.tributary.model.Hours;
import io.tributary.model.Quantity;
import io.tributary.monitor.Rule;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What is kept of a series whose five minutes must be looked at when they are over: how far that was done, and where a monitor
 * asks for anomalies, its detector and how far out the last five minutes were.
 */
final class SeriesRecord {
  private static final byte VERSION = 1;
  /** Deviations are kept in eighths, up to almost 16. */
  private static final int STEPS = 8;
  private static final byte UNKNOWN = Byte.MIN_VALUE;
  private static final double MEDIUM = Sensitivity.MEDIUM.bounds();
  /** Two weeks. */
  private static final int MOST_HISTORY = 14 * 24 * 12;

  /** The last five minutes that were looked at. */
  int through;
  /** The last that had usage. */
  int lastUsed;
  /** Absent where no monitor asks for anomalies. */
  private Optional<Detector> detector;
  /** How many usual deviations each five minutes up to {@link #through} were from what was expected, the newest last. */
  private byte[] deviations;

  private SeriesRecord(int through, int lastUsed, Optional<Detector> detector, byte[] deviations) {
    this.through = through;
    this.lastUsed = lastUsed;
    this.detector = detector;
    this.deviations = deviations;
  }

  static SeriesRecord from(int through, int lastUsed, boolean withDetector) {
    return new SeriesRecord(through, lastUsed, withDetector ? Optional.of(Detector.fresh()) : Optional.empty(), new byte[0]);
  }

  Optional<Detector> detector() {
    return detector;
  }

  /** What is expected of five minutes that go on, and hold {@code units} so far; empty without a detector. */
  Optional<Band> peek(int slot, double units) {
    return detector.map(one -> Band.of(one.peek(end(slot), units, 1)));
  }

  /**
   * The next five minutes are over.
   *
   * @param units empty where nothing was used
   * @param emptyIsZero whether a detector is to learn that too
   * @param most how many five minutes a monitor may want to know of
   * @return what the detector says of them
   */
  Optional<Verdict> learn(int slot, Optional<Quantity> units, boolean emptyIsZero, int most) {
    if (units.isPresent()) {
      lastUsed = slot;
    }
    var value = units.map(used -> used.toBigDecimal().doubleValue()).or(() -> emptyIsZero ? Optional.of(0.0) : Optional.empty());
    var verdict = value.flatMap(used -> detector.map(one -> one.observe(end(slot), used)));
    remember(verdict, most);
    through = slot;
    return verdict;
  }

  private static long end(int slot) {
    return Hours.slotStart(slot + 1).getEpochSecond();
  }

  private void remember(Optional<Verdict> verdict, int most) {
    int length = Math.min(Math.min(most, MOST_HISTORY), deviations.length + 1);
    var next = new byte[length];
    if (length > 0) {
      System.arraycopy(deviations, deviations.length - (length - 1), next, 0, length - 1);
      next[length - 1] = verdict.filter(one -> !one.learning()).map(SeriesRecord::deviation).orElse(UNKNOWN);
    }
    deviations = next;
  }

  private static byte deviation(Verdict verdict) {
    double distance = verdict.value() - verdict.expected();
    double usual = (distance > 0 ? verdict.high() - verdict.expected() : verdict.expected() - verdict.low()) / MEDIUM;
    double eighths = distance == 0 ? 0 : Math.ceil(Math.min(Byte.MAX_VALUE, Math.abs(distance) / usual * STEPS));
    return (byte) (distance > 0 ? eighths : -eighths);
  }

  /** Of the last {@code slots} five minutes up to {@link #through}, how many were outside a rule's band. */
  int outside(Rule.Anomaly rule, int slots) {
    double bounds = rule.bounds().doubleValue() * STEPS;
    int outside = 0;
    for (int i = Math.max(0, deviations.length - slots); i < deviations.length; i++) {
      if (deviations[i] != UNKNOWN) {
        boolean above = deviations[i] > bounds && rule.direction() != Rule.Direction.BELOW;
        boolean below = -deviations[i] > bounds && rule.direction() != Rule.Direction.ABOVE;
        outside += above || below ? 1 : 0;
      }
    }
    return outside;
  }

  byte[] bytes() {
    var model = detector.map(Detector::write).orElse(new byte[0]);
    return ByteBuffer.allocate(12 + deviations.length + model.length).put(VERSION).put((byte) (detector.isPresent() ? 1 : 0))
        .putInt(through).putInt(lastUsed).putShort((short) deviations.length).put(deviations).put(model).array();
  }

  /** Empty for one of another version, of a detector's too: it is made anew from the cells. */
  static Optional<SeriesRecord> of(byte[] bytes) {
    var in = ByteBuffer.wrap(bytes);
    if (in.get() != VERSION) {
      return Optional.empty();
    }
    boolean modelled = in.get() == 1;
    int through = in.getInt();
    int lastUsed = in.getInt();
    var deviations = new byte[in.getShort()];
    in.get(deviations);
    try {
      return Optional.of(new SeriesRecord(through, lastUsed, modelled ? Optional.of(Detector.read(in)) : Optional.empty(), deviations));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
