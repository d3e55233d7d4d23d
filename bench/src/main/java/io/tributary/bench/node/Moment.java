package io.tributary.bench.node;

/**
 * How far everything is at one time.
 *
 * @param at of {@link System#nanoTime}
 * @param accepted events of the load
 * @param nodeCpu CPU nanoseconds of the node
 * @param loadCpu CPU nanoseconds of this JVM
 */
public record Moment(long at, long accepted, long nodeCpu, long loadCpu) {
  public static Moment now(long nodePid, Load load) {
    return new Moment(System.nanoTime(), load.accepted(), cpu(ProcessHandle.of(nodePid).orElseThrow()), cpu(ProcessHandle.current()));
  }

  private static long cpu(ProcessHandle process) {
    return process.info().totalCpuDuration().orElseThrow(
        () -> new IllegalStateException("the system does not say how much CPU time a process takes")).toNanos();
  }

  public double acceptedPerSecondSince(Moment before) {
    return (accepted - before.accepted) * 1e9 / (at - before.at);
  }

  public double nodeCoresSince(Moment before) {
    return (double) (nodeCpu - before.nodeCpu) / (at - before.at);
  }

  public double loadCoresSince(Moment before) {
    return (double) (loadCpu - before.loadCpu) / (at - before.at);
  }
}
