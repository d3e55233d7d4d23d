package io.tributary.ingest.intake;

import io.tributary.ingest.intake.EventSink.Receipt;
import io.tributary.model.Access.ApiKey;
import io.tributary.model.Access.Sends;
import io.tributary.model.Directory;
import io.tributary.model.Hours;
import io.tributary.model.Problem;
import io.tributary.model.UsageEvent;
import io.tributary.rules.Validation;
import io.tributary.rules.Verdict;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** The policy of the door, whatever the transport: who may send, which events are good, and when they count as accepted. */
public final class Intake {
  private final Control control;
  private final EventSink sink;
  private final InstantSource clock;

  public Intake(Control control, EventSink sink, InstantSource clock) {
    this.control = control;
    this.sink = sink;
    this.clock = clock;
  }

  /** Whether the holder of a key may send anything at all. */
  public sealed interface Admission {
    record Admitted(ApiKey key) implements Admission {}

    record NoKey() implements Admission {}

    record Forbidden(String reason) implements Admission {}

    /** It cannot be told yet. */
    record NotReady() implements Admission {}
  }

  /** What became of the events of one request. */
  public sealed interface Outcome {
    /**
     * The accepted ones are stored.
     *
     * @param rejected those that never will be, by ascending index
     */
    record Answer(int accepted, List<Rejected> rejected) implements Outcome {}

    /** None is known to be stored: send the whole request again, with the same ids, later. */
    record Full() implements Outcome {}

    /** As {@link Full}, for another reason. */
    record Unavailable(String reason) implements Outcome {}
  }

  /**
   * An event that was refused, with all that is wrong with it.
   *
   * @param index its place in the request, from 0
   * @param id {@code null} when it has no readable one
   */
  public record Rejected(int index, String id, List<Problem> problems) {}

  /** @param apiKey as it was sent; may be null */
  public Admission admit(String apiKey) {
    if (apiKey == null || apiKey.isBlank()) {
      return new Admission.NoKey();
    }
    if (!control.isCaughtUp()) {
      return new Admission.NotReady();
    }
    var key = control.access().apiKey(apiKey);
    if (key.isEmpty()) {
      return new Admission.Forbidden("the API key is unknown or revoked");
    }
    return key.get().sends() == Sends.NOTHING
        ? new Admission.Forbidden("this API key may not send usage events")
        : new Admission.Admitted(key.get());
  }

  /** Judges each event, stores the good ones, and waits until they are stored. Blocks as {@link EventSink#write} does. */
  public Outcome accept(ApiKey key, List<Received> events) {
    // One snapshot and one moment for all: the stamp must name the directory that judged every event of the request.
    var directory = control.directory();
    var now = clock.instant();
    var good = new ArrayList<UsageEvent>(events.size());
    var rejected = new ArrayList<Rejected>();
    for (int i = 0; i < events.size(); i++) {
      var received = events.get(i);
      var problems = problems(key, received, directory, now);
      if (problems.isEmpty()) {
        good.add(received.event());
      } else {
        rejected.add(new Rejected(i, received.event() == null ? null : received.event().id(), problems));
      }
    }
    return switch (good.isEmpty() ? new Receipt.Stored() : sink.write(good, directory.version())) {
      case Receipt.Stored() -> new Outcome.Answer(good.size(), List.copyOf(rejected));
      case Receipt.Full() -> new Outcome.Full();
      case Receipt.Unavailable(var reason) -> new Outcome.Unavailable(reason);
    };
  }

  /** All that is wrong with an event, each thing once: what could not be read is not reported as missing too. */
  private static List<Problem> problems(ApiKey key, Received received, Directory directory, Instant now) {
    if (received.event() == null) {
      return received.problems();
    }
    var problems = new ArrayList<>(received.problems());
    // Late is good: what an event for a closed month becomes is decided behind the door.
    if (Validation.judge(received.event(), directory, now, OptionalLong.empty()) instanceof Verdict.Bad(var broken)) {
      broken.stream().filter(problem -> received.problems().stream().noneMatch(unread -> covers(unread, problem))).forEach(problems::add);
    }
    if (key.sends() != Sends.EVERY_ORG && received.event().org() != null) {
      boolean timeIsGood = problems.stream().noneMatch(problem -> problem.field().equals("time"));
      if (!ownTree(key, received.event().org(), directory, Hours.of(timeIsGood ? received.event().time() : now))) {
        // In place of "unknown": a stranger must not learn which orgs exist.
        problems.removeIf(problem -> problem.code().equals("unknown_org"));
        problems.add(new Problem("subject", "not_permitted",
            "this API key may send for its own org and the orgs below it only; '" + received.event().org() + "' is none of them"));
      }
    }
    return List.copyOf(problems);
  }

  private static boolean covers(Problem unread, Problem other) {
    return other.field().equals(unread.field()) || other.field().startsWith(unread.field() + ".");
  }

  private static boolean ownTree(ApiKey key, String org, Directory directory, int hour) {
    return directory.path(org, hour).filter(path -> path.orgs().contains(key.org())).isPresent();
  }
}
