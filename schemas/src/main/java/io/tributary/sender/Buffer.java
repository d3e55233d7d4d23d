package io.tributary.sender;

import io.tributary.sender.Batch.Waiting;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Every event from when it is taken until its fate is known: bounded in bytes, handed out in batches when they are due. */
final class Buffer {
  private final SenderSettings settings;
  /** In bytes. Fair, or a large event would wait for as long as small ones come. */
  private final Semaphore room;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition due = lock.newCondition();
  private final Condition decided = lock.newCondition();
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private final Set<Batch> inFlight = new HashSet<>();
  private long waitingBytes;
  private long taken;
  /** Events up to this number do not linger. */
  private long dueUpTo;
  private boolean closed;

  Buffer(SenderSettings settings) {
    this.settings = settings;
    this.room = new Semaphore(settings.bufferBytes(), true);
  }

  /** Bytes of JSON; the array's brackets are the rest of the batch. */
  int largestEvent() {
    return settings.batchBytes() - 2;
  }

  CompletableFuture<Delivery> put(byte[] json) throws InterruptedException {
    if (!hasRoom(json)) {
      room.acquire(json.length);
    }
    return add(json);
  }

  Optional<CompletableFuture<Delivery>> offer(byte[] json) {
    return hasRoom(json) ? Optional.of(add(json)) : Optional.empty();
  }

  private boolean hasRoom(byte[] json) {
    if (!room.hasQueuedThreads() && room.tryAcquire(json.length)) {
      return true;
    }
    hurry(); // what lingers takes the room
    return false;
  }

  private CompletableFuture<Delivery> add(byte[] json) {
    lock.lock();
    try {
      if (closed) {
        room.release(json.length);
        throw new IllegalStateException("the sender is closed");
      }
      var event = new Waiting(++taken, System.nanoTime(), json, new CompletableFuture<>());
      waiting.add(event);
      waitingBytes += json.length;
      if (waiting.size() == 1 || isFull()) {
        due.signal();
      }
      return event.fate();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a batch to be due. @return null when there is none and never will be */
  Batch take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        if (waiting.isEmpty()) {
          if (closed) {
            return null;
          }
          due.await();
        } else if (isFull() || closed || waiting.peek().number() <= dueUpTo) {
          return cut();
        } else {
          long left = settings.linger().toNanos() - (System.nanoTime() - waiting.peek().takenAt());
          if (left <= 0) {
            return cut();
          }
          due.awaitNanos(left);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean isFull() {
    return waiting.size() >= settings.batchEvents() || jsonBytes(waiting.size(), waitingBytes) >= settings.batchBytes();
  }

  /** With commas and brackets. */
  private static long jsonBytes(int events, long bytes) {
    return bytes + events + 1;
  }

  private Batch cut() {
    var events = new ArrayList<Waiting>();
    long bytes = 0;
    // A batch ends with its first event's deadline: after an outage, the newest must not go down with the oldest.
    long latest = waiting.peek().takenAt() + settings.deadline().toNanos() / 4;
    while (!waiting.isEmpty() && events.size() < settings.batchEvents() && waiting.peek().takenAt() - latest <= 0
        && jsonBytes(events.size() + 1, bytes + waiting.peek().json().length) <= settings.batchBytes()) {
      bytes += waiting.peek().json().length;
      events.add(waiting.poll());
    }
    waitingBytes -= bytes;
    var batch = new Batch(events);
    inFlight.add(batch);
    if (!waiting.isEmpty()) {
      due.signal(); // nobody may be looking at the clock for what is left
    }
    return batch;
  }

  /** Tells each event's sender; the room is free again before, so that whoever hears it can send. */
  void decided(Batch batch, List<? extends Delivery> deliveries) {
    room.release(batch.bytes());
    batch.complete(deliveries);
    lock.lock();
    try {
      inFlight.remove(batch);
      decided.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void hurry() {
    lock.lock();
    try {
      dueUpTo = taken;
      due.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void flush() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long upTo = taken;
      hurry();
      while (oldest() <= upTo) {
        decided.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The number of the first event whose fate is open. */
  private long oldest() {
    long first = waiting.isEmpty() ? Long.MAX_VALUE : waiting.peek().number();
    return inFlight.stream().mapToLong(batch -> batch.first().number()).reduce(first, Math::min);
  }

  /** Takes nothing more. */
  void close() {
    lock.lock();
    try {
      closed = true;
      due.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** @return whether every fate is known */
  boolean awaitDecided(Duration patience) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = patience.toNanos();
      while (oldest() < Long.MAX_VALUE && left > 0) {
        left = decided.awaitNanos(left);
      }
      return oldest() == Long.MAX_VALUE;
    } finally {
      lock.unlock();
    }
  }

  /** For those in flight, when their senders were told to stop. */
  void awaitAllDecided() {
    lock.lock();
    try {
      while (oldest() < Long.MAX_VALUE) {
        decided.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whatever still waits, as a batch of any size. */
  Batch abandon() {
    lock.lock();
    try {
      var batch = new Batch(new ArrayList<>(waiting));
      waiting.clear();
      waitingBytes = 0;
      if (!batch.isEmpty()) {
        inFlight.add(batch);
      }
      return batch;
    } finally {
      lock.unlock();
    }
  }

  /** Events and bytes of JSON. */
  record Held(long waiting, long inFlight, long bytes) {}

  Held held() {
    lock.lock();
    try {
      return new Held(waiting.size(), inFlight.stream().mapToLong(Batch::size).sum(), settings.bufferBytes() - room.availablePermits());
    } finally {
      lock.unlock();
    }
  }
}
