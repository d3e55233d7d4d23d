package io.tributary.local.demo;

import io.tributary.local.demo.World.Site;
import io.tributary.model.Hours;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * One product at one org: how much of it an hour has, in whole numbers, as a pure function of seed and hour. Busy by day, quiet
 * by night and at the weekend, growing from month to month, never quite even.
 *
 * @param index of this feed among all, part of every chance it takes
 * @param anchor the hour from which growth is counted
 */
record Feed(Product product, Site site, int index, long seed, int anchor) {
  /** How busy the hours of a day are, of a thousand. */
  private static final int[] DAY = {
    60, 40, 20, 0, 20, 80, 200, 380, 620, 830, 940, 980, 930, 950, 1000, 990, 930, 820, 660, 520, 400, 290, 190, 110
  };
  private static final int WEEKEND = 450;
  private static final int NOISE = 60;

  static List<Feed> all(long seed, int anchor) {
    var feeds = new ArrayList<Feed>();
    var sites = World.sites();
    for (int s = 0; s < sites.size(); s++) {
      for (int p = 0; p < Product.ALL.size(); p++) {
        var feed = new Feed(Product.ALL.get(p), sites.get(s), s * Product.ALL.size() + p, seed, anchor);
        // A root uses everything, so that every account has every product.
        if (sites.get(s).parent() == null || feed.chance(0, 0) % 1000 < feed.product.spread()) {
          feeds.add(feed);
        }
      }
    }
    return List.copyOf(feeds);
  }

  /** Quantity of this hour, if it were used evenly to its end. */
  long quantity(int hour) {
    return level(product.perHour() * site.size(), hour) / 1000;
  }

  /** Entities that exist in this hour: those numbered from 0 up to this. */
  int entities(int hour) {
    return (int) Math.max(1, (level(product.perHour() * site.size(), hour) + 500) / 1000);
  }

  private long level(long full, int hour) {
    int perDay = 1 + (int) (chance(1, 0) % 4);
    long grown = full * Math.clamp(1000 + (hour - anchor) * (long) perDay / 24, 250, 6000) / 1000;
    var local = Hours.start(hour).atOffset(ZoneOffset.ofHours(site.zone()));
    boolean weekend = local.getDayOfWeek().getValue() > 5;
    int busy = DAY[local.getHour()] * (weekend ? WEEKEND : 1000) / 1000;
    long swung = grown * (1000 - product.swing() * (1000 - busy) / 1000) / 1000;
    return swung * (1000 - NOISE + chance(2, hour) % (2 * NOISE + 1)) / 1000;
  }

  /** A number below 2^40 that is this feed's own for each of the two coordinates. */
  long chance(long what, long when) {
    long mixed = mix(seed + mix(index * 0x9E3779B97F4A7C15L + mix(what + mix(when))));
    return mixed >>> 24;
  }

  /** The finalizer of SplitMix64. */
  private static long mix(long z) {
    long once = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
    long twice = (once ^ once >>> 27) * 0x94D049BB133111EBL;
    return twice ^ twice >>> 31;
  }
}
