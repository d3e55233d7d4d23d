package io.tributary.local.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where an installation is and somebody's keys for it: as given, or as a running demo's {@code demo.json} has them. */
final class Holder {
  @Option(names = "--as", paramLabel = "HOLDER", defaultValue = "partner",
      description = "whose keys of a running demo to use (default: ${DEFAULT-VALUE})")
  private String name;

  @Option(names = "--data", paramLabel = "DIR", defaultValue = ".tributary",
      description = "folder of a running demo, whose demo.json has what is not given (default: ${DEFAULT-VALUE})")
  private Path data;

  @Option(names = "--api", paramLabel = "URL", description = "address of the query-api")
  private String api;

  @Option(names = "--api-key", paramLabel = "KEY", description = "an API key")
  private String apiKey;

  @Option(names = "--application-key", paramLabel = "KEY", description = "an application key whose role reads what is asked for")
  private String applicationKey;

  /** Without a slash at its end. */
  String api() {
    return found(api, "/api", "--api").replaceAll("/+$", "");
  }

  String apiKey() {
    return found(apiKey, "/keys/" + name + "/api_key", "--api-key");
  }

  String applicationKey() {
    return found(applicationKey, "/keys/" + name + "/application_key", "--application-key");
  }

  /** @throws IllegalStateException naming the option, when it is neither given nor in demo.json */
  private String found(String given, String pointer, String option) {
    return new DemoFile(data).found(given, pointer, option);
  }
}
