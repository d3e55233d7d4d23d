package io.tributary.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** What must hold of the files under {@code docker/}, also where nobody can build or start them. */
class DockerFilesTest {
  private static final Path DOCKER = Path.of("..", "docker");
  private static final Pattern TAGGED = Pattern.compile("[a-z0-9./-]+:[^:@]*\\d[^:@]*(@sha256:[0-9a-f]{64})?");
  private static final Pattern VARIABLE = Pattern.compile("TRIBUTARY_[A-Z_]*[A-Z]");
  private static final Pattern MAIN = Pattern.compile("io\\.tributary(?:\\.[a-z]+)+\\.[A-Z]\\w+");
  /** Where each service's settings are; all of them log alike. */
  private static final Map<String, String> CONFIG = Map.of("ingest", "/ingest/application.yml",
      "aggregator", "/aggregator/aggregator.properties", "query-api", "/query-api/application.yml");
  private static final String LOGGING = "/logging/logback.xml";

  private final List<String> dockerfile = lines(DOCKER.resolve("Dockerfile"));
  private final Map<String, Object> compose = new Yaml().load(String.join("\n", lines(DOCKER.resolve("single/compose.yaml"))));

  @Test
  void everyImageHasATagThatStaysTheSame() {
    services().forEach((name, service) -> assertTagged((String) service.get("image"), name));
    instructions("FROM").forEach(from -> assertTagged(from.split(" ")[0], "Dockerfile"));
  }

  private static void assertTagged(String image, String where) {
    assertTrue(TAGGED.matcher(image).matches() && !image.contains("latest"), where + ": " + image);
  }

  @Test
  void everyPublishedPortIsOnLoopback() {
    services().forEach((name, service) ->
        list(service.get("ports")).forEach(port -> assertTrue(port.toString().startsWith("127.0.0.1:"), name + ": " + port)));
  }

  @Test
  void everyVariableIsASettingOfItsService() {
    var ours = new HashSet<String>();
    services().forEach((name, service) -> {
      if (!CONFIG.containsKey(name)) {
        return;
      }
      ours.add(name);
      assertEquals(List.of(name), service.get("command"));
      var known = variables(resource(CONFIG.get(name)) + resource(LOGGING));
      assertEquals(Set.of(), without(map(service.get("environment")).keySet(), known), "variables that " + name + " does not read");
    });
    assertEquals(CONFIG.keySet(), ours);
  }

  @Test
  void everyServiceSaysHowItIsAndIsStartedAgain() {
    services().forEach((name, service) -> {
      assertEquals("unless-stopped", service.get("restart"), name);
      assertTrue(service.containsKey("healthcheck") || map(service.get("build")).get("dockerfile").equals("docker/Dockerfile"), name);
      map(service.get("depends_on"))
          .forEach((other, how) -> assertEquals(Map.of("condition", "service_healthy"), how, name + " on " + other));
    });
  }

  @Test
  void whatIsWrittenOutlivesTheContainer() {
    var declared = map(compose.get("volumes")).keySet();
    for (var name : List.of("kafka", "aggregator")) {
      var volume = list(services().get(name).get("volumes")).getFirst().toString().split(":");
      assertTrue(declared.contains(volume[0]), name);
      var directory = name.equals("kafka") ? "KAFKA_LOG_DIRS" : "TRIBUTARY_STATE_DIR";
      assertTrue(map(services().get(name).get("environment")).get(directory).toString().startsWith(volume[1]), name);
    }
  }

  @Test
  void theImageRunsWithoutRootAndKnowsItsHealth() {
    int runtime = dockerfile.lastIndexOf(dockerfile.stream().filter(line -> line.startsWith("FROM ")).toList().getLast());
    var stage = dockerfile.subList(runtime, dockerfile.size());
    assertFalse(stage.getFirst().contains(" AS "), "the last stage is what runs");
    assertEquals(List.of("tributary"), instructions("USER"));
    assertTrue(stage.contains("USER tributary"));
    assertTrue(stage.stream()
        .anyMatch(line -> line.startsWith("HEALTHCHECK ") && line.endsWith("[\"/opt/tributary/service\", \"health\"]")));
    assertTrue(stage.contains("ENTRYPOINT [\"/opt/tributary/service\"]"));
  }

  @Test
  void everyCommandStartsAClassThatExistsWithSettingsThatExist() throws Exception {
    var script = String.join("\n", lines(DOCKER.resolve("service")));
    var mains = MAIN.matcher(script).results().map(found -> found.group()).toList();
    assertEquals(4, mains.size(), mains.toString());
    for (var main : mains) {
      Class.forName(main, false, getClass().getClassLoader()).getMethod("main", String[].class);
    }
    var known = new HashSet<String>(Set.of("TRIBUTARY_JAVA_OPTS"));
    CONFIG.values().forEach(file -> known.addAll(variables(resource(file))));
    assertEquals(Set.of(), without(variables(script), known));
  }

  @Test
  void theJvmTakesTheFlags() throws Exception {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    assertEquals(0, run(DOCKER, java, "@jvm.options", "-version"));
  }

  @Test
  void healthIsWhatTheServiceAnswers(@TempDir Path dir) throws Exception {
    var status = new int[] {200};
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/health", exchange -> {
      exchange.sendResponseHeaders(status[0], -1);
      exchange.close();
    });
    server.start();
    try {
      assertNotEquals(0, run(dir, "bash", service(), "health"), "nothing was started here");
      Files.writeString(dir.resolve("tributary-service"), "127.0.0.1 " + server.getAddress().getPort() + "\n");
      assertEquals(0, run(dir, "bash", service(), "health"));
      status[0] = 503;
      assertNotEquals(0, run(dir, "bash", service(), "health"));
    } finally {
      server.stop(0);
    }
    assertNotEquals(0, run(dir, "bash", service(), "health"), "nobody listens any more");
  }

  private static String service() {
    return DOCKER.resolve("service").toAbsolutePath().toString();
  }

  /** @return the exit code of a command that runs, and keeps its temporary files, in {@code dir} */
  private static int run(Path dir, String... command) throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).directory(dir.toFile()).redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("TMPDIR", dir.toString());
    var process = builder.start();
    try {
      assertTrue(process.waitFor(30, TimeUnit.SECONDS), "it ends");
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  private Map<String, Map<String, Object>> services() {
    @SuppressWarnings("unchecked")
    var services = (Map<String, Map<String, Object>>) compose.get("services");
    return services;
  }

  private List<String> instructions(String name) {
    return dockerfile.stream().filter(line -> line.startsWith(name + " ")).map(line -> line.substring(name.length() + 1)).toList();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object value) {
    return value == null ? Map.of() : (Map<String, Object>) value;
  }

  private static List<?> list(Object value) {
    return value == null ? List.of() : (List<?>) value;
  }

  private static Set<String> variables(String text) {
    var names = new TreeSet<String>();
    VARIABLE.matcher(text).results().forEach(found -> names.add(found.group()));
    return names;
  }

  private static Set<String> without(Set<String> names, Set<String> known) {
    var left = new TreeSet<>(names);
    left.removeAll(known);
    return left;
  }

  private static String resource(String name) {
    try (var in = DockerFilesTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }
}
