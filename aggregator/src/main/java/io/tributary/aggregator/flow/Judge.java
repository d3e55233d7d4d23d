package io.tributary.aggregator.flow;

import io.tributary.aggregator.dedup.Answer;
import io.tributary.aggregator.dedup.Fingerprint;
import io.tributary.avro.Counts;
import io.tributary.avro.LateEventRecord;
import io.tributary.avro.ProblemRecord;
import io.tributary.avro.RejectReason;
import io.tributary.avro.RejectedEventRecord;
import io.tributary.avro.UsageEventRecord;
import io.tributary.model.Directory;
import io.tributary.model.Hours;
import io.tributary.model.OrgPath;
import io.tributary.model.Problem;
import io.tributary.model.ProductTable;
import io.tributary.model.Quantity;
import io.tributary.model.UsageEvent;
import io.tributary.rules.Validation;
import io.tributary.rules.Verdict;
import io.tributary.topics.Partitions;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * Judges each event once, by the same rules as the door, and folds what counts into its org's hours. It decides nothing
 * itself: the rules say what an event is, the table of seen ids says whether it was here.
 */
final class Judge {
  /** No event that keeps the rules comes near; whatever we wrap it into must stay below Kafka's limit of a message. */
  private static final int MAX_BYTES = 256 << 10;
  private static final int KEPT_OF_TOO_LARGE = 64 << 10;
  /** Older than every slot that is kept: such an event counts for its hour alone. */
  private static final int NO_SLOT = Integer.MAX_VALUE;

  private final OrgState state;
  private final Supplier<Directory> directory;
  private final int partitions;

  Judge(OrgState state, Supplier<Directory> directory, int partitions) {
    this.state = state;
    this.directory = directory;
    this.partitions = partitions;
  }

  /**
   * @param patient whether an event that only the directory can explain may still wait for it
   */
  Outcome judge(Received received, Origin origin, boolean patient) {
    var record = received.event();
    if (received.bytes().length > MAX_BYTES) {
      return rejected("", RejectReason.INVALID, List.of(new Problem("", "too_large", "the record has " + received.bytes().length
          + " bytes; at most " + MAX_BYTES
          + " are allowed. Only its beginning is kept here; partition and offset tell where all of it is")),
          new Received(Arrays.copyOf(received.bytes(), KEPT_OF_TOO_LARGE), null, null), origin);
    }
    if (record == null) {
      return rejected("", RejectReason.MALFORMED, List.of(new Problem("", "malformed", received.flaw())), received, origin);
    }
    UsageEvent event;
    try {
      event = event(record);
    } catch (ArithmeticException e) {
      return rejected(record.getOrg(), RejectReason.INVALID,
          List.of(new Problem("quantity", "too_large", "a quantity may be at most 10^15: " + e.getMessage())), received, origin);
    }
    // Dedup and entity sets live in the org's own partition: other clients' partitioners may have chosen another.
    if (Partitions.of(event.org(), partitions) != origin.partition()) {
      return new Outcome.Misplaced(event.org(), received.bytes());
    }
    var known = directory.get();
    var stamp = record.getDirectoryVersion() == null ? OptionalLong.empty() : OptionalLong.of(record.getDirectoryVersion());
    return switch (Validation.judge(event, known, origin.appended(), stamp)) {
      case Verdict.Ahead() -> new Outcome.Parked();
      case Verdict.Bad bad when bad.onlyUnknown() -> stamp.isEmpty() && patient
          ? new Outcome.Parked()
          : rejected(event.org(), RejectReason.UNKNOWN, bad.problems(), received, origin);
      case Verdict.Bad(var problems) -> rejected(event.org(), RejectReason.INVALID, problems, received, origin);
      case Verdict.Good good -> once(event, received, origin, () -> count(event, good, known, origin));
      case Verdict.Late late -> once(event, received, origin, () -> late(event, late, known, received, origin));
    };
  }

  private Outcome once(UsageEvent event, Received received, Origin origin, Supplier<Outcome> first) {
    var print = Fingerprint.of(event);
    return switch (state.seen().probe(print, origin.appendedMillis())) {
      case Answer.Fresh fresh -> first.get();
      case Answer.Repeat repeat -> new Outcome.Repeat();
      case Answer.Conflict(long counted) -> conflict(event, print.payload(), counted, received, origin);
    };
  }

  private Outcome count(UsageEvent event, Verdict.Good good, Directory known, Origin origin) {
    var table = ProductTable.of(good.type());
    var name = table.map(has -> event.tags().get(has.tag())).filter(any -> !any.isBlank());
    state.measuring().measure(event, good, Hours.oldestSlotKept(origin.appended()), (counts, bucket, units) -> {
      int hour = counts == Counts.HOUR ? bucket : Hours.hourOfSlot(bucket);
      var path = path(event.org(), hour, good, known);
      state.fold().row(new OrgState.OrgBucket(path, counts, bucket)).add(good.type().id(), units);
      if (name.isPresent() && counts != Counts.FIVE_MINUTES) {
        state.names().add(event.org(), good.type().id(), table.get(), hour, name.get(), units);
      }
    });
    return new Outcome.Counted();
  }

  /** The path of the hour that changes: an entity may move to the hour of this event from one at which its org sat elsewhere. */
  private static OrgPath path(String org, int hour, Verdict.Good good, Directory known) {
    return hour == good.hour() ? good.path() : known.path(org, hour).orElseThrow(() ->
        new IllegalStateException("org " + org + " has usage at " + Hours.start(hour) + " but no path"));
  }

  /** Counted as any other, but apart: what was billed stays as it was billed. */
  private Outcome late(UsageEvent event, Verdict.Late late, Directory known, Received received, Origin origin) {
    var good = new Verdict.Good(late.type(), late.path(), late.hour());
    state.measuring().measure(event, good, NO_SLOT, (counts, hour, units) ->
        state.fold().row(new OrgState.OrgBucket(path(event.org(), hour, good, known), Counts.LATE, hour)).add(late.type().id(), units));
    return new Outcome.Late(new LateEventRecord(late.path().account(), Hours.yearMonth(Hours.month(late.hour())).atDay(1),
        event.org(), event.family(), event.usageType(), ByteBuffer.wrap(received.bytes()), origin.partition(), origin.offset(),
        origin.appended()));
  }

  private static Outcome conflict(UsageEvent event, long payload, long counted, Received received, Origin origin) {
    var rejected = record(RejectReason.CONFLICT, List.of(new Problem("id", "conflict",
        "an event with this source and id, but another payload, was counted before")), received, origin);
    rejected.setPayloadHash(HexFormat.of().toHexDigits(payload));
    rejected.setCountedPayloadHash(HexFormat.of().toHexDigits(counted));
    return new Outcome.Rejected(event.org(), rejected);
  }

  private static Outcome rejected(String org, RejectReason reason, List<Problem> problems, Received received, Origin origin) {
    return new Outcome.Rejected(org.length() <= Validation.MAX_NAME ? org : "", record(reason, problems, received, origin));
  }

  private static RejectedEventRecord record(RejectReason reason, List<Problem> problems, Received received, Origin origin) {
    return new RejectedEventRecord(reason, problems.stream().map(p -> new ProblemRecord(p.field(), p.code(), p.detail())).toList(),
        ByteBuffer.wrap(received.bytes()), origin.partition(), origin.offset(), origin.appended(), null, null);
  }

  private static UsageEvent event(UsageEventRecord record) {
    return new UsageEvent(record.getId(), record.getSource(), record.getOrg(), record.getProductFamily(), record.getUsageType(),
        record.getTime(), quantity(record.getQuantity()), record.getEntity(), record.getTags() == null ? Map.of() : record.getTags());
  }

  private static Quantity quantity(BigDecimal value) {
    return value == null ? null : Quantity.of(value);
  }
}
