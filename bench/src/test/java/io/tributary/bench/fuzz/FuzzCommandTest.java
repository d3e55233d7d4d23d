package io.tributary.bench.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.bench.BenchCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

class FuzzCommandTest {
  /** A few thousand of the same requests each time. */
  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void nothingThatIsSentMakesTheServerFail() {
    var out = new StringWriter();
    int code = new CommandLine(new BenchCommand()).setOut(new PrintWriter(out)).setErr(new PrintWriter(new StringWriter()))
        .execute("fuzz", "--requests", "4000", "--seed", "20260315");
    assertEquals(0, code, out::toString);
    assertTrue(out.toString().contains("wrong: nothing"), out::toString);
  }

  @Test
  void aSeedMakesTheSameRequestsAgain() throws Exception {
    var document = new ObjectMapper().readTree("""
        {"paths": {"/a/{id}": {"get": {"parameters": [{"name": "id", "in": "path", "required": true,
            "schema": {"type": "string"}, "example": "x"},
            {"name": "month", "in": "query", "schema": {"type": "string", "x-precision": "month"}}]},
          "put": {"requestBody": {"content": {"application/json": {"example": {"name": "n", "list": [1, 2]}}}}}}}}""");
    var target = new Target("here", 1, Map.of(Target.PARTNER, new Target.Pair("a", "b"), Target.ADMIN, new Target.Pair("c", "d")));
    var spec = Spec.of(document);
    var now = Instant.parse("2026-03-15T10:20:00Z");
    for (int number = 0; number < 1000; number++) {
      assertArrayEquals(new Generator(spec, target, now, 7).request(number).bytes(),
          new Generator(spec, target, now, 7).request(number).bytes());
    }
  }
}
