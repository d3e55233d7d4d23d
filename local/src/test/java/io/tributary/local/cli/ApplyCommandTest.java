package io.tributary.local.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplyCommandTest {
  @TempDir
  private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<String> seen = new ArrayList<>();
  private HttpServer server;
  private volatile int status = 200;
  private volatile String answer = "{\"written\": 3}";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> {
      var headers = exchange.getRequestHeaders();
      seen.add(String.join(" ", exchange.getRequestMethod(), exchange.getRequestURI().toString(), headers.getFirst("Content-Type"),
          headers.getFirst("DD-API-KEY"), headers.getFirst("DD-APPLICATION-KEY"),
          new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
      var body = answer.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    });
    server.start();
    Files.writeString(folder.resolve("world.yaml"), "orgs: []");
    Files.writeString(folder.resolve("world.json"), "{}");
    Files.writeString(folder.resolve("demo.json"), """
        {"api": "%s", "keys": {"admin": {"api_key": "demo-api", "application_key": "demo-app"}}}""".formatted(address()));
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void theFileIsSentWithTheGivenKeys() {
    assertEquals(0, apply("world.yaml", "--api", address() + "/", "--api-key", "a", "--application-key", "b"));
    assertEquals(List.of("PUT /admin/v1/world application/yaml a b orgs: []"), seen);
    assertEquals("3 changes written", out.toString().strip());
  }

  @Test
  void whatIsNotGivenIsReadFromTheDemo() {
    answer = "{\"written\": 0}";
    assertEquals(0, apply("world.json", "--data", folder.toString()));
    assertEquals(List.of("PUT /admin/v1/world application/json demo-api demo-app {}"), seen);
    assertEquals("nothing to change", out.toString().strip());
  }

  @Test
  void everyProblemIsALine() {
    status = 400;
    answer = "{\"errors\": [\"orgs[0].parent: no such org\", \"orgs[1].name: is required\"]}";
    assertEquals(1, apply("world.yaml", "--data", folder.toString()));
    assertEquals(List.of("orgs[0].parent: no such org", "orgs[1].name: is required"), err.toString().lines().toList());
  }

  @Test
  void whatIsMissingOrBrokenIsOneLine() {
    assertEquals(1, apply("nothing.yaml"));
    assertTrue(err.toString().contains("nothing.yaml cannot be read"), err.toString());
    assertEquals(1, apply("world.yaml", "--data", folder.resolve("empty").toString()));
    assertTrue(err.toString().contains("give --api"), err.toString());
    answer = "<html>";
    assertEquals(1, apply("world.yaml", "--data", folder.toString()));
    assertTrue(err.toString().contains("no JSON: <html>"), err.toString());
    server.stop(0);
    assertEquals(1, apply("world.yaml", "--data", folder.toString()));
    assertTrue(err.toString().contains("cannot be reached"), err.toString());
    assertTrue(err.toString().lines().allMatch(line -> line.startsWith("tributary: ")), err.toString());
  }

  private int apply(String file, String... options) {
    var words = new ArrayList<>(List.of("apply", folder.resolve(file).toString()));
    words.addAll(List.of(options));
    return Tributary.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err))
        .execute(words.toArray(String[]::new));
  }

  private String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }
}
