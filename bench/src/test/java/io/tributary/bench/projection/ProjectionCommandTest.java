package io.tributary.bench.projection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.bench.BenchCommand;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The whole benchmark on a small file: what is written and scored, never how good it is. */
class ProjectionCommandTest {
  @TempDir
  private Path dir;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    return new CommandLine(new BenchCommand()).setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(args);
  }

  /** Two steady series and one that begins in the last month, from 1 January on. */
  private Path series(String name, int days, int step) throws IOException {
    var file = dir.resolve(name);
    try (var raw = Files.newOutputStream(file);
        Writer writer = new OutputStreamWriter(name.endsWith(".gz") ? new GZIPOutputStream(raw) : raw, StandardCharsets.UTF_8)) {
      writer.write("timestamp,steady,\"a, b\",late\n");
      var time = LocalDateTime.of(2025, 1, 1, 0, 0);
      for (int hour = 0; hour < days * 24; hour += step) {
        writer.write("%s,%d,0.5,%d\n".formatted(time.plusHours(hour).toString().replace('T', ' '), 10 * step, hour < 64 * 24 ? 0 : step));
      }
    }
    return file;
  }

  @Test
  void hourlySeriesAreForetoldAndScored() throws Exception {
    var pred = dir.resolve("pred.csv");
    var json = dir.resolve("result/projection.json");
    assertEquals(0, run("projection", "--data", series("hourly.csv.gz", 90, 1).toString(), "--out", pred.toString(), "--json",
        json.toString()), () -> err + "\n" + out);
    var lines = Files.readAllLines(pred);
    assertEquals("series,month,cutoff_day,projected,lo80,hi80,lo95,hi95", lines.getFirst());
    assertEquals(1 + 2 * 6 * 3, lines.size(), "February and March");
    assertTrue(lines.contains("steady,2025-02,3,6720,6720,6720,6720,6720"), lines::toString);
    assertTrue(lines.contains("\"a, b\",2025-03,25,372,372,372,372,372"), lines::toString);
    assertTrue(lines.contains("late,2025-03,3,0,,,,"), "nothing is known of it, so nothing is foretold");
    assertTrue(lines.contains("late,2025-03,10,624,,,,"), "no band is invented");
    var measured = new ObjectMapper().readTree(json.toFile()).get("measured");
    assertEquals(0, measured.get("scores").get(5).get("wape").asDouble(), 1e-9);
    assertEquals(100, measured.get("scores").get(5).get("coverage80").asDouble(), 1e-9);
    assertEquals(90 * 24 * 3, measured.get("hours").asInt());
    assertTrue(measured.get("stateBytes").asInt() <= 4096);
    assertTrue(out.toString().contains("run-rate"), out::toString);
  }

  @Test
  void daysAreSpreadOverTheirHours() throws Exception {
    var hourly = dir.resolve("hourly.csv");
    var daily = dir.resolve("daily.csv");
    assertEquals(0, run("projection", "--data", series("h.csv", 90, 1).toString(), "--out", hourly.toString()), err::toString);
    assertEquals(0, run("projection", "--data", series("d.csv", 90, 24).toString(), "--out", daily.toString()), err::toString);
    List<String> lines = Files.readAllLines(daily);
    assertEquals(Files.readAllLines(hourly).stream().filter(line -> !line.contains("a, b")).toList(),
        lines.stream().filter(line -> !line.contains("a, b")).toList());
  }

  @Test
  void otherFunctionsOfTheMonthAreScoredToo() throws Exception {
    var pred = dir.resolve("pred.csv");
    assertEquals(0, run("projection", "--data", series("h.csv", 90, 1).toString(), "--out", pred.toString(), "--function", "top99p"),
        err::toString);
    assertTrue(Files.readAllLines(pred).contains("steady,2025-03,7,10,10,10,10,10"), out::toString);
    assertEquals(2, run("projection", "--data", series("d.csv", 90, 24).toString(), "--out", pred.toString(), "--function", "max"));
  }

  @Test
  void aFileWithAGapOrWithoutNumbersIsRefused() throws Exception {
    var file = dir.resolve("broken.csv");
    var pred = dir.resolve("pred.csv").toString();
    Files.writeString(file, "timestamp,a\n2025-01-01,1\n2025-01-02,1\n2025-01-04,1\n");
    assertEquals(2, run("projection", "--data", file.toString(), "--out", pred));
    assertTrue(err.toString().contains("line 4"), err::toString);
    Files.writeString(file, "timestamp,a\n2025-01-01,1\n2025-01-02,many\n");
    assertEquals(2, run("projection", "--data", file.toString(), "--out", pred));
    assertTrue(err.toString().contains("'many' is no number"), err::toString);
    assertEquals(2, run("projection", "--data", dir.resolve("none.csv").toString(), "--out", pred));
  }
}
