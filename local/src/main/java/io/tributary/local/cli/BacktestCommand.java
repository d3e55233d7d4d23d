package io.tributary.local.cli;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "backtest",
    mixinStandardHelpOptions = true,
    header = "Shows what a monitor would have raised.",
    description = {
      "",
      "The monitor is judged over stored usage: five-minute cells of the last seven days, hours beyond. Nothing is written, and nobody is"
          + " told. The keys' role must read monitors."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:tested, whatever was found", "1:not tested", "2:the command cannot be understood"})
final class BacktestCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Spec
  private CommandSpec spec;

  @Mixin
  private Holder holder;

  @Parameters(paramLabel = "MONITOR", description = "id of a monitor, or a JSON file that has one, in the form of POST /api/v1/monitor")
  private String monitor;

  @Option(names = "--last", paramLabel = "TIME", defaultValue = "144h", converter = TimeSpan.class,
      description = "how far back to look, up to 62 days (default: ${DEFAULT-VALUE})")
  private Duration last;

  /** @throws IllegalStateException saying why it was not tested */
  @Override
  public Integer call() throws InterruptedException {
    var answer = send(HttpRequest.newBuilder(URI.create(holder.api() + "/api/v2/tributary/monitors/backtest"))
        .header("DD-API-KEY", holder.apiKey()).header("DD-APPLICATION-KEY", holder.applicationKey())
        .header("Content-Type", "application/json").timeout(PATIENCE).POST(BodyPublishers.ofString(question().toString())).build());
    var json = read(answer.body());
    if (answer.statusCode() != 200) {
      json.path("errors").forEach(error -> spec.commandLine().getErr().println(error.asText()));
      spec.commandLine().getErr().println("the query-api answered with status " + answer.statusCode());
      return 1;
    }
    print(json);
    return 0;
  }

  private ObjectNode question() {
    var now = Instant.now();
    var question = JsonNodeFactory.instance.objectNode().put("from", now.minus(last).getEpochSecond()).put("to", now.getEpochSecond());
    if (monitor.matches("\\d{1,17}")) {
      return question.put("monitor_id", Long.parseLong(monitor));
    }
    try {
      question.set("monitor", JSON.readTree(Path.of(monitor).toFile()));
      return question;
    } catch (IOException e) {
      throw new IllegalStateException(monitor + " cannot be read: " + e.getMessage(), e);
    }
  }

  private void print(JsonNode json) {
    var out = spec.commandLine().getOut();
    out.println(json.path("query").asText());
    out.println(json.path("from").asText() + " to " + json.path("to").asText() + ", in cells of " + json.path("resolution").asText());
    var unit = json.path("unit").asText();
    for (var group : json.path("groups")) {
      for (var raised : group.path("raised")) {
        out.printf("%s  %-30s %-8s %s%s%n", raised.path("at").asText(), group.path("group").asText(), raised.path("to").asText(),
            reading(raised, unit), raised.path("again").asBoolean() ? ", again" : "");
      }
    }
    int raised = json.path("raised").asInt();
    out.println((raised == 0 ? "nothing" : Figures.exact(raised) + (raised == 1 ? " notification" : " notifications")) + " in "
        + Figures.exact(json.path("groups").size()) + (json.path("groups").size() == 1 ? " group" : " groups"));
    out.flush();
  }

  private static String reading(JsonNode raised, String unit) {
    if (raised.path("value").isNull()) {
      return "no data";
    }
    var text = shown(raised, "value", unit);
    if (!raised.path("low").isNull()) {
      return text + ", expected " + shown(raised, "low", unit) + " to " + shown(raised, "high", unit);
    }
    return raised.path("threshold").isNull() ? text : text + ", past " + shown(raised, "threshold", unit);
  }

  private static String shown(JsonNode raised, String field, String unit) {
    return Figures.rounded(new BigDecimal(raised.path(field).asText()), unit);
  }

  private static HttpResponse<byte[]> send(HttpRequest request) throws InterruptedException {
    try (var client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build()) {
      return client.send(request, BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new IllegalStateException(request.uri() + " cannot be reached: " + e, e);
    }
  }

  private static JsonNode read(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      throw new IllegalStateException("the query-api's answer is no JSON", e);
    }
  }
}
