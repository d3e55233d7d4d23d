package io.tributary.local.node;

import io.tributary.aggregator.flow.Pace;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/**
 * @param data where everything is kept; created when missing
 * @param port of the API on 127.0.0.1; 0 picks a free one
 * @param ingestPort of ingest; 0 picks a free one
 * @param pace how often the aggregator commits; empty for what ships
 * @param streamClock what time it is for the stream
 */
public record NodeSettings(Path data, int port, int ingestPort, Optional<Pace> pace, InstantSource streamClock) {
  /** By the machine's clock. */
  public NodeSettings(Path data, int port, int ingestPort, Optional<Pace> pace) {
    this(data, port, ingestPort, pace, InstantSource.system());
  }

  /** With what ships. */
  public NodeSettings(Path data, int port, int ingestPort) {
    this(data, port, ingestPort, Optional.empty());
  }

  Path kafka() {
    return data.resolve("kafka");
  }

  Path state() {
    return data.resolve("state");
  }

  Path keys() {
    return data.resolve("keys.json");
  }
}
