package io.tributary.query.targets;

import io.tributary.avro.WebhookEncoding;
import io.tributary.avro.WebhookRecord;
import io.tributary.query.targets.Webhook.Encoding;
import io.tributary.topics.AvroSerdes;
import io.tributary.topics.ControlTopic;
import io.tributary.topics.Topics;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Webhooks in a compacted topic of their own, followed into memory. Not in the topic {@code access}, which every ingest reads
 * too: their secrets are for those who sign alone.
 */
public final class KafkaWebhooks implements Webhooks, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final ControlTopic<WebhookRecord, Map<Name, Webhook>> topic;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Serializer<WebhookRecord> values;

  private record Name(String owner, String name) {}

  /** @param kafka client settings, {@code bootstrap.servers} at least */
  public KafkaWebhooks(Map<String, Object> kafka, AvroSerdes serdes) {
    topic = new ControlTopic<>(Topics.WEBHOOKS, kafka, serdes.deserializer(WebhookRecord.class), Map.of(), (state, records, version) -> {
      var next = new HashMap<>(state);
      records.forEach(record -> put(next, record.value()));
      return Map.copyOf(next);
    });
    var config = new HashMap<>(kafka);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE.toMillis());
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis() / 2);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
    producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    values = serdes.serializer();
  }

  private static void put(Map<Name, Webhook> state, WebhookRecord record) {
    var name = new Name(record.getOwner(), record.getName());
    if (record.getDeleted()) {
      state.remove(name);
    } else {
      state.put(name, fromAvro(record));
    }
  }

  @Override
  public Optional<Webhook> find(String owner, String name) {
    return Optional.ofNullable(topic.state().get(new Name(owner, name)));
  }

  @Override
  public List<Webhook> of(String owner) {
    return topic.state().values().stream().filter(each -> each.owner().equals(owner)).sorted(Comparator.comparing(Webhook::name)).toList();
  }

  @Override
  public boolean isCaughtUp() {
    return topic.isCaughtUp();
  }

  @Override
  public synchronized void change(String owner, String name, Change change) {
    topic.awaitCaughtUp(PATIENCE);
    var now = find(owner, name);
    var next = change.apply(now, of(owner).size() - (now.isPresent() ? 1 : 0));
    if (!next.equals(now)) {
      write(next.map(KafkaWebhooks::toAvro).orElseGet(() ->
          new WebhookRecord(owner, name, "", null, Map.of(), WebhookEncoding.JSON, "", true)));
    }
  }

  private void write(WebhookRecord record) {
    var key = (record.getOwner() + "/" + record.getName()).getBytes(StandardCharsets.UTF_8);
    try {
      var written = producer.send(new ProducerRecord<>(Topics.WEBHOOKS, key, values.serialize(Topics.WEBHOOKS, record)))
          .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      topic.awaitVersion(written.offset() + 1, PATIENCE);
    } catch (ExecutionException | TimeoutException e) {
      throw new KafkaException("a webhook could not be written", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while writing a webhook", e);
    }
  }

  private static WebhookRecord toAvro(Webhook webhook) {
    return new WebhookRecord(webhook.owner(), webhook.name(), webhook.url().toString(), webhook.payload().orElse(null), webhook.headers(),
        WebhookEncoding.valueOf(webhook.encoding().name()), webhook.secret(), false);
  }

  private static Webhook fromAvro(WebhookRecord record) {
    return new Webhook(record.getOwner(), record.getName(), URI.create(record.getUrl()), Optional.ofNullable(record.getPayload()),
        record.getCustomHeaders(), Encoding.valueOf(record.getEncodeAs().name()), record.getSecret());
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(2));
    topic.close();
  }
}
