package io.tributary.local.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where an installation is and an operator's keys for it: as given, or as a running demo's {@code demo.json} has them. */
final class Operator {
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
    return new DemoFile(data).found(given, pointer, option);
  }
}
