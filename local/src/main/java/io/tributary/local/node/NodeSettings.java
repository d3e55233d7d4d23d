package io.tributary.local.node;

import java.nio.file.Path;

/**
 * @param data where everything is kept; created when missing
 * @param port of the API on 127.0.0.1; 0 picks a free one
 * @param ingestPort of ingest; 0 picks a free one
 */
public record NodeSettings(Path data, int port, int ingestPort) {
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
