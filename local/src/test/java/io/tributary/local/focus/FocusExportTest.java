package io.tributary.local.focus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tributary.local.focus.FocusExport.Job;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FocusExportTest {
  private static final String FILE = "BilledCost,BillingAccountId\r\n1,acme\r\n2,acme\r\n3,bolt\r\n";

  @TempDir
  private Path folder;

  private final List<String> asked = new ArrayList<>();
  private HttpServer server;
  private int status = 200;
  private boolean whole = true;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked.add(exchange.getRequestURI() + " " + exchange.getRequestHeaders().getFirst("DD-API-KEY") + " "
        + exchange.getRequestHeaders().getFirst("DD-APPLICATION-KEY"));
    var body = (status == 200 ? FILE : "{\"errors\":[\"no\"]}").getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("X-Tributary-Accounts", "2");
    exchange.sendResponseHeaders(status, whole ? body.length : body.length + 10);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private long run(Path file, List<String> told) throws InterruptedException {
    var job = new Job(URI.create("http://127.0.0.1:" + server.getAddress().getPort()), "key", "app", YearMonth.parse("2026-02"),
        Optional.of("a b"), Optional.of("sell"), file, Duration.ofSeconds(10));
    return FocusExport.run(job, (accounts, of, rows) -> told.add(accounts + " of " + of + ", " + rows));
  }

  @Test
  void theFileIsWrittenAsItCame() throws Exception {
    var told = new ArrayList<String>();
    var file = folder.resolve("bill.csv");
    assertEquals(3, run(file, told));
    assertEquals(FILE, Files.readString(file));
    assertEquals("2 of 2, 3", told.getLast());
    assertEquals(List.of("/api/v2/tributary/focus?month=2026-02&account=a+b&side=sell key app"), asked);
  }

  @Test
  void whatIsRefusedLeavesNothingBehind() throws Exception {
    status = 403;
    var file = folder.resolve("bill.csv");
    var refused = assertThrows(IllegalStateException.class, () -> run(file, new ArrayList<>()));
    assertTrue(refused.getMessage().endsWith("answers 403: {\"errors\":[\"no\"]}"), refused.getMessage());
    assertFalse(Files.exists(file));
  }

  @Test
  void aFileThatBreaksOffLeavesTheOldOne() throws Exception {
    var file = folder.resolve("bill.csv");
    Files.writeString(file, "old");
    whole = false;
    assertThrows(IllegalStateException.class, () -> run(file, new ArrayList<>()));
    assertEquals("old", Files.readString(file));
    try (var files = Files.list(folder)) {
      assertEquals(List.of(file), files.toList());
    }
  }
}
