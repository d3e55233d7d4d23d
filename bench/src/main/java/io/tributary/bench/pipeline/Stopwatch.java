package io.tributary.bench.pipeline;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** Time and this process's CPU time since it was made. */
final class Stopwatch {
  private static final OperatingSystemMXBean SYSTEM = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final long cpuBegan = SYSTEM.getProcessCpuTime();
  private final long began = System.nanoTime();

  record Lap(long nanos, long cpuNanos) {}

  Lap lap() {
    return new Lap(System.nanoTime() - began, SYSTEM.getProcessCpuTime() - cpuBegan);
  }
}
