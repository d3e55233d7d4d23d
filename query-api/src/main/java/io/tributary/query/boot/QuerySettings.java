package io.tributary.query.boot;

import io.micronaut.context.env.Environment;
import io.tributary.query.console.OidcSettings;
import io.tributary.query.live.LiveHub;
import io.tributary.query.pages.Pages;
import io.tributary.query.rate.Rates;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a query-api server needs to know. Checked on construction: all that is wrong is said at once. Names and defaults are
 * in the config file, {@code query-api/application.yml}.
 *
 * @param host address to listen on
 * @param port 0 takes a free one
 * @param bootstrap Kafka's {@code host:port}, several with commas
 * @param registryUrl any server of the Confluent registry API
 * @param serializerClass of Avro values; empty for ours
 * @param deserializerClass of Avro values; empty for ours
 * @param aggregators base URLs of the aggregators to ask; none where the server is started with a reader of its own
 * @param live how many live streams there may be
 * @param pages what is kept of answers that have several pages
 * @param rates how often an org may ask
 * @param consoleSecret what the console's sessions are sealed with; empty for one that this process makes up
 * @param oidc whom the console's users may sign in with
 */
public record QuerySettings(String host, int port, String bootstrap, String registryUrl, String serializerClass, String deserializerClass,
    List<URI> aggregators, LiveHub.Limits live, Pages.Limits pages, Rates.Limits rates, String consoleSecret,
    OidcSettings oidc) {
  private static final String PREFIX = "tributary.query.";
  private static final LiveHub.Limits LIVE = new LiveHub.Limits(500, 20);
  private static final Pages.Limits PAGES = new Pages.Limits(64L << 20, 1_000_000);
  private static final int SHORTEST_SECRET = 32;
  private static final Pattern SERVERS = Pattern.compile("[^\\s,:]+:\\d{1,5}(,[^\\s,:]+:\\d{1,5})*");

  /** @throws IllegalArgumentException with every problem on a line of its own */
  public QuerySettings {
    aggregators = List.copyOf(aggregators);
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
    if (!registryUrl.startsWith("memory:") && url(registryUrl).isEmpty()) {
      problems.add("registry-url must be an http or https URL, not '" + registryUrl + "'");
    }
    loadable(problems, "serializer-class", serializerClass);
    loadable(problems, "deserializer-class", deserializerClass);
    aggregators.stream().filter(aggregator -> url(aggregator.toString()).isEmpty())
        .forEach(aggregator -> problems.add("aggregators must be http or https URLs, not '" + aggregator + "'"));
    if (!consoleSecret.isEmpty() && consoleSecret.length() < SHORTEST_SECRET) {
      problems.add("console-secret must have at least " + SHORTEST_SECRET + " characters, or none");
    }
    problems.addAll(oidc.problems());
    if (live.streams() < 0 || live.perOrg() < 0) {
      problems.add("live-streams and live-streams-per-org must not be negative");
    }
    if (pages.bytes() < 1 || pages.rows() < 1) {
      problems.add("pages-memory-mb and pages-rows must be at least 1");
    }
    if (rates.reference() < 0 || rates.own() < 0) {
      problems.add("rate-limit and rate-limit-own must not be negative");
    }
    refuse(problems);
  }

  /** On loopback, with our serializers, beside a reader that needs no aggregator's address; anybody may ask as often as they like. */
  public static QuerySettings local(int port, String bootstrap, String registryUrl) {
    return new QuerySettings("127.0.0.1", port, bootstrap, registryUrl, "", "", List.of(), LIVE, PAGES, Rates.Limits.NONE, "",
        OidcSettings.NONE);
  }

  QuerySettings with(Pages.Limits pages, Rates.Limits rates) {
    return new QuerySettings(host, port, bootstrap, registryUrl, serializerClass, deserializerClass, aggregators, live, pages,
        rates, consoleSecret, oidc);
  }

  QuerySettings with(OidcSettings provider) {
    return new QuerySettings(host, port, bootstrap, registryUrl, serializerClass, deserializerClass, aggregators, live, pages,
        rates, consoleSecret, provider);
  }

  /** The same, with sessions that outlive the process. */
  public QuerySettings withConsoleSecret(String secret) {
    return new QuerySettings(host, port, bootstrap, registryUrl, serializerClass, deserializerClass, aggregators, live,
        pages, rates, secret, oidc);
  }

  /** @throws IllegalArgumentException with every problem on a line of its own */
  static QuerySettings of(Environment config) {
    var problems = new ArrayList<String>();
    int port = number(problems, config, "port");
    var live = new LiveHub.Limits(number(problems, config, "live-streams"), number(problems, config, "live-streams-per-org"));
    var pages = new Pages.Limits((long) number(problems, config, "pages-memory-mb") << 20, number(problems, config, "pages-rows"));
    var rates = new Rates.Limits(number(problems, config, "rate-limit"), number(problems, config, "rate-limit-own"));
    var aggregators = new ArrayList<URI>();
    for (var url : Arrays.stream(text(config, "aggregators").split(",")).map(String::strip).filter(url -> !url.isEmpty()).toList()) {
      url(url).ifPresentOrElse(aggregators::add, () -> problems.add("aggregators must be http or https URLs, not '" + url + "'"));
    }
    if (text(config, "aggregators").isBlank()) {
      problems.add("aggregators: at least one URL is needed");
    }
    QuerySettings settings = null;
    try {
      settings = new QuerySettings(text(config, "host"), port, text(config, "bootstrap"),
          text(config, "registry-url"), text(config, "serializer-class"), text(config, "deserializer-class"), aggregators, live, pages,
          rates, text(config, "console-secret"), new OidcSettings(text(config, "console-oidc-issuer"),
              text(config, "console-oidc-client-id"), text(config, "console-oidc-client-secret"), text(config, "console-oidc-redirect")));
    } catch (IllegalArgumentException e) {
      problems.add(e.getMessage());
    }
    refuse(problems);
    return settings;
  }

  /** Secrets are not for logs. */
  @Override
  public String toString() {
    return "QuerySettings[" + host + ":" + port + ", …]";
  }

  /** For the server's own context: these win over its config file and its environment. */
  Map<String, Object> asProperties() {
    var properties = new HashMap<String, Object>();
    properties.put(PREFIX + "host", host);
    properties.put(PREFIX + "port", port);
    properties.put(PREFIX + "bootstrap", bootstrap);
    properties.put(PREFIX + "console-secret", consoleSecret);
    return properties;
  }

  private static String text(Environment config, String name) {
    return config.getProperty(PREFIX + name, String.class).orElse("");
  }

  private static int number(List<String> problems, Environment config, String name) {
    var text = text(config, name);
    if (text.matches("\\d{1,9}")) {
      return Integer.parseInt(text);
    }
    problems.add(name + " must be a number, not '" + text + "'");
    return 0;
  }

  private static Optional<URI> url(String text) {
    try {
      var uri = URI.create(text);
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      return http && uri.getHost() != null ? Optional.of(uri) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static void loadable(List<String> problems, String name, String className) {
    try {
      if (!className.isEmpty()) {
        Class.forName(className, false, QuerySettings.class.getClassLoader());
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
