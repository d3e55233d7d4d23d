package io.tributary.ingest.boot;

import io.micronaut.context.env.Environment;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What an ingest server needs to know. Checked on construction: all that is wrong is said at once. Names and defaults are in
 * the config file, {@code ingest/application.yml}.
 *
 * @param host address to listen on
 * @param port 0 takes a free one
 * @param bootstrap Kafka's {@code host:port}, several with commas
 * @param registryUrl any server of the Confluent registry API
 * @param serializerClass of Avro values; empty for ours
 * @param deserializerClass of Avro values; empty for ours
 * @param maxBytesInFlight JSON that may wait for the broker at one time
 */
public record IngestSettings(
    String host, int port, String bootstrap, String registryUrl, String serializerClass, String deserializerClass, int maxBytesInFlight) {
  private static final String PREFIX = "tributary.ingest.";
  private static final int DEFAULT_BYTES_IN_FLIGHT = 16 * 1024 * 1024;
  private static final int LARGEST_BODY = 1024 * 1024;
  private static final Pattern SERVERS = Pattern.compile("[^\\s,:]+:\\d{1,5}(,[^\\s,:]+:\\d{1,5})*");

  /** @throws IllegalArgumentException with every problem on a line of its own */
  public IngestSettings {
    var problems = new ArrayList<String>();
    if (host.isBlank()) {
      problems.add("host is empty");
    }
    if (port < 0 || port > 65_535) {
      problems.add("port must be 0 to 65535, not " + port);
    }
    if (!SERVERS.matcher(bootstrap).matches()) {
      problems.add("bootstrap must be host:port, several with commas, not '" + bootstrap + "'");
    }
    if (!isRegistry(registryUrl)) {
      problems.add("registry-url must be an http or https URL, not '" + registryUrl + "'");
    }
    loadable(problems, "serializer-class", serializerClass);
    loadable(problems, "deserializer-class", deserializerClass);
    if (maxBytesInFlight < LARGEST_BODY) {
      problems.add("max-bytes-in-flight must be at least one request's " + LARGEST_BODY + ", not " + maxBytesInFlight);
    }
    refuse(problems);
  }

  /** On loopback, with our serializers. */
  public static IngestSettings local(int port, String bootstrap, String registryUrl) {
    return new IngestSettings("127.0.0.1", port, bootstrap, registryUrl, "", "", DEFAULT_BYTES_IN_FLIGHT);
  }

  /** @throws IllegalArgumentException with every problem on a line of its own */
  static IngestSettings of(Environment config) {
    var problems = new ArrayList<String>();
    int port = number(problems, config, "port");
    int maxBytesInFlight = number(problems, config, "max-bytes-in-flight");
    try {
      var settings = new IngestSettings(text(config, "host"), port, text(config, "bootstrap"), text(config, "registry-url"),
          text(config, "serializer-class"), text(config, "deserializer-class"), maxBytesInFlight);
      refuse(problems);
      return settings;
    } catch (IllegalArgumentException e) {
      problems.add(e.getMessage());
      throw new IllegalArgumentException(String.join("\n", problems), e);
    }
  }

  /** For the server's own context: these win over its config file and its environment. */
  Map<String, Object> asProperties() {
    var properties = new HashMap<String, Object>();
    properties.put(PREFIX + "host", host);
    properties.put(PREFIX + "port", port);
    properties.put(PREFIX + "bootstrap", bootstrap);
    return properties;
  }

  private static String text(Environment config, String name) {
    return config.getProperty(PREFIX + name, String.class).orElse("");
  }

  /** A number in its place is wrong in one way only: as text. Any number that passes stands in for it. */
  private static int number(List<String> problems, Environment config, String name) {
    var text = text(config, name);
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      problems.add(name + " must be a number, not '" + text + "'");
      return name.equals("port") ? 0 : DEFAULT_BYTES_IN_FLIGHT;
    }
  }

  private static boolean isRegistry(String url) {
    try {
      var uri = URI.create(url);
      return "memory".equals(uri.getScheme())
          || ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static void loadable(List<String> problems, String name, String className) {
    try {
      if (!className.isEmpty()) {
        Class.forName(className, false, IngestSettings.class.getClassLoader());
      }
    } catch (ClassNotFoundException e) {
      problems.add(name + " '" + className + "' is not on the class path");
    }
  }

  private static void refuse(List<String> problems) {
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", problems));
    }
  }
}
