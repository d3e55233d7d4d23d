package io.tributary.bench.fuzz;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.local.node.Announcement;
import io.tributary.local.node.Node;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is asked.
 *
 * @param holders keys by who holds them
 */
record Target(String host, int port, Map<String, Pair> holders) {
  /** Who may see customers, and who may change the world. */
  static final String PARTNER = "partner";
  static final String ADMIN = "admin";

  record Pair(String apiKey, String applicationKey) {}

  static Target of(Node node) {
    var holders = new LinkedHashMap<String, Pair>();
    node.keys().all().forEach((name, pair) -> holders.put(name, new Pair(pair.apiKey(), pair.applicationKey())));
    return new Target(node.api().getHost(), node.api().getPort(), holders);
  }

  /** The demo that runs in a directory. @throws IllegalStateException when none does */
  static Target in(Path data) {
    try {
      var demo = new ObjectMapper().readTree(Announcement.in(data).toFile());
      var holders = new LinkedHashMap<String, Pair>();
      demo.path("keys").properties().forEach(holder -> holders.put(holder.getKey(),
          new Pair(holder.getValue().path("api_key").asText(), holder.getValue().path("application_key").asText())));
      var api = URI.create(demo.path("api").asText());
      return new Target(api.getHost(), api.getPort(), holders);
    } catch (IOException e) {
      throw new IllegalStateException("no demo runs in " + data + ": " + e.getMessage(), e);
    }
  }
}
