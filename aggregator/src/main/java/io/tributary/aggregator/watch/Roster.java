package io.tributary.aggregator.watch;

import io.tributary.aggregator.watch.Watch.GroupKey;
import io.tributary.aggregator.watch.Watch.SeriesKey;
import io.tributary.model.Directory;
import io.tributary.model.Hours;
import io.tributary.model.RowQuery.Level;
import io.tributary.monitor.Monitors;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Who watches what now: made anew with another version of the directory, and at full hours. */
final class Roster {
  /** Places that are remembered, per task; the one that was used longest ago is forgotten, and read again when it is needed. */
  private static final int REMEMBERED = 65_536;

  private final Supplier<Directory> directory;
  private final Level level;
  private final Map<Place, List<Watch>> places = new LinkedHashMap<>(64, 0.75f, true) {
    @Override
    protected boolean removeEldestEntry(Map.Entry<Place, List<Watch>> eldest) {
      return size() > REMEMBERED;
    }
  };
  private Watches watches;
  private Spendings spendings;
  private Monitors monitors = Monitors.NONE;
  private long version = -1;
  private int hour = Integer.MIN_VALUE;

  /** What is another than when it was last looked. */
  enum News {
    /** Nothing that a place's monitors depend on. */
    NONE,
    /** Orgs and accounts may have changed their places: they do at full hours. */
    PLACES,
    /** The monitors, and all that hangs on them. */
    MONITORS
  }

  Roster(Supplier<Directory> directory, Level level) {
    this.directory = directory;
    this.level = level;
  }

  /** To be called before anything is asked. */
  News refresh(Instant now) {
    var known = directory.get();
    int running = Hours.of(now);
    if (known.version() == version && running == hour) {
      return News.NONE;
    }
    var news = known.monitors() != monitors ? News.MONITORS : running != hour ? News.PLACES : News.NONE;
    spendings = new Spendings(known, level);
    if (news == News.NONE) {
      watches = new Watches(known, watches.shared());
    } else {
      watches = new Watches(known, new HashMap<>());
      places.clear();
    }
    monitors = known.monitors();
    version = known.version();
    hour = running;
    return news;
  }

  /** Whether no monitor is of cells or of cost; not before that is known. */
  boolean isEmpty() {
    return watches != null && watches.isEmpty() && spendings.isEmpty();
  }

  Watches watches() {
    return watches;
  }

  Spendings spendings() {
    return spendings;
  }

  boolean has(long monitor) {
    return monitors.find(monitor).isPresent();
  }

  List<Watch> at(Place place) {
    var known = places.get(place);
    if (known == null) {
      known = watches.at(place, hour);
      places.put(place, known);
    }
    return known;
  }

  /** Empty when nobody watches the group, or when it is of several orgs of which none was used yet. */
  Optional<Watch> find(GroupKey key) {
    return key.place().isPart() ? watches.part(key.monitor(), key.place())
        : at(key.place()).stream().filter(watch -> watch.monitor.id() == key.monitor()).findFirst();
  }

  /** The monitors that want to know of a series at the end of each five minutes. */
  List<Watch> tracked(SeriesKey key) {
    var found = key.place().isPart() ? watches.part(key.monitor(), key.place()).map(List::of).orElse(List.of())
        : at(key.place()).stream().filter(watch -> !watch.shared).toList();
    return found.stream().filter(watch -> watch.type.id() == key.type() && watch.isTracked()).toList();
  }

  /** The partner that an account belongs to now, or nothing. */
  String partnerOf(String account) {
    return directory.get().account(account).flatMap(found -> found.partnerAt(hour)).orElse("");
  }

  boolean isSilenced(Watch watch, Instant now) {
    for (var downtime : monitors.downtimesOf(watch.monitor.owner())) {
      if (downtime.silences(watch.monitor, watch.tags, now)) {
        return true;
      }
    }
    return false;
  }
}
