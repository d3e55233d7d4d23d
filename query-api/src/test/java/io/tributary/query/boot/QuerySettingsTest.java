package io.tributary.query.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micronaut.context.ApplicationContext;
import io.tributary.query.console.OidcSettings;
import io.tributary.query.live.LiveHub;
import io.tributary.query.pages.Pages;
import io.tributary.query.rate.Rates;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QuerySettingsTest {
  private static QuerySettings read(Map<String, Object> changes) {
    var properties = new HashMap<String, Object>();
    changes.forEach((name, value) -> properties.put("tributary.query." + name, value));
    try (var environment = ApplicationContext.builder().overrideConfigLocations("classpath:query-api/").deduceEnvironment(false)
        .banner(false).properties(properties).build().getEnvironment().start()) {
      return QuerySettings.of(environment);
    }
  }

  @Test
  void theDefaultsAreGoodAndOnLoopback() {
    assertEquals(new QuerySettings("127.0.0.1", 8080, "127.0.0.1:9092", "http://127.0.0.1:8081", "", "",
        List.of(URI.create("http://127.0.0.1:8091")),
            new LiveHub.Limits(500, 20), new Pages.Limits(64 << 20, 1_000_000), new Rates.Limits(400, 4000), "", OidcSettings.NONE),
        read(Map.of()));
  }

  @Test
  void severalAggregatorsAreNamedWithCommas() {
    assertEquals(List.of(URI.create("http://one:1"), URI.create("https://two")),
        read(Map.of("aggregators", "http://one:1, https://two")).aggregators());
  }

  @Test
  void signingInWithAProviderNeedsItsWholeSettingsAndPrivateConnections() {
    var oidc = read(Map.of("console-oidc-issuer", "https://id.example.com/realm", "console-oidc-client-id", "tributary",
        "console-oidc-redirect", "https://usage.example.com/")).oidc();
    assertEquals("https://usage.example.com/console/oidc/back", oidc.back().toString());
    for (var bad : List.of("http://id.example.com", "id.example.com", "ftp://127.0.0.1", "https://id.example.com/?a=b", "https:///x")) {
      var message = assertThrows(IllegalArgumentException.class,
          () -> read(Map.of("console-oidc-issuer", bad, "console-oidc-redirect", bad))).getMessage();
      assertEquals(3, message.lines().count(), message);
    }
    assertThrows(IllegalArgumentException.class, () -> read(Map.of("console-oidc-client-id", "tributary")));
  }

  @Test
  void everythingWrongIsSaidAtOnce() {
    var message = assertThrows(IllegalArgumentException.class, () -> read(Map.of("host", "", "port", "x", "bootstrap", "broker",
        "registry-url", "registry:1", "serializer-class", "no.Such", "deserializer-class", "no.Such", "aggregators", "here"))).getMessage();
    assertEquals(7, message.lines().count(), message);
    assertTrue(message.contains("port must be a number, not 'x'"), message);
    assertTrue(assertThrows(IllegalArgumentException.class, () -> read(Map.of("aggregators", " "))).getMessage().contains("at least one"));
  }
}
