package io.tributary.bench.pipeline;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A JVM that measures one variant: a {@link Job} as its argument; on standard output a line {@code progress N} now and then, and
 * one {@code result JSON} at the end.
 */
final class VariantMain {
  /** How long nothing may happen before a run is given up. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Duration TELL = Duration.ofMillis(500);

  private VariantMain() {}

  public static void main(String[] args) throws IOException {
    ChildJvm.endWithParent();
    var json = new ObjectMapper();
    var job = json.readValue(args[0], Job.class);
    var world = World.from(Workload.placedFrom(job.firstHour()));
    var progress = new AtomicLong();
    tell(progress);
    var measured = switch (job.variant().kind()) {
      case LIMIT -> new Limit(world).run(job, progress::set);
      case OURS -> Ours.run(job, world, progress::set);
      case NAIVE -> Naive.run(job, world, progress::set);
    };
    System.out.println(ChildJvm.RESULT + json.writeValueAsString(measured));
    System.exit(0);
  }

  private static void tell(AtomicLong progress) {
    Thread.ofPlatform().daemon().name("tell").start(() -> {
      try {
        while (true) {
          Thread.sleep(TELL);
          System.out.println(ChildJvm.PROGRESS + progress.get());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
  }
}
