package io.tributary.query.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tributary.query.Hand;
import io.tributary.query.World;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pages of the hourly usage, over HTTP, while usage arrives. */
class PagingHttpTest {
  private static final String HOURLY = "/api/v2/usage/hourly_usage";

  private final Hand clock = new Hand();
  private final World world = world();
  private final RunningServer server = new RunningServer(world, world.reader, clock);

  private static World world() {
    var world = new World();
    for (int hour = 0; hour < 20; hour++) {
      for (var org : List.of("a", "a1", "a11", "w")) {
        world.use(org, "infra_hosts:host_count", "2026-03-04T%02d:00:00Z".formatted(hour), Integer.toString(hour + 1));
      }
    }
    return world;
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private JsonNode page(int limit, String cursor) throws Exception {
    var parameters = new ArrayList<>(List.of("filter[timestamp][start]", "2026-03-04", "filter[product_families]", "infra_hosts",
        "filter[include_descendants]", "true", "filter[include_connected_accounts]", "true", "page[limit]", Integer.toString(limit)));
    if (cursor != null) {
      parameters.addAll(List.of("page[next_record_id]", cursor));
    }
    var answer = server.get("par", HOURLY, parameters.toArray(String[]::new));
    assertEquals(200, answer.status(), answer.raw().body());
    return answer.json();
  }

  private static BigInteger sum(Iterable<JsonNode> rows) {
    var sum = BigInteger.ZERO;
    for (var row : rows) {
      for (var measurement : row.at("/attributes/measurements")) {
        if (measurement.get("usage_type").asText().equals("host_count")) {
          sum = sum.add(measurement.get("value").bigIntegerValue());
        }
      }
    }
    return sum;
  }

  @Test
  void usageThatArrivesBetweenPagesChangesNoneOfThemAndANewQuestionSeesIt() throws Exception {
    var whole = page(500, null);
    var rows = new ArrayList<JsonNode>();
    String cursor = null;
    do {
      var page = page(7, cursor);
      page.get("data").forEach(rows::add);
      cursor = page.at("/meta/pagination/next_record_id").textValue();
      world.use("a", "infra_hosts:host_count", "2026-03-04T%02d:00:00Z".formatted(rows.size() % 24), "1000")
          .use("b", "infra_hosts:host_count", "2026-03-04T%02d:00:00Z".formatted(rows.size() % 24), "1000");
    } while (cursor != null);
    var expected = new ArrayList<JsonNode>();
    whole.get("data").forEach(expected::add);
    assertEquals(expected, rows);
    assertEquals(sum(expected), sum(rows));
    assertTrue(sum(page(500, null).get("data")).compareTo(sum(rows)) > 0);
  }

  @Test
  void aCursorExpiresTenMinutesAfterItsAnswerWasLastAskedFor() throws Exception {
    var cursor = page(7, null).at("/meta/pagination/next_record_id").asText();
    clock.forward(Duration.ofMinutes(10));
    var answer = server.get("par", HOURLY, "filter[timestamp][start]", "2026-03-04", "filter[product_families]", "infra_hosts",
        "filter[include_descendants]", "true", "filter[include_connected_accounts]", "true", "page[next_record_id]", cursor);
    assertEquals(400, answer.status());
    assertEquals("{\"errors\":[\"cursor expired\"]}", answer.raw().body());
  }

  @Test
  void whatIsKeptIsMeasured() throws Exception {
    page(7, null);
    var metrics = server.send(HttpRequest.newBuilder(URI.create(server.url() + "/prometheus")).build()).raw().body();
    assertTrue(metrics.contains("tributary_query_pages_answers 1.0"), metrics);
    assertTrue(metrics.lines().anyMatch(line -> line.matches("tributary_query_pages_bytes [1-9].*")), metrics);
  }
}
