package io.tributary.query.notify;

import java.time.Duration;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records of one poll: done with as a whole, or read again as a whole. */
final class Batch {
  private static final Logger LOG = LoggerFactory.getLogger(Batch.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private Batch() {}

  interface Work {
    /** @throws RuntimeException when it cannot be done now */
    void on(ConsumerRecords<byte[], byte[]> records) throws InterruptedException;
  }

  /**
   * What follows, the commit of the positions too, then counts from where the consumer was set back to. The framework's own error
   * strategies would not do: they skip a batch that fails in the poll that brought its partition.
   */
  static void handle(ConsumerRecords<byte[], byte[]> records, Consumer<byte[], byte[]> consumer, Work work) throws InterruptedException {
    try {
      work.on(records);
    } catch (RuntimeException e) {
      LOG.warn("records of {} cannot be handled now; they are read again", records.partitions(), e);
      records.partitions().forEach(partition -> consumer.seek(partition, records.records(partition).getFirst().offset()));
      Thread.sleep(PAUSE); // nothing tells when it can be done; short enough for the consumer to stay in its group
    }
  }
}
