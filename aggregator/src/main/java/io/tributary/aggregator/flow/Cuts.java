package io.tributary.aggregator.flow;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Makes one answer one cut: a level's flush writes a partition's cells under the write lock, a reader reads them under the
 * read lock, so nobody sees half of a flush. Readers and streams share the process, so a lock in memory is enough.
 */
public final class Cuts {
  private final Map<Place, ReadWriteLock> locks = new ConcurrentHashMap<>();

  private record Place(boolean partners, int partition) {}

  /** @param partners whether the partner level is meant, or the account level with its orgs */
  public ReadWriteLock of(boolean partners, int partition) {
    // Fair, or a busy reader could hold up the stream.
    return locks.computeIfAbsent(new Place(partners, partition), any -> new ReentrantReadWriteLock(true));
  }
}
