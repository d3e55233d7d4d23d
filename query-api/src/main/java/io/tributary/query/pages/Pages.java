package io.tributary.query.pages;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.util.RawValue;
import io.tributary.model.NotReady;
import io.tributary.query.access.Caller;
import io.tributary.query.query.Digests;
import io.tributary.query.query.InvalidQuery;
import io.tributary.query.query.PageQuery;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Answers in pages that belong together. The first page reads the whole answer and keeps it; the others are cut from what was kept,
 * so that usage which arrives meanwhile, or an org that moves, changes none of them. What nobody has asked for within ten minutes is
 * forgotten, and what exceeds the budget pushes out the oldest of the org that keeps most; a cursor to it has then expired. Other
 * processes do not have it either: all pages of one answer are asked of one process.
 *
 * <p>Keys are judged anew for every page; what they see was judged for the first.
 */
public final class Pages {
  private static final Duration KEPT = Duration.ofMinutes(10);
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final SecureRandom RANDOM = new SecureRandom();

  private final ObjectMapper json;
  private final InstantSource clock;
  private final Limits limits;
  private final String instance = random();
  /** By id; the one that was asked for last is last. */
  private final Map<String, Kept> kept = new LinkedHashMap<>();
  /** Bytes of those that are kept and of those that are being read. */
  private long bytes;

  /**
   * What may be kept.
   *
   * @param bytes of all answers together; one may have half of it
   * @param rows that one answer may have
   */
  public record Limits(long bytes, int rows) {}

  /**
   * A page.
   *
   * @param asOf append time up to which the whole answer is complete
   * @param rows as they were given, to be written as they are
   * @param total rows of all pages
   * @param next what to ask for after it; empty for the last
   */
  public record Page(Instant asOf, List<RawValue> rows, int total, Optional<String> next) {}

  /** Reads a whole answer: gives each row to the sink, in the order of the pages, and returns as of when it is complete. */
  public interface Reading {
    /** @throws NotReady when any of it cannot be read now */
    Instant into(Consumer<Object> rows);
  }

  private record Kept(String org, String question, Snapshot snapshot, long bytes, Instant until) {}

  /** @param json writes the rows */
  public Pages(ObjectMapper json, InstantSource clock, Limits limits) {
    this.json = json;
    this.clock = clock;
    this.limits = limits;
  }

  /**
   * One page of the answer to a question.
   *
   * @param caller nobody else can use its cursors, nor itself from another place in the tree
   * @param question everything else that the answer depends on: the endpoint and its parameters
   * @param asOf how fresh an answer would be, for one that has no rows because it lies after the last page
   * @throws InvalidQuery when the cursor has expired, or belongs to another question, or the answer is too long
   */
  public Page page(Caller caller, List<String> question, PageQuery asked, Supplier<Instant> asOf, Reading reading) {
    if (asked.isAfterTheLast()) {
      return new Page(asOf.get(), List.of(), 0, Optional.empty());
    }
    var digest = Digests.sha256(List.of(caller.org(), caller.place().toString(), Digests.sha256(question))).substring(0, 16);
    if (asked.cursor().isEmpty()) {
      return first(caller.org(), digest, asked.limit(), reading);
    }
    var place = Place.parse(asked.cursor().get()).filter(at -> at.question().equals(digest)).orElseThrow(() -> new InvalidQuery(List.of(
        "Invalid " + asked.parameter() + " parameter " + asked.cursor().get()
            + ". Must be the next_record_id of the page before, with the same parameters")));
    var snapshot = again(place).orElseThrow(() -> new InvalidQuery(List.of("cursor expired")));
    return cut(snapshot, place, asked.limit());
  }

  private Page first(String org, String digest, int limit, Reading reading) {
    var snapshot = new Snapshot();
    var held = new long[1];
    try {
      var asOf = reading.into(row -> {
        if (snapshot.rows() == limits.rows()) {
          throw new InvalidQuery(List.of("the answer has more than " + limits.rows()
              + " rows, which is as many as are kept for its pages; ask for a shorter time or for fewer products"));
        }
        hold(snapshot.add(written(row)), held);
      });
      hold(snapshot.end(asOf), held);
    } catch (RuntimeException e) {
      release(held[0]);
      throw e;
    }
    var place = new Place(instance, random(), digest, 0);
    if (snapshot.rows() <= limit) {
      release(held[0]);
    } else {
      keep(place.snapshot(), new Kept(org, digest, snapshot, held[0], until()));
    }
    return cut(snapshot, place, limit);
  }

  private byte[] written(Object row) {
    try {
      return json.writeValueAsBytes(row);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a row of an answer is always JSON", e);
    }
  }

  private static Page cut(Snapshot snapshot, Place place, int limit) {
    int from = Math.min(place.row(), snapshot.rows());
    int to = Math.min(from + limit, snapshot.rows());
    return new Page(snapshot.asOf(), snapshot.rows(from, to), snapshot.rows(), to == snapshot.rows() ? Optional.empty()
        : Optional.of(new Place(place.instance(), place.snapshot(), place.question(), to).opaque()));
  }

  private synchronized Optional<Snapshot> again(Place place) {
    forgetTheOld();
    var found = Optional.ofNullable(kept.get(place.snapshot()))
        .filter(one -> place.instance().equals(instance) && one.question().equals(place.question()));
    found.ifPresent(one -> {
      kept.remove(place.snapshot());
      kept.put(place.snapshot(), new Kept(one.org(), one.question(), one.snapshot(), one.bytes(), until()));
    });
    return found.map(Kept::snapshot);
  }

  private synchronized void keep(String id, Kept answer) {
    forgetTheOld();
    kept.put(id, answer);
  }

  /** Counts bytes of an answer that is being read, at the cost of what is kept already. */
  private synchronized void hold(int more, long[] held) {
    held[0] += more;
    bytes += more;
    if (held[0] > limits.bytes() / 2) {
      throw new InvalidQuery(List.of("the answer is longer than what is kept for its pages; ask for a shorter time or for fewer products"));
    }
    if (bytes > limits.bytes()) {
      forgetTheOld();
    }
    while (bytes > limits.bytes()) {
      forget(leastDeserving().orElseThrow(() -> new NotReady("too many long answers are being read at once", SOON)));
    }
  }

  /** The one that has waited longest, of the org that keeps most. */
  private Optional<String> leastDeserving() {
    var byOrg = kept.values().stream().collect(Collectors.groupingBy(Kept::org, Collectors.summingLong(Kept::bytes)));
    return byOrg.entrySet().stream().max(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
        .flatMap(most -> kept.entrySet().stream().filter(one -> one.getValue().org().equals(most.getKey())).findFirst())
        .map(Map.Entry::getKey);
  }

  private void forgetTheOld() {
    var now = clock.instant();
    kept.entrySet().stream().filter(one -> !one.getValue().until().isAfter(now)).map(Map.Entry::getKey).toList().forEach(this::forget);
  }

  private void forget(String id) {
    bytes -= kept.remove(id).bytes();
  }

  private synchronized void release(long held) {
    bytes -= held;
  }

  private Instant until() {
    return clock.instant().plus(KEPT);
  }

  /** How many answers are kept. */
  public synchronized int answers() {
    return kept.size();
  }

  /** How many bytes they take. */
  public synchronized long bytes() {
    return bytes;
  }

  private static String random() {
    var bytes = new byte[8];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
