package io.tributary.bench.freshness;

import java.util.ArrayList;
import java.util.List;

/**
 * Probes of one org and one usage type that nobody else uses, each of quantity 1 and sent when the one before was accepted: the
 * total says how many of them are visible, and one partition keeps their order, so which. For several threads.
 */
final class Lane {
  private final List<Long> acceptedAt = new ArrayList<>();
  private final List<Long> seenAt = new ArrayList<>();

  /** @param at when the 202 was here, in {@link System#nanoTime}'s time */
  synchronized void accepted(long at) {
    acceptedAt.add(at);
  }

  /** @param at when the answer that says so was here */
  synchronized void seen(long total, long at) {
    while (seenAt.size() < total) {
      seenAt.add(at);
    }
  }

  /**
   * From 202 to visible, in nanoseconds, of the probes accepted from one time to another that were seen. Zero where the total was
   * faster than the 202.
   */
  synchronized long[] waits(long from, long to) {
    var waits = new ArrayList<Long>();
    for (int probe = 0; probe < Math.min(acceptedAt.size(), seenAt.size()); probe++) {
      long at = acceptedAt.get(probe);
      if (at >= from && at < to) {
        waits.add(Math.max(0, seenAt.get(probe) - at));
      }
    }
    return waits.stream().mapToLong(Long::longValue).toArray();
  }

  synchronized long accepted() {
    return acceptedAt.size();
  }

  /** Accepted and not visible; below zero when more is visible than was accepted. */
  synchronized long missing() {
    return acceptedAt.size() - seenAt.size();
  }
}
