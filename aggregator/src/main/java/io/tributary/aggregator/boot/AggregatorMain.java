package io.tributary.aggregator.boot;

import org.slf4j.LoggerFactory;

/** One aggregator as a process of its own. Settings come from the environment, see {@code aggregator.properties}. Stops on SIGTERM. */
public final class AggregatorMain {
  private AggregatorMain() {}

  public static void main(String[] arguments) throws InterruptedException {
    // Before the first logger is made: the logging library reads it once.
    if (System.getProperty("logback.configurationFile") == null) {
      System.setProperty("logback.configurationFile", "logging/logback.xml");
    }
    AggregatorSettings settings;
    try {
      settings = AggregatorConfig.read(System.getenv());
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    var aggregator = Aggregator.start(settings, StreamMeters.registry());
    Runtime.getRuntime().addShutdownHook(new Thread(aggregator::close, "stop"));
    LoggerFactory.getLogger(AggregatorMain.class)
        .info("reading usage events from {}; rows at {}:{}", settings.bootstrap(), settings.host(), aggregator.port());
    Thread.currentThread().join();
  }
}
