package io.tributary.local.cli;

import io.tributary.local.node.Announcement;
import io.tributary.local.node.Keys.Holder;
import io.tributary.local.node.Node;
import io.tributary.local.node.NodeSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Option;

/** What {@code demo} and {@code up} have in common: the flags, and a node that runs until it is told to stop. */
final class Run {
  private static final Duration REFRESH = Duration.ofSeconds(1);
  /** How long the JVM's end waits for ours. */
  private static final Duration STOPPING = Duration.ofSeconds(30);

  @Option(names = "--port", defaultValue = "8080", paramLabel = "PORT",
      description = "of the API on 127.0.0.1; 0 picks a free one (${DEFAULT-VALUE})")
  int port;

  @Option(names = "--ingest-port", defaultValue = "8090", paramLabel = "PORT",
      description = "of ingest; 0 picks a free one (${DEFAULT-VALUE})")
  int ingestPort;

  @Option(names = "--data", defaultValue = ".tributary", paramLabel = "DIR",
      description = "where everything is kept; a later start goes on from it (${DEFAULT-VALUE})")
  Path data;

  @Option(names = "--for", paramLabel = "TIME", converter = TimeSpan.class,
      description = "stop this long after it is ready: 60s, 15m (until Ctrl-C)")
  Duration length;

  @Option(names = "--quiet", description = "show nothing but errors and a summary")
  boolean quiet;

  /** Made open by Ctrl-C, TERM, or the end of {@code --for}. */
  final CountDownLatch stop = new CountDownLatch(1);

  private Screen screen;

  /** What runs on the node. */
  interface Work {
    /** Makes it ready: returns when it is, or when {@link Run#stop} is open. */
    AutoCloseable begin(Node node, Screen screen) throws Exception;

    /** The view that is drawn every second. */
    View look(Node node);
  }

  /** @param summary the view in one line */
  record View(List<String> lines, String summary) {}

  Screen screen() {
    return screen;
  }

  /** @return the exit code */
  int run(List<Holder> holders, Work work) throws Exception {
    // Before anything takes time: nobody may take an earlier start's for this one's.
    Announcement.withdraw(data);
    Logs.toFile(data.resolve("logs").resolve("tributary.log").toAbsolutePath());
    screen = Screen.of(System.out, quiet);
    var stopped = new CountDownLatch(1);
    // The hook only says that it is time: this thread stops everything, in order, while the hook waits for it.
    var hook = new Thread(() -> {
      stop.countDown();
      try {
        stopped.await(STOPPING.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }, "stop");
    Runtime.getRuntime().addShutdownHook(hook);
    var last = "";
    try (var node = Node.start(new NodeSettings(data, port, ingestPort), holders, this::step);
        var running = work.begin(node, screen)) {
      if (stop.getCount() > 0) {
        node.announce();
        screen.tell(List.of(
            "Ready. API " + node.api() + "   ingest " + node.ingest() + "   Kafka " + node.bootstrap(),
            "Addresses and keys are in " + Announcement.in(data), ""));
        last = watch(node, work) + "\n";
        screen.step("stopping");
      }
    } catch (Stopped e) {
      // While it started: what had started is closed already.
    } finally {
      stopped.countDown();
    }
    screen.say(List.of(last + "Stopped. A later start with --data " + data + " goes on from here."));
    return 0;
  }

  private void step(String what) {
    if (stop.getCount() == 0) {
      throw new Stopped();
    }
    screen.step(what);
  }

  /** Ends a start under way. */
  private static final class Stopped extends RuntimeException {
    Stopped() {
      super("stopped", null, false, false);
    }
  }

  /** @return what was seen last */
  private String watch(Node node, Work work) throws InterruptedException {
    var last = work.look(node);
    long end = length == null ? Long.MAX_VALUE : System.nanoTime() + length.toNanos();
    long left = REFRESH.toNanos();
    while (left > 0 && !stop.await(Math.min(left, REFRESH.toNanos()), TimeUnit.NANOSECONDS)) {
      last = work.look(node);
      screen.draw(last.lines(), last.summary());
      left = length == null ? REFRESH.toNanos() : end - System.nanoTime();
    }
    stop.countDown();
    return last.summary();
  }
}
