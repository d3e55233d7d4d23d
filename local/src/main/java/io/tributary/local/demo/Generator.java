package io.tributary.local.demo;

import io.tributary.model.Hours;
import io.tributary.model.Measure;
import io.tributary.model.Quantity;
import io.tributary.model.UsageEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes the demo's usage, as a pure function of a seed and a span of time, ids included. The same time can be told in two ways:
 * densely, as {@link #past} (a few hundred events an hour, a few thousand of the last days), or second by second, as {@link #second}.
 * Whoever calls must tell each moment once.
 */
final class Generator {
  /** The source of every event made here. */
  static final String SOURCE = "tributary-demo";

  private static final int SLOT_SECONDS = 300;
  private static final int HOUR_SECONDS = 3600;
  /** As long as five-minute cells are kept: what was normal is learned from them, and an hour's usage in one of them would be a spike. */
  private static final int HOURS_IN_SLOTS = 7 * 24;
  /** Of a thousand containers that exist, how many run in a given five minutes. */
  private static final int RUNNING = 300;
  /** Of a thousand committers, how many commit in an hour. */
  private static final int COMMITTING = 120;

  private static final List<String> METRICS = List.of("checkout.duration", "checkout.errors", "queue.depth", "cache.hits", "cache.misses",
      "jobs.running", "jobs.failed");
  private static final List<String> INDEXES = List.of("main", "main", "main", "audit", "web");

  private final List<Feed> feeds;
  private final int slotsFrom;

  /** @param anchor the hour from which growth is counted; the sizes in {@link Product} are as of then */
  Generator(long seed, int anchor) {
    this.feeds = Feed.all(seed, anchor);
    this.slotsFrom = anchor - HOURS_IN_SLOTS;
  }

  /**
   * The usage from a second to a second of the same hour: each entity once (containers: once in each five minutes), and one
   * quantity for the whole span, or, from a week before the anchor on, for each five minutes of it.
   */
  List<UsageEvent> past(long from, long to) {
    int hour = Hours.ofMillis(from * 1000);
    var events = new ArrayList<UsageEvent>(800);
    for (var feed : feeds) {
      int n = 0;
      switch (feed.product().measure()) {
        case DISTINCT -> {
          for (int entity = 0; entity < feed.entities(hour); entity++) {
            events.add(seen(feed, from + feed.chance(entity + 10L, from) % (to - from), from, n++, entity));
          }
        }
        case DISTINCT5 -> {
          for (long slot = slot(from); slot < to; slot += SLOT_SECONDS) {
            for (int entity = 0; entity < feed.entities(hour); entity++) {
              if (runs(feed, entity, slot)) {
                events.add(seen(feed, Math.max(from, slot), from, n++, entity));
              }
            }
          }
        }
        case MTD_DISTINCT -> {
          for (int entity = 0; entity < feed.entities(hour); entity++) {
            if (feed.chance(entity + 10L, from) % (1000L * HOUR_SECONDS) < COMMITTING * (to - from)) {
              events.add(seen(feed, from + feed.chance(entity + 20L, from) % (to - from), from, n++, entity));
            }
          }
        }
        case SUM, MAX -> {
          long next;
          for (long part = from; part < to; part = next) {
            next = hour < slotsFrom ? to : Math.min(to, slot(part) + SLOT_SECONDS);
            long whole = share(feed, feed.quantity(hour), next - part, HOUR_SECONDS, part);
            if (whole > 0) {
              events.add(used(feed, part + feed.chance(3, part) % (next - part), from, n++, whole));
            }
          }
        }
      }
    }
    return events;
  }

  /** The usage of one second, told in this many events. Every feed has its turn; a quantity is what was used since its last one. */
  List<UsageEvent> second(long second, int rate) {
    int hour = Hours.ofMillis(second * 1000);
    var events = new ArrayList<UsageEvent>(rate);
    for (int n = 0; n < rate; n++) {
      long turn = second * rate + n;
      var feed = feeds.get((int) (turn % feeds.size()));
      long round = turn / feeds.size();
      if (feed.product().measure() == Measure.SUM) {
        events.add(used(feed, second, second, n, share(feed, feed.quantity(hour), feeds.size(), HOUR_SECONDS * (long) rate, round)));
      } else {
        events.add(seen(feed, second, second, n, running(feed, hour, second, round)));
      }
    }
    return events;
  }

  /** The next entity in turn; of containers, the next that runs now. */
  private static int running(Feed feed, int hour, long second, long round) {
    int count = feed.entities(hour);
    int entity = (int) (round % count);
    if (feed.product().measure() == Measure.DISTINCT5) {
      for (int tried = 0; tried < count && !runs(feed, entity, slot(second)); tried++) {
        entity = (entity + 1) % count;
      }
    }
    return entity;
  }

  private static boolean runs(Feed feed, int entity, long slot) {
    // The first one always does, so that there is one to tell of at any moment.
    return entity == 0 || feed.chance(entity + 10L, slot) % 1000 < RUNNING;
  }

  private static long slot(long second) {
    return second - Math.floorMod(second, SLOT_SECONDS);
  }

  /** {@code amount * part / whole}, rounded up as often as the fraction says, so that many small shares add up to the amount. */
  private static long share(Feed feed, long amount, long part, long whole, long when) {
    return (amount * part + feed.chance(4, when) % whole) / whole;
  }

  private static UsageEvent used(Feed feed, long second, long span, int n, long quantity) {
    return event(feed, second, span, n, Quantity.ofUnits(quantity), null);
  }

  private static UsageEvent seen(Feed feed, long second, long span, int n, int entity) {
    return event(feed, second, span, n, null, feed.site().region() + "-" + feed.product().entity() + "-" + (entity + 1));
  }

  private static UsageEvent event(Feed feed, long second, long span, int n, Quantity quantity, String entity) {
    var type = feed.product().type();
    return new UsageEvent(type.family() + "." + type.name() + "-" + span + "-" + n, SOURCE, feed.site().publicId(), type.family(),
        type.name(), Instant.ofEpochSecond(second), quantity, entity,
        tags(feed, second, n, entity));
  }

  /** A timeseries belongs to one metric for good; logs go to this index or that. */
  private static Map<String, String> tags(Feed feed, long second, int n, String entity) {
    var env = feed.chance(5, n) % 5 == 0 ? "staging" : "prod";
    return switch (feed.product().type().name()) {
      case "num_custom_timeseries" -> Map.of("env", env, "metric_name", METRICS.get(Math.floorMod(entity.hashCode(), METRICS.size())));
      case "logs_indexed_events_15_day_count" -> Map.of("env", env,
          "index", INDEXES.get((int) (feed.chance(6, second + n) % INDEXES.size())));
      default -> Map.of("env", env);
    };
  }
}
