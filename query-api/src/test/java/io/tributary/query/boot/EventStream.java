package io.tributary.query.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Reads server-sent events as a browser does. */
final class EventStream implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PATIENCE_SECONDS = 20;
  private static final Event EOF = new Event("eof", null);

  private final HttpResponse<InputStream> response;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

  /** An event, or the end of the stream, named {@code eof}. */
  record Event(String name, JsonNode data) {
    JsonNode at(String pointer) {
      return data.at(pointer);
    }
  }

  EventStream(HttpResponse<InputStream> response) {
    this.response = response;
    assertEquals(200, response.statusCode());
    Thread.ofVirtual().start(this::read);
  }

  String header(String name) {
    return response.headers().firstValue(name).orElse(null);
  }

  private void read() {
    try (var lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      String name = "message";
      var data = new StringBuilder();
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isEmpty() && !data.isEmpty()) {
          events.add(new Event(name, JSON.readTree(data.toString())));
          name = "message";
          data.setLength(0);
        } else if (line.startsWith("event:")) {
          name = line.substring(6).strip();
        } else if (line.startsWith("data:")) {
          data.append(line.substring(5).strip());
        }
      }
    } catch (IOException e) {
      // The connection is gone: this is the end of it.
    }
    events.add(EOF);
  }

  /** The next event. */
  Event next() throws InterruptedException {
    var event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertNotNull(event, "no event came");
    return event;
  }

  /** The next event but for heartbeats, which must have this name. */
  Event next(String name) throws InterruptedException {
    var event = next();
    while (event.name().equals("heartbeat") && !name.equals("heartbeat")) {
      event = next();
    }
    assertEquals(name, event.name(), String.valueOf(event.data()));
    return event;
  }

  @Override
  public void close() throws IOException {
    response.body().close();
  }
}
