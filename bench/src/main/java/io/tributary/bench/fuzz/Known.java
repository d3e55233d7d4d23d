package io.tributary.bench.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ThreadLocalRandom;

/** Names of things that are there, by what they are names of; and what earlier answers said comes next. */
final class Known {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST = 64;

  private final Map<String, List<String>> names = new TreeMap<>();
  private final Map<String, ConcurrentLinkedDeque<String>> made = new TreeMap<>();

  /** Looks around with the partner's keys. */
  static Known of(Wire wire, Generator asker) throws IOException {
    var known = new Known();
    var orgs = JSON.readTree(wire.ask(asker.plain("/api/v1/org", Target.PARTNER), false).body()).path("orgs");
    known.put("org_public_id", orgs, "public_id");
    known.put("account_public_id", orgs, "account_public_id");
    known.put("region", orgs, "region");
    known.put("contract_id", JSON.readTree(wire.ask(asker.plain("/api/v2/tributary/contracts", Target.PARTNER), false).body())
        .path("contracts"), "contract_id");
    var rows = JSON.readTree(wire.ask(asker.plain("/api/v2/tributary/usage", Target.PARTNER), false).body()).path("rows");
    known.put("usage_type", rows, "usage_type");
    known.put("billing_dimension", rows, "billing_dimension");
    var scopes = new ArrayList<>(List.of("partner"));
    known.of("account_public_id").forEach(account -> scopes.add("account:" + account));
    known.of("org_public_id").forEach(org -> scopes.add("org:" + org));
    known.names.put("scope", scopes);
    known.names.put("window", List.of("5m", "30m", "1h"));
    known.names.put("health", List.of("readiness", "liveness"));
    known.names.put("file", List.of("page.js", "page.css"));
    return known;
  }

  private void put(String of, JsonNode list, String field) {
    var found = new TreeSet<String>();
    list.forEach(entry -> found.add(entry.path(field).asText("")));
    found.remove("");
    found.remove("null");
    names.put(of, List.copyOf(found));
  }

  List<String> of(String format) {
    return names.getOrDefault(format, List.of());
  }

  /** Keeps what an answer brought, the latest of each kind. */
  void keep(String kind, String value) {
    synchronized (made) {
      var some = made.computeIfAbsent(kind, any -> new ConcurrentLinkedDeque<>());
      some.addLast(value);
      if (some.size() > MOST) {
        some.removeFirst();
      }
    }
  }

  /** One of those, or null. */
  String kept(String kind) {
    synchronized (made) {
      var some = made.get(kind);
      return some == null ? null : some.stream().skip(ThreadLocalRandom.current().nextInt(some.size())).findFirst().orElse(null);
    }
  }
}
