package io.tributary.bench.detector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.bench.BenchCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The whole benchmark in a moment: that it measures, never how much. */
class DetectorCommandTest {
  @TempDir
  private Path dir;

  @Test
  void eachBenchmarkIsMeasured() throws Exception {
    var out = new StringWriter();
    var err = new StringWriter();
    var json = dir.resolve("detector.json");
    int exit = new CommandLine(new BenchCommand()).setOut(new PrintWriter(out)).setErr(new PrintWriter(err))
        .execute("detector", "--series", "3", "--rounds", "1", "--in-process", "--json", json.toString());
    assertEquals(0, exit, err::toString);
    var rates = new ObjectMapper().readTree(json.toFile()).get("rates");
    assertEquals(3, rates.size());
    rates.forEach(rate -> assertTrue(rate.get("mean").asDouble() > 0, rates::toString));
    assertTrue(out.toString().contains("readObserveWrite"), out::toString);
  }
}
