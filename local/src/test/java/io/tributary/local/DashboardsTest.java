package io.tributary.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.catalog.Catalogue;
import io.tributary.query.http.PrometheusText;
import io.tributary.query.query.EstimatedUsage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** What must hold of the dashboards, also where nobody can open them: they ask for what there is, and are whole. */
class DashboardsTest {
  private static final Path ROOT = Path.of("..");
  private static final Path OBSERVABILITY = ROOT.resolve("docker/observability");
  private static final Pattern METRIC = Pattern.compile("\\b(?:tributary|kafka)_[a-z0-9_]+");
  private static final Pattern METER = Pattern.compile("\"(tributary\\.[a-z.]+[a-z])\"");
  private static final Pattern BY = Pattern.compile("by \\(([^)]*)\\)");
  private static final Pattern SELECTED = Pattern.compile("([a-z_]+)=~?\"");
  private static final Pattern LEGEND = Pattern.compile("\\{\\{\\s*([a-z_]+)\\s*}}");
  private static final Set<String> LABELS = Set.of("account_name", "child_org_name", "region", "product_family", "verdict", "outcome",
      "status", "code", "endpoint", "channel", "le", "job", "instance");

  static Stream<Path> dashboards() throws IOException {
    try (var files = Files.list(OBSERVABILITY.resolve("grafana/dashboards"))) {
      return files.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void everyMetricIsOneThatIsExported(Path dashboard) {
    var unknown = new TreeSet<String>();
    var known = exported();
    for (var expression : expressions(read(dashboard))) {
      METRIC.matcher(expression).results().map(found -> found.group()).filter(name -> !known.contains(name)).forEach(unknown::add);
      for (var labels : List.of(BY, SELECTED)) {
        labels.matcher(expression).results().flatMap(found -> Stream.of(found.group(1).split(",\\s*")))
            .filter(label -> !LABELS.contains(label)).forEach(label -> unknown.add("label " + label));
      }
      assertEquals(count(expression, '('), count(expression, ')'), expression);
      assertEquals(count(expression, '{'), count(expression, '}'), expression);
    }
    assertEquals(Set.of(), unknown);
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void everyPanelIsWholeAndNoneLiesOnAnother(Path dashboard) {
    var json = read(dashboard);
    assertFalse(json.get("title").asText().isBlank());
    var uid = source();
    var ids = new HashSet<Integer>();
    var taken = new HashSet<String>();
    for (var panel : json.get("panels")) {
      var title = panel.get("title").asText();
      assertFalse(title.isBlank());
      assertTrue(ids.add(panel.get("id").asInt()), title);
      var place = panel.get("gridPos");
      for (int x = place.get("x").asInt(); x < place.get("x").asInt() + place.get("w").asInt(); x++) {
        assertTrue(x < 24, title);
        for (int y = place.get("y").asInt(); y < place.get("y").asInt() + place.get("h").asInt(); y++) {
          assertTrue(taken.add(x + "," + y), title);
        }
      }
      if (panel.get("type").asText().equals("row")) {
        continue;
      }
      assertEquals(uid, panel.at("/datasource/uid").asText(), title);
      assertTrue(panel.get("targets").size() > 0, title);
      for (var target : panel.get("targets")) {
        assertEquals(uid, target.at("/datasource/uid").asText(), title);
        assertFalse(target.get("expr").asText().isBlank(), title);
        var grouped = BY.matcher(target.get("expr").asText()).results().map(found -> found.group(1)).toList().toString();
        LEGEND.matcher(target.get("legendFormat").asText()).results().map(found -> found.group(1))
            .forEach(label -> assertTrue(grouped.contains(label), title + ": a legend of " + label));
      }
    }
  }

  @Test
  void dashboardsAreFoundByTheirOwnIds() throws IOException {
    var uids = dashboards().map(dashboard -> read(dashboard).get("uid").asText()).toList();
    assertEquals(List.of("tributary-operator", "tributary-partner"), uids);
  }

  @Test
  void prometheusAsksServicesThatThereAreWhereTheyAnswer() {
    var services = map(yaml(ROOT.resolve("docker/single/compose.yaml")).get("services"));
    var paths = Set.of("/prometheus", "/api/v2/tributary/prometheus");
    var jobs = (List<?>) yaml(OBSERVABILITY.resolve("prometheus.yml")).get("scrape_configs");
    assertEquals(4, jobs.size());
    for (var each : jobs) {
      var job = map(each);
      assertTrue(paths.contains(job.get("metrics_path")), job.toString());
      for (var config : (List<?>) job.get("static_configs")) {
        for (var target : (List<?>) map(config).get("targets")) {
          var parts = target.toString().split(":");
          var ports = (List<?>) map(services.get(parts[0])).get("ports");
          assertTrue(ports.getFirst().toString().endsWith(":" + parts[1]), target.toString());
        }
      }
    }
  }

  @Test
  void whatIsAddedIsPinnedOnLoopbackAndOnlyThereWhenAskedFor() {
    var compose = yaml(OBSERVABILITY.resolve("compose.yaml"));
    var single = yaml(ROOT.resolve("docker/single/compose.yaml"));
    map(compose.get("services")).forEach((name, value) -> {
      var service = map(value);
      assertFalse(map(single.get("services")).containsKey(name), name);
      assertTrue(service.get("image").toString().matches("[a-z/]+:v?\\d+\\.\\d+\\.\\d+"), name);
      assertEquals(List.of("observability"), service.get("profiles"), name);
      assertTrue(service.containsKey("healthcheck") && service.get("restart").equals("unless-stopped"), name);
      ((List<?>) service.get("ports")).forEach(port -> assertTrue(port.toString().startsWith("127.0.0.1:"), name));
      for (var volume : (List<?>) service.get("volumes")) {
        var from = volume.toString().split(":")[0];
        assertTrue(from.startsWith(".") ? Files.exists(ROOT.resolve("docker/single").resolve(from))
            : map(compose.get("volumes")).containsKey(from), from);
      }
    });
    var secrets = map(compose.get("secrets")).keySet();
    assertEquals(secrets, new HashSet<>((List<?>) map(map(compose.get("services")).get("prometheus")).get("secrets")));
    var config = text(OBSERVABILITY.resolve("prometheus.yml"));
    secrets.forEach(secret -> assertTrue(config.contains("/run/secrets/" + secret + "]"), secret));
  }

  private static String source() {
    var sources = (List<?>) yaml(OBSERVABILITY.resolve("grafana/provisioning/datasources/prometheus.yaml")).get("datasources");
    return map(sources.getFirst()).get("uid").toString();
  }

  private static List<String> expressions(JsonNode json) {
    var expressions = new ArrayList<String>();
    json.findValues("expr").forEach(expression -> expressions.add(expression.asText()));
    json.findValues("definition").forEach(definition -> expressions.add(definition.asText()));
    return expressions;
  }

  /** Estimated usage by the catalogue, our meters by the sources that make them, others' as far as the operations page tells of them. */
  private static Set<String> exported() {
    var names = new HashSet<String>(PrometheusText.OTHERS);
    Catalogue.builtIn().types().forEach(type -> names.addAll(PrometheusText.names(EstimatedUsage.name(type))));
    for (var module : List.of("ingest", "aggregator", "query-api")) {
      try (var sources = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
        sources.filter(file -> file.toString().endsWith(".java")).forEach(file -> METER.matcher(text(file)).results().forEach(found -> {
          var name = found.group(1).replace('.', '_');
          for (var suffix : List.of("", "_total", "_seconds_count", "_seconds_sum", "_seconds_max", "_seconds_bucket", "_bytes",
              "_bytes_total")) {
            names.add(name + suffix);
          }
        }));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    METRIC.matcher(text(ROOT.resolve("docs/operations.md"))).results().map(found -> found.group()).filter(name -> name.startsWith("kafka_"))
        .forEach(names::add);
    return names;
  }

  private static long count(String text, char sign) {
    return text.chars().filter(each -> each == sign).count();
  }

  private static JsonNode read(Path file) {
    try {
      return new ObjectMapper().readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  private static Map<String, Object> yaml(Path file) {
    return new Yaml().load(text(file));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }
}
