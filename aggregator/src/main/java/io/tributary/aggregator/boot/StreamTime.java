package io.tributary.aggregator.boot;

import java.time.InstantSource;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.utils.Time;

/** A clock as Kafka Streams takes one: it says what time it is. How long something takes is measured by the machine. */
record StreamTime(InstantSource clock) implements Time {
  @Override
  public long milliseconds() {
    return clock.millis();
  }

  @Override
  public long nanoseconds() {
    return SYSTEM.nanoseconds();
  }

  @Override
  public void sleep(long millis) {
    SYSTEM.sleep(millis);
  }

  /** @param deadline in milliseconds of this clock: the system's would compare it with its own */
  @Override
  public void waitObject(Object monitor, Supplier<Boolean> condition, long deadline) throws InterruptedException {
    synchronized (monitor) {
      while (!condition.get()) {
        long left = deadline - milliseconds();
        if (left <= 0) {
          throw new TimeoutException("what was waited for has not come in time");
        }
        monitor.wait(left);
      }
    }
  }
}
