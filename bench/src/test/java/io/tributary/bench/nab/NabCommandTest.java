package io.tributary.bench.nab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.bench.BenchCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The whole command on a small folder: what is written, never how good it is. */
class NabCommandTest {
  private static final int SPIKE = 900;

  @TempDir
  private Path dir;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    return new CommandLine(new BenchCommand()).setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(args);
  }

  private void series(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    var text = new StringBuilder("timestamp,value\n");
    var time = LocalDateTime.of(2025, 1, 1, 0, 0);
    for (int i = 0; i < 1000; i++) {
      text.append(time.plusMinutes(5L * i).toString().replace('T', ' ')).append(':').append("00,")
          .append(i == 500 ? "" : i == SPIKE ? "500.0" : String.valueOf(100 + i * 7919 % 13)).append('\n');
    }
    Files.writeString(file, text);
  }

  @Test
  void eachFileIsWrittenAgainWithScoresThatAreHighestWhereTheSpikeBegins() throws Exception {
    series(dir.resolve("nab/data/some/a.csv"));
    series(dir.resolve("nab/data/other/b.csv"));
    Files.writeString(dir.resolve("nab/data/README.csv"), "not a series");
    var scores = dir.resolve("scores");
    var json = dir.resolve("nab.json");
    assertEquals(0, run("nab", "--data", dir.resolve("nab").toString(), "--out", scores.toString(), "--json", json.toString()),
        () -> err + "\n" + out);
    for (var file : new String[] {"some/a.csv", "other/b.csv"}) {
      var lines = Files.readAllLines(scores.resolve(file));
      assertEquals("timestamp,value,anomaly_score", lines.getFirst());
      assertEquals(1001, lines.size());
      assertEquals("2025-01-02 17:40:00,,0.0", lines.get(501), "no number, no score");
      int highest = 1;
      for (int i = 1; i < lines.size(); i++) {
        double score = score(lines.get(i));
        assertTrue(score >= 0 && score <= 1, lines.get(i));
        highest = score > score(lines.get(highest)) ? i : highest;
      }
      assertEquals(SPIKE + 1, highest, lines.get(highest));
      assertTrue(lines.get(highest).startsWith("2025-01-04 03:00:00,500.0,"), lines.get(highest));
    }
    var measured = new ObjectMapper().readTree(json.toFile()).get("measured");
    assertEquals(2, measured.get("files").asInt());
    assertEquals(1998, measured.get("points").asInt());
    assertTrue(measured.get("stateBytes").asInt() <= 4096);
    assertTrue(out.toString().contains("2 files, 1,998 points"), out::toString);
  }

  private static double score(String line) {
    return Double.parseDouble(line.substring(line.lastIndexOf(',') + 1));
  }

  @Test
  void aFolderWithoutSeriesOrAFileWithoutNumbersIsRefused() throws Exception {
    var scores = dir.resolve("scores").toString();
    assertEquals(2, run("nab", "--data", dir.resolve("none").toString(), "--out", scores));
    Files.createDirectories(dir.resolve("empty"));
    assertEquals(2, run("nab", "--data", dir.resolve("empty").toString(), "--out", scores));
    assertTrue(err.toString().contains("<category>/<file>.csv"), err::toString);
    Files.createDirectories(dir.resolve("bad/some"));
    Files.writeString(dir.resolve("bad/some/a.csv"), "timestamp,value\n2025-01-01 00:00:00,1\n2025-01-01 00:05:00,many\n");
    assertEquals(2, run("nab", "--data", dir.resolve("bad").toString(), "--out", scores));
    assertTrue(err.toString().contains("line 3"), err::toString);
    assertEquals(2, run("nab", "--data", dir.resolve("bad").toString(), "--out", dir.resolve("bad").toString()));
    assertTrue(err.toString().contains("overwrite"), err::toString);
  }
}
