package io.tributary.aggregator.flow;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Makes one answer one cut: a level's flush writes a partition's cells under the write lock, a reader reads them under the
 * read lock, so nobody sees half of a flush. Readers and streams share the process, so a lock in memory is enough. A place is
 * open only while a task runs on complete stores: Streams would also hand out a store that is being restored.
 */
public final class Cuts {
  private final Map<Place, Cut> cuts = new ConcurrentHashMap<>();

  private enum Level { ORGS, ACCOUNTS, PARTNERS }

  private record Place(Level level, int partition) {}

  /** One level's cells in one partition. */
  public static final class Cut {
    // Fair, or busy readers could hold up the stream.
    private final ReadWriteLock lock = new ReentrantReadWriteLock(true);
    private Object holder;

    public ReadWriteLock lock() {
      return lock;
    }

    /** Whether the cells are complete. Ask under the read lock. */
    public boolean isOpen() {
      return holder != null;
    }

    /** Whether they are at this moment; they may not be a moment later. */
    public boolean isOpenNow() {
      lock.readLock().lock();
      try {
        return isOpen();
      } finally {
        lock.readLock().unlock();
      }
    }

    void open(Object by) {
      lock.writeLock().lock();
      holder = by;
      lock.writeLock().unlock();
    }

    /** Does nothing when another task has taken the place meanwhile. */
    void close(Object by) {
      lock.writeLock().lock();
      holder = holder == by ? null : holder;
      lock.writeLock().unlock();
    }
  }

  /** @param partners whether the partner level is meant, or the account level with its orgs */
  public Cut of(boolean partners, int partition) {
    return of(partners ? Level.PARTNERS : Level.ACCOUNTS, partition);
  }

  /** Of usage by name, in the partition of its org. */
  public Cut ofNames(int partition) {
    return of(Level.ORGS, partition);
  }

  private Cut of(Level level, int partition) {
    return cuts.computeIfAbsent(new Place(level, partition), any -> new Cut());
  }
}
