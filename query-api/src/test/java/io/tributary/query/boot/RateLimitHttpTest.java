package io.tributary.query.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.tributary.query.Hand;
import io.tributary.query.World;
import io.tributary.query.rate.Rates;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RateLimitHttpTest {
  private static final List<String> HEADERS =
      List.of("X-RateLimit-Limit", "X-RateLimit-Period", "X-RateLimit-Remaining", "X-RateLimit-Reset", "X-RateLimit-Name");
  private static final String SUMMARY = "/api/v1/usage/summary";

  private final Hand clock = new Hand();
  private final World world = new World();
  private final RunningServer server = new RunningServer(world, world.reader, clock,
      RunningServer.SETTINGS.with(RunningServer.SETTINGS.pages(), new Rates.Limits(2, 3)));

  @AfterEach
  void stop() {
    server.close();
  }

  private static void assertHeaders(RunningServer.Answer answer, String... values) {
    for (int i = 0; i < values.length; i++) {
      assertEquals(List.of(values[i]), answer.raw().headers().allValues(HEADERS.get(i)), HEADERS.get(i));
    }
  }

  @Test
  void everyAnswerSaysHowOftenOneMayStillAskAndOneTooManyIsRefused() throws Exception {
    var first = server.get("a", SUMMARY, "start_month", "2026-03");
    assertEquals(200, first.status());
    assertHeaders(first, "2", "3600", "1", "2400", "get_v1_usage_summary");
    var wrong = server.get("a", SUMMARY);
    assertEquals(400, wrong.status());
    assertHeaders(wrong, "2", "3600", "0", "2400", "get_v1_usage_summary");
    var third = server.get("a", SUMMARY, "start_month", "2026-03");
    assertEquals(429, third.status());
    assertHeaders(third, "2", "3600", "0", "2400", "get_v1_usage_summary");
    assertEquals("2400", third.header("Retry-After"));
    assertEquals("application/json", third.header("Content-Type"));
    assertEquals("{\"errors\":[\"Rate limit of 2 requests in 3600 seconds exceeded; try again in 2400 seconds\"]}", third.raw().body());
    assertEquals(200, server.get("b", SUMMARY, "start_month", "2026-03").status(), "another org");
    assertEquals(200, server.get("a", "/api/v1/usage/billable-summary").status(), "another endpoint");
    clock.forward(Duration.ofMinutes(40));
    assertHeaders(server.get("a", SUMMARY, "start_month", "2026-03"), "2", "3600", "1", "3600", "get_v1_usage_summary");
  }

  @Test
  void anEndpointIsARouteAndAnOrgHasOneCountForAllOfItsKeys() throws Exception {
    assertHeaders(server.get("a", "/api/v1/org/a"), "2", "3600", "1", "2400", "get_v1_org_publicid");
    assertHeaders(server.get("api-a", "cost-a", "/api/v1/org/a1", new String[0]), "2", "3600", "0");
    assertEquals(429, server.get("a", "/api/v1/org/a11").status());
  }

  @Test
  void whatTheConsoleAsksHasALimitOfItsOwn() throws Exception {
    assertHeaders(server.get("a", "/api/v2/tributary/usage"), "3", "3600", "2", "2400", "get_v2_tributary_usage");
  }

  @Test
  void whoIsNobodyIsRefusedByTheDoorAndCountedForNobody() throws Exception {
    for (int i = 0; i < 5; i++) {
      var answer = server.get("api-nobody", "app-a", SUMMARY, new String[0]);
      assertEquals(403, answer.status());
      assertNull(answer.header("X-RateLimit-Limit"));
    }
    assertEquals(404, server.get("a", "/api/v1/nothing").status());
    assertEquals(200, server.get("a", "/health").status());
  }

  @Test
  void withoutALimitNothingIsSaid() throws Exception {
    try (var free = RunningServer.over(world)) {
      for (int i = 0; i < 5; i++) {
        var answer = free.get("a", SUMMARY, "start_month", "2026-03");
        assertEquals(200, answer.status());
        assertNull(answer.header("X-RateLimit-Limit"));
      }
    }
  }
}
