package io.tributary.topics;

import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import org.apache.kafka.common.utils.Utils;

/** Which partition of a topic a key is in: as Kafka's producers choose it where nobody names one. */
public final class Partitions {
  private Partitions() {}

  /** @param partitions how many the topic has */
  public static int of(String key, int partitions) {
    return Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % partitions;
  }

  /** Whether a key is in one partition. */
  public static Predicate<String> in(int partition, int partitions) {
    return key -> of(key, partitions) == partition;
  }
}
