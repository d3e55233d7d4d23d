package io.tributary.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends a world document to a running query-api, which judges and writes it as a whole. */
@Command(
    name = "apply",
    mixinStandardHelpOptions = true,
    header = "Writes a world document: partners, accounts, orgs, usage types, roles, month closes, contracts and prices.",
    description = {
      "",
      "All of it is written, or nothing: then every problem is a line on standard error. What is the same as before is not "
          + "written again, and what is left out stays as it is. docs/world.md explains the form."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:written, or nothing to change", "1:refused, or not reached", "2:the command cannot be understood"})
public final class ApplyCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Spec
  private CommandSpec spec;

  @Parameters(paramLabel = "WORLD", description = "a YAML file, or a JSON one that ends in .json; - reads YAML from standard input")
  private String world;

  @Mixin
  private Operator operator;

  /** @throws IllegalStateException saying what is missing, or who could not be reached */
  @Override
  public Integer call() throws InterruptedException {
    var body = text();
    var answer = send(HttpRequest.newBuilder(URI.create(operator.api() + "/admin/v1/world"))
        .header("DD-API-KEY", operator.apiKey()).header("DD-APPLICATION-KEY", operator.applicationKey())
        .header("Content-Type", world.endsWith(".json") ? "application/json" : "application/yaml")
        .timeout(Duration.ofSeconds(60)).PUT(HttpRequest.BodyPublishers.ofByteArray(body)).build());
    var json = read(answer.body());
    if (answer.statusCode() == 200) {
      int written = json.path("written").asInt();
      spec.commandLine().getOut()
          .println(written == 0 ? "nothing to change" : written + (written == 1 ? " change" : " changes") + " written");
      return 0;
    }
    var errors = json.path("errors");
    if (!errors.isArray() || errors.isEmpty()) {
      throw new IllegalStateException("the query-api answered with status " + answer.statusCode());
    }
    errors.forEach(error -> spec.commandLine().getErr().println(error.asText()));
    return 1;
  }

  private byte[] text() {
    try {
      return world.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(world));
    } catch (IOException e) {
      throw new IllegalStateException(world + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static HttpResponse<byte[]> send(HttpRequest request) throws InterruptedException {
    try (var client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build()) {
      return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new IllegalStateException(request.uri() + " cannot be reached: " + e, e);
    }
  }

  private static JsonNode read(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      throw new IllegalStateException("the query-api's answer is no JSON: " + new String(body, 0, Math.min(200, body.length),
          StandardCharsets.UTF_8), e);
    }
  }
}
