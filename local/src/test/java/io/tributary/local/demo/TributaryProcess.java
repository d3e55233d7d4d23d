package io.tributary.local.demo;

import static io.tributary.local.demo.KillTest.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code ./tributary} as a process of its own, which can be killed, on free ports; what it says is in {@code out.txt} of its folder. */
final class TributaryProcess {
  private static final ObjectMapper JSON = new ObjectMapper();

  private TributaryProcess() {}

  static Process start(Path data, String... words) throws IOException {
    Files.deleteIfExists(data.resolve("demo.json"));
    var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx600m",
        "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
        "-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
        "io.tributary.local.cli.Tributary"));
    command.addAll(List.of(words));
    command.addAll(List.of("--quiet", "--data", data.toString(), "--port", "0", "--ingest-port", "0"));
    return new ProcessBuilder(command).redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(new File(data.toFile(), "out.txt"))).start();
  }

  /** What it announces, which it does when it is ready. */
  static JsonNode awaitReady(Process child, Path data) throws Exception {
    var file = data.resolve("demo.json");
    await("it is ready", () -> {
      if (!child.isAlive()) {
        throw new AssertionError("it ended: " + Files.readString(data.resolve("out.txt")));
      }
      return Files.exists(file);
    });
    return JSON.readTree(file.toFile());
  }
}
