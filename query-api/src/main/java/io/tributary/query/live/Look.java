package io.tributary.query.live;

import io.tributary.model.Directory;
import io.tributary.model.Hours;
import io.tributary.model.Quantity;
import io.tributary.model.Rows;
import io.tributary.query.access.Caller;
import io.tributary.query.access.Control;
import io.tributary.query.access.VisibleSlots;
import io.tributary.query.query.LiveQuery;
import io.tributary.query.reader.UsageReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the cells of one watch: the last hour's at every look, and at the first and then every half minute all that are
 * watched, for usage that arrives late. Not for several threads at once.
 */
final class Look {
  static final Duration EVERY_WHOLE = Duration.ofSeconds(30);

  private final Watch watch;
  private final UsageReader reader;
  private final Control control;
  private Optional<VisibleSlots> visible = Optional.empty();
  private Directory directory;
  private int hour;
  private int watchedFrom = Integer.MIN_VALUE;
  private Instant whole = Instant.MIN;

  Look(Watch watch, UsageReader reader, Control control) {
    this.watch = watch;
    this.reader = reader;
    this.control = control;
  }

  /**
   * What was seen.
   *
   * @param asOf append time up to which the cells are complete
   * @param cells as {@link LiveCell#of}
   * @param watchedFrom slots before it are no longer watched
   */
  record Seen(Instant asOf, Map<LiveCell.Place, Map<Integer, Quantity>> cells, int watchedFrom) {}

  /**
   * Reads.
   *
   * @return empty when the scope is no longer seen
   * @throws io.tributary.model.NotReady when the cells cannot be read now
   */
  Optional<Seen> at(Instant now) {
    if (control.directory() != directory || hour != Hours.of(now)) {
      directory = control.directory();
      hour = Hours.of(now);
      visible = LiveQuery.visible(new Caller(watch.org(), Set.of(), watch.place()), directory, watch.scope(), watch.groupBy(), now);
    }
    return visible.map(seen -> read(seen, now));
  }

  private Seen read(VisibleSlots seen, Instant now) {
    // Never further back than before: what was not watched then would look like a change.
    watchedFrom = Math.max(watchedFrom, LiveQuery.watchedFrom(seen.groups(), now));
    boolean all = now.isBefore(whole) || !now.isBefore(whole.plus(EVERY_WHOLE));
    int from = all ? watchedFrom : Math.max(watchedFrom, Hours.slotOf(now) - Hours.SLOTS);
    var rows = seen.question(from, Hours.slotOf(now) + LiveQuery.AHEAD).map(reader::read)
        .orElseGet(() -> new Rows(reader.progress().asOf(), List.of()));
    whole = all ? now : whole;
    return new Seen(rows.asOf(), LiveCell.of(rows, seen, watch.groupBy(), directory.catalogue()), watchedFrom);
  }
}
