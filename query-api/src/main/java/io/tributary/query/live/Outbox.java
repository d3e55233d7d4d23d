package io.tributary.query.live;

import io.tributary.query.live.LiveCell.Change;
import io.tributary.query.live.LiveCell.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Predicate;

/**
 * What one subscriber has not been told yet. Of each cell it keeps the latest value only, so a slow reader gets fewer values, not
 * later ones, and the box is never larger than what is watched. Not for several threads at once.
 */
final class Outbox {
  static final Duration EVERY_CELL = Duration.ofSeconds(1);
  static final Duration HEARTBEAT = Duration.ofSeconds(10);
  /** Cells of one event: about 200 kB. */
  static final int MOST_CELLS = 1_000;

  private final Predicate<LiveCell> wanted;
  private final Instant snapshotAsOf;
  private final Queue<Value> snapshot;
  private final Map<LiveCell, Change> pending = new LinkedHashMap<>();
  /** When each cell was told, for a second. */
  private final Map<LiveCell, Instant> told = new HashMap<>();
  private boolean ready;
  private Freshness freshness;
  private Optional<Freshness.Reason> toldStale = Optional.empty();
  private Optional<String> end = Optional.empty();
  private boolean ended;
  private Instant lastEvent = Instant.MIN;

  /**
   * The box of a stream that begins.
   *
   * @param wanted cells that are told at all
   * @param snapshot the cells to begin with
   */
  Outbox(Predicate<LiveCell> wanted, Freshness freshness, List<Value> snapshot) {
    this.wanted = wanted;
    this.freshness = freshness;
    this.snapshotAsOf = freshness.asOf();
    this.snapshot = new ArrayDeque<>(snapshot);
  }

  /** Cells changed. One that is back at what was told last is not told again. */
  void offer(List<Change> changes) {
    for (var change : changes) {
      if (wanted.test(change.cell())) {
        pending.merge(change.cell(), change, (first, latest) ->
            first.before().filter(latest.after()::equals).isPresent() ? null : new Change(first.cell(), first.before(), latest.after()));
      }
    }
  }

  void freshness(Freshness now) {
    freshness = now;
  }

  /** Nothing but this will be told. */
  void end(String reason) {
    end = end.or(() -> Optional.of(reason));
  }

  /** What to tell now, if anything. */
  Optional<LiveEvent> next(Instant now) {
    var event = choose(now);
    if (event.isPresent()) {
      lastEvent = now;
    }
    return event;
  }

  private Optional<LiveEvent> choose(Instant now) {
    if (end.isPresent()) {
      boolean first = !ended;
      ended = true;
      return first ? end.map(LiveEvent.End::new) : Optional.empty();
    }
    if (!toldStale.equals(freshness.stale())) {
      toldStale = freshness.stale();
      return Optional.of(toldStale.<LiveEvent>map(why -> new LiveEvent.Stale(freshness.asOf(), why.sentence(), why.retryAfter()))
          .orElseGet(() -> new LiveEvent.Fresh(freshness.asOf())));
    }
    if (!snapshot.isEmpty()) {
      var cells = new ArrayList<Value>();
      while (!snapshot.isEmpty() && cells.size() < MOST_CELLS) {
        cells.add(tell(snapshot.remove(), now));
      }
      return Optional.of(new LiveEvent.Snapshot(snapshotAsOf, List.copyOf(cells)));
    }
    if (!ready) {
      ready = true;
      return Optional.of(new LiveEvent.Ready(snapshotAsOf));
    }
    var cells = due(now);
    if (!cells.isEmpty()) {
      return Optional.of(new LiveEvent.Cells(freshness.asOf(), cells));
    }
    return lastEvent.plus(HEARTBEAT).isAfter(now) ? Optional.empty() : Optional.of(new LiveEvent.Heartbeat(freshness.asOf()));
  }

  /** Takes out what may be told; what was told less than a second ago stays. */
  private List<Value> due(Instant now) {
    forget(now);
    var cells = new ArrayList<Value>();
    var changes = pending.values().iterator();
    while (changes.hasNext() && cells.size() < MOST_CELLS) {
      var change = changes.next();
      if (!told.containsKey(change.cell())) {
        cells.add(tell(new Value(change.cell(), change.after()), now));
        changes.remove();
      }
    }
    return List.copyOf(cells);
  }

  private Value tell(Value value, Instant now) {
    told.put(value.cell(), now);
    return value;
  }

  /** A clock that was set back holds nothing up. */
  private void forget(Instant now) {
    told.values().removeIf(at -> at.isAfter(now) || !at.plus(EVERY_CELL).isAfter(now));
  }

  /** How many cells wait. */
  int size() {
    return snapshot.size() + pending.size();
  }
}
