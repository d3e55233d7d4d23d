package io.tributary.query.boot;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.context.RuntimeBeanDefinition;
import io.micronaut.http.HttpMethod;
import io.micronaut.runtime.graceful.GracefulShutdownCapable;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.web.router.Router;
import io.tributary.model.NotReady;
import io.tributary.query.access.Control;
import io.tributary.query.admin.Admin;
import io.tributary.query.admin.Bootstrap;
import io.tributary.query.admin.EditableControl;
import io.tributary.query.live.LiveHub;
import io.tributary.query.notify.NotifySettings;
import io.tributary.query.reader.AggregatorReader;
import io.tributary.query.reader.CostReader;
import io.tributary.query.reader.MonitorStateReader;
import io.tributary.query.reader.UsageReader;
import io.tributary.query.targets.KafkaWebhooks;
import io.tributary.topics.AvroSerdes;
import io.tributary.topics.ControlPlane;
import io.tributary.topics.ControlWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/** A running query-api server. It has no shutdown hook: whoever starts it closes it. */
public final class QueryServer implements AutoCloseable {
  private static final Duration MOMENT = Duration.ofSeconds(1);

  private final ApplicationContext context;
  private final EmbeddedServer server;
  private final LiveHub live;
  private final Optional<KafkaWebhooks> webhooks;

  private QueryServer(ApplicationContext context, EmbeddedServer server, LiveHub live, Optional<KafkaWebhooks> webhooks) {
    this.context = context;
    this.server = server;
    this.live = live;
    this.webhooks = webhooks;
  }

  /**
   * Starts a server. It answers 503 until the control plane has been read.
   *
   * @param control stays its giver's, as do all that follow: who gave them closes them, after this server
   * @param metrics what {@code /prometheus} shows; may be shared with other services
   */
  public static QueryServer start(QuerySettings settings, ControlPlane control, ControlWriter writer, UsageReader reader, CostReader costs,
      PrometheusMeterRegistry metrics, InstantSource clock) {
    var editable = EditableControl.of(control, writer);
    var serdes = new AvroSerdes(settings.registryUrl(), settings.serializerClass(), settings.deserializerClass());
    var webhooks = new KafkaWebhooks(Map.of("bootstrap.servers", settings.bootstrap()), serdes);
    try {
      return start(settings, Map.of("kafka.enabled", "true"), editable, reader, costs, metrics, clock, Optional.of(webhooks),
          new Admin(editable, clock), serdes, webhooks);
    } catch (RuntimeException e) {
      webhooks.close();
      throw e;
    }
  }

  /** Without Kafka: no alert is read, and nobody is notified. */
  static QueryServer start(QuerySettings settings, Control control, UsageReader reader, CostReader costs, PrometheusMeterRegistry metrics,
      InstantSource clock, Object... others) {
    return start(settings, Map.of(), control, reader, costs, metrics, clock, Optional.empty(), others);
  }

  /**
   * @param closing what is closed after the server
   * @param others what else the context is to know
   */
  private static QueryServer start(QuerySettings settings, Map<String, Object> properties, Control control, UsageReader reader,
      CostReader costs, PrometheusMeterRegistry metrics, InstantSource clock, Optional<KafkaWebhooks> closing, Object... others) {
    var context = config().properties(settings.asProperties()).properties(properties).singletons(settings, control, metrics)
        .singletons(others)
        .beanDefinitions(port(UsageReader.class, reader), port(CostReader.class, costs), port(MonitorStateReader.class, states(reader)),
            clock(clock)).build();
    try {
      context.start();
      return new QueryServer(context, context.getBean(EmbeddedServer.class).start(), context.getBean(LiveHub.class),
          closing);
    } catch (RuntimeException e) {
      context.close();
      throw e;
    }
  }

  /** What reads rows mostly reads states too; where it does not, nobody can say them. */
  private static MonitorStateReader states(UsageReader reader) {
    return reader instanceof MonitorStateReader states ? states : monitors -> {
      throw new NotReady("the states of monitors are not kept here", MOMENT);
    };
  }

  /** The class path may hold other services with their own config files, so ours has a folder of its own. */
  private static ApplicationContextBuilder config() {
    return ApplicationContext.builder().overrideConfigLocations("classpath:query-api/").deduceEnvironment(false).banner(false);
  }

  /** By what it is asked for: one object may be several ports. */
  private static <T> RuntimeBeanDefinition<T> port(Class<T> port, T adapter) {
    return RuntimeBeanDefinition.builder(port, () -> adapter).singleton(true).build();
  }

  /** The framework has a clock of its own, which would win over a plain singleton. */
  private static RuntimeBeanDefinition<InstantSource> clock(InstantSource clock) {
    return RuntimeBeanDefinition.builder(InstantSource.class, () -> clock).singleton(true).replaces(InstantSource.class).build();
  }

  /** The port it listens on. */
  public int port() {
    return server.getPort();
  }

  /** Method and path of all that it answers, but for HEAD. */
  List<String> routes() {
    return context.getBean(Router.class).uriRoutes().filter(route -> route.getHttpMethod() != HttpMethod.HEAD)
        .map(route -> route.getHttpMethodName() + " " + route.getUriMatchTemplate().toPathString()).distinct().sorted().toList();
  }

  /** Takes no more requests, gives those under way a moment, and ends. Live streams are told. */
  @Override
  public void close() {
    live.close();
    if (server instanceof GracefulShutdownCapable graceful) {
      graceful.shutdownGracefully().toCompletableFuture().orTimeout(MOMENT.toMillis(), TimeUnit.MILLISECONDS)
          .exceptionally(late -> null).join();
    }
    context.close();
    webhooks.ifPresent(KafkaWebhooks::close);
  }

  /** Runs until SIGTERM. Configured by {@code query-api/application.yml} and the environment variables it names. */
  public static void main(String[] args) throws InterruptedException {
    if (System.getProperty("logback.configurationFile") == null) {
      System.setProperty("logback.configurationFile", "logging/logback.xml");
    }
    QuerySettings settings;
    Optional<OperatorKeys> operator;
    try (var environment = config().build().getEnvironment().start()) {
      settings = QuerySettings.of(environment);
      operator = OperatorKeys.of(environment);
      NotifySettings.of(environment);
    } catch (IllegalArgumentException e) {
      System.err.println("The settings of query-api are wrong:\n" + e.getMessage());
      System.exit(2);
      return;
    }
    Map<String, Object> kafka = Map.of("bootstrap.servers", settings.bootstrap());
    var serdes = new AvroSerdes(settings.registryUrl(), settings.serializerClass(), settings.deserializerClass());
    var control = new ControlPlane(kafka, serdes);
    var writer = new ControlWriter(control, kafka, serdes);
    operator.ifPresent(keys -> Bootstrap.ensureOperator(writer, keys.apiKey(), keys.applicationKey()));
    var reader = new AggregatorReader(settings.aggregators());
    var server = start(settings, control, writer, reader, reader, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
        InstantSource.system());
    LoggerFactory.getLogger(QueryServer.class).info("query-api listens on {}:{}", settings.host(), server.port());
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      server.close();
      reader.close();
      writer.close();
      control.close();
    }, "stop"));
    new CountDownLatch(1).await();
  }
}
