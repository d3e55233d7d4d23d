package io.tributary.query.notify;

import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.configuration.kafka.annotation.KafkaClient;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.env.Environment;
import io.tributary.query.access.Control;
import io.tributary.query.targets.Networks;
import io.tributary.query.targets.Webhooks;
import io.tributary.topics.AvroSerdes;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.Optional;
import org.apache.kafka.clients.producer.Producer;

/** What sends notifications, where there is a Kafka to read alerts from. */
@Factory
final class Wiring {
  @Singleton
  NotifySettings settings(Environment config) {
    return NotifySettings.of(config);
  }

  @Singleton
  Networks networks(NotifySettings settings) {
    return settings.networks();
  }

  @Singleton
  @Requires(property = "kafka.enabled", value = "true")
  Alerts alerts(AvroSerdes serdes) {
    return new Alerts(serdes);
  }

  @Singleton
  @Requires(beans = Webhooks.class)
  Recipients recipients(Webhooks webhooks, Control control) {
    return new Recipients(webhooks, control);
  }

  /** The producer is configured in the config file, under {@code kafka.producers.notify}. */
  @Singleton
  @Requires(property = "kafka.enabled", value = "true")
  KafkaJournal journal(@KafkaClient("notify") Producer<byte[], byte[]> producer, AvroSerdes serdes, InstantSource clock) {
    return new KafkaJournal(producer, serdes, clock);
  }

  @Bean(preDestroy = "close")
  @Singleton
  @Requires(beans = Webhooks.class)
  WebhookCourier web(Webhooks webhooks, NotifySettings settings, InstantSource clock) {
    return new WebhookCourier(webhooks, settings.networks(), InetAddress::getAllByName, settings.timeout(),
        settings.limits().inAll(), clock);
  }

  @Bean(preDestroy = "close")
  @Singleton
  @Requires(property = "kafka.enabled", value = "true")
  Dispatcher dispatcher(Alerts alerts, WebhookCourier web, KafkaJournal journal, NotifySettings settings, InstantSource clock,
      MeterRegistry metrics) {
    Optional<Courier> mail = settings.mail().map(how -> new MailCourier(how, settings.timeout()));
    return new Dispatcher(new Couriers(alerts, web, mail), journal, settings.backoff(), settings.limits(), clock, metrics);
  }
}
