package io.tributary.local.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Health is progress: a stream that is up but does not move while events wait is not healthy. */
class HealthTest {
  @Test
  void healthTurnsRedWhenTheStreamStandsStillWhileEventsWait(@TempDir Path dir) throws Exception {
    try (var stage = new Stage(dir); var aggregator = stage.aggregator("one"); var http = HttpClient.newHttpClient()) {
      aggregator.awaitReady(Duration.ofSeconds(60));
      stage.send(100);
      Stage.settle(aggregator);
      var health = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + aggregator.port() + "/health")).build();
      assertEquals(200, http.send(health, BodyHandlers.ofString()).statusCode());

      aggregator.streams().pause();
      stage.send(100);
      Stage.await("health is red", Duration.ofSeconds(30), () -> !aggregator.progress().healthy());
      assertTrue(aggregator.progress().lag() > 0);
      var red = http.send(health, BodyHandlers.ofString());
      assertEquals(503, red.statusCode());
      assertTrue(red.body().contains("nothing has been committed for"), red.body());

      aggregator.streams().resume();
      Stage.settle(aggregator);
      assertEquals(200, http.send(health, BodyHandlers.ofString()).statusCode());
      assertEquals(stage.sent, Stage.own(aggregator::read));
    }
  }
}
