package io.tributary.ingest.boot;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.runtime.server.EmbeddedServer;
import io.tributary.ingest.intake.Control;
import io.tributary.ingest.intake.EventSink;
import io.tributary.ingest.intake.Intake;
import io.tributary.model.Access;
import io.tributary.model.Directory;
import io.tributary.topics.AvroSerdes;
import io.tributary.topics.ControlPlane;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running ingest server. It has no shutdown hook: whoever starts it closes it. */
public final class IngestServer implements AutoCloseable {
  private final ApplicationContext context;
  private final EmbeddedServer server;

  private IngestServer(ApplicationContext context, EmbeddedServer server) {
    this.context = context;
    this.server = server;
  }

  /**
   * Starts a server. It answers 503 until the control plane has been read.
   *
   * @param control stays its giver's, who also closes it, after this server
   * @param metrics what {@code /prometheus} shows; may be shared with other services
   */
  public static IngestServer start(IngestSettings settings, ControlPlane control, PrometheusMeterRegistry metrics) {
    return start(settings, new Followed(control), InstantSource.system(), metrics, Optional.empty());
  }

  /** @param sink in place of Kafka, which is then not asked for anything */
  static IngestServer start(
      IngestSettings settings, Control control, InstantSource clock, PrometheusMeterRegistry metrics, Optional<EventSink> sink) {
    var builder = config().properties(settings.asProperties()).singletons(settings, control, clock, metrics);
    sink.ifPresent(given -> builder.singletons(given).properties(Map.of("kafka.enabled", false)));
    var context = builder.build();
    try {
      context.start();
      context.getBean(Intake.class); // and with it the producer: what is wrong with its settings is to be known now
      return new IngestServer(context, context.getBean(EmbeddedServer.class).start());
    } catch (RuntimeException e) {
      context.close();
      throw e;
    }
  }

  /** The class path may hold other services with their own config files, so ours has a folder of its own. */
  private static ApplicationContextBuilder config() {
    return ApplicationContext.builder().overrideConfigLocations("classpath:ingest/").deduceEnvironment(false).banner(false);
  }

  /** The port it listens on. */
  public int port() {
    return server.getPort();
  }

  /** Takes no more requests, lets the producer send what it holds, and ends. */
  @Override
  public void close() {
    context.close();
  }

  private record Followed(ControlPlane plane) implements Control {
    @Override
    public boolean isCaughtUp() {
      return plane.isCaughtUp();
    }

    @Override
    public Directory directory() {
      return plane.directory();
    }

    @Override
    public Access access() {
      return plane.access();
    }
  }

  /** Runs until SIGTERM. Configured by {@code ingest/application.yml} and the environment variables it names. */
  public static void main(String[] args) throws InterruptedException {
    if (System.getProperty("logback.configurationFile") == null) {
      System.setProperty("logback.configurationFile", "logging/logback.xml");
    }
    IngestSettings settings;
    try (var environment = config().build().getEnvironment().start()) {
      settings = IngestSettings.of(environment);
    } catch (IllegalArgumentException e) {
      System.err.println("The settings of ingest are wrong:\n" + e.getMessage());
      System.exit(2);
      return;
    }
    var control = new ControlPlane(Map.of("bootstrap.servers", settings.bootstrap()),
        new AvroSerdes(settings.registryUrl(), settings.serializerClass(), settings.deserializerClass()));
    var server = start(settings, control, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    Logger log = LoggerFactory.getLogger(IngestServer.class);
    log.info("ingest listens on {}:{}", settings.host(), server.port());
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      server.close();
      control.close();
    }, "stop"));
    new CountDownLatch(1).await();
  }
}
