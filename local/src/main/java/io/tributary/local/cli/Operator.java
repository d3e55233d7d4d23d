package io.tributary.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where an installation is and an operator's keys for it: as given, or as a running demo's {@code demo.json} has them. */
final class Operator {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Option(names = "--data", paramLabel = "DIR", defaultValue = ".tributary",
      description = "folder of a running demo, whose demo.json has what is not given (default: ${DEFAULT-VALUE})")
  Path data;

  @Option(names = "--api", paramLabel = "URL", description = "address of the query-api")
  private String api;

  @Option(names = "--api-key", paramLabel = "KEY", defaultValue = "${env:TRIBUTARY_ADMIN_API_KEY}",
      description = "an API key (default: $TRIBUTARY_ADMIN_API_KEY)")
  private String apiKey;

  @Option(names = "--application-key", paramLabel = "KEY", defaultValue = "${env:TRIBUTARY_ADMIN_APPLICATION_KEY}",
      description = "an operator's application key (default: $TRIBUTARY_ADMIN_APPLICATION_KEY)")
  private String applicationKey;

  /** Without a slash at its end. */
  String api() {
    return found(api, "/api", "--api").replaceAll("/+$", "");
  }

  String apiKey() {
    return found(apiKey, "/keys/admin/api_key", "--api-key");
  }

  String applicationKey() {
    return found(applicationKey, "/keys/admin/application_key", "--application-key");
  }

  /** @throws IllegalStateException naming the option, when it is neither given nor in demo.json */
  String found(String given, String pointer, String option) {
    if (given != null && !given.isBlank()) {
      return given;
    }
    var file = data.resolve("demo.json");
    var text = Files.isReadable(file) ? readFile(file).at(pointer).asText() : "";
    if (text.isBlank()) {
      throw new IllegalStateException("give " + option + ": " + file + " does not have it");
    }
    return text;
  }

  private static JsonNode readFile(Path file) {
    try {
      return JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw new IllegalStateException(file + " cannot be read: " + e.getMessage(), e);
    }
  }
}
