package io.tributary.query.notify;

import io.micronaut.core.value.PropertyResolver;
import io.tributary.query.targets.Networks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How notifications are sent. Checked on construction: all that is wrong is said at once. Names and defaults are in the config
 * file, {@code query-api/application.yml}.
 *
 * @param networks where requests may go
 * @param backoff how long a target is tried
 * @param limits how many at once
 * @param timeout of one attempt, from looking the name up to the answer's head
 * @param mail empty: no mail is sent
 */
public record NotifySettings(Networks networks, Backoff backoff, Dispatcher.Limits limits, Duration timeout, Optional<Mail> mail) {
  private static final String PREFIX = "tributary.notify.";

  /** How the connection to the mail server is kept private. */
  enum Tls { STARTTLS, TLS, NONE }

  /**
   * @param user empty: no log-in
   * @param from address that mail is from
   * @param domains that mail may go to; empty for any
   */
  record Mail(String host, int port, Tls tls, String user, String password, String from, Set<String> domains) {
    /** Passwords are not for logs. */
    @Override
    public String toString() {
      return "Mail[" + host + ":" + port + "]";
    }
  }

  /** @throws IllegalArgumentException with every problem on a line of its own */
  public static NotifySettings of(PropertyResolver config) {
    var problems = new ArrayList<String>();
    var first = number(problems, config, "first-pause-millis", 1, 3_600_000);
    var longest = number(problems, config, "longest-pause-millis", 1, 86_400_000);
    var giveUpAfter = number(problems, config, "give-up-after-seconds", 1, 5 * 86_400);
    var timeout = number(problems, config, "timeout-millis", 100, 60_000);
    var limits = new Dispatcher.Limits(number(problems, config, "per-target", 1, 100), number(problems, config, "in-all", 1, 10_000),
        number(problems, config, "waiting-per-target", 1, 1_000_000));
    if (longest < first) {
      problems.add("notify.longest-pause-millis must not be less than notify.first-pause-millis");
    }
    var blocks = new ArrayList<Networks.Block>();
    for (var text : list(config, "allowed-networks")) {
      try {
        blocks.add(Networks.Block.parse(text));
      } catch (IllegalArgumentException e) {
        problems.add("notify.allowed-networks " + e.getMessage());
      }
    }
    var mail = text(config, "smtp-host").isEmpty() ? Optional.<Mail>empty() : mail(problems, config);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", problems));
    }
    return new NotifySettings(new Networks(blocks),
        new Backoff(Duration.ofMillis(first), Duration.ofMillis(longest), Duration.ofSeconds(giveUpAfter)), limits,
        Duration.ofMillis(timeout), mail);
  }

  private static Optional<Mail> mail(List<String> problems, PropertyResolver config) {
    var tls = Arrays.stream(Tls.values()).filter(each -> each.name().toLowerCase(Locale.ROOT).equals(text(config, "smtp-tls"))).findFirst();
    if (tls.isEmpty()) {
      problems.add("notify.smtp-tls must be starttls, tls or none, not '" + text(config, "smtp-tls") + "'");
    }
    if (!Handle.MAIL.matcher(text(config, "smtp-from")).matches()) {
      problems.add("notify.smtp-from must be a mail address, not '" + text(config, "smtp-from") + "'");
    }
    if (text(config, "smtp-user").isEmpty() != text(config, "smtp-password").isEmpty()) {
      problems.add("notify.smtp-user and notify.smtp-password go together; only one of them is given");
    }
    var domains = list(config, "mail-domains").stream().map(domain -> domain.toLowerCase(Locale.ROOT))
        .collect(Collectors.toUnmodifiableSet());
    int port = number(problems, config, "smtp-port", 1, 65_535);
    return tls.map(how -> new Mail(text(config, "smtp-host"), port, how, text(config, "smtp-user"), text(config, "smtp-password"),
        text(config, "smtp-from"), domains));
  }

  private static List<String> list(PropertyResolver config, String name) {
    return Arrays.stream(text(config, name).split(",")).map(String::strip).filter(each -> !each.isEmpty()).toList();
  }

  private static String text(PropertyResolver config, String name) {
    return config.getProperty(PREFIX + name, String.class).orElse("").strip();
  }

  private static int number(List<String> problems, PropertyResolver config, String name, int least, int most) {
    var text = text(config, name);
    if (text.matches("\\d{1,9}") && Integer.parseInt(text) >= least && Integer.parseInt(text) <= most) {
      return Integer.parseInt(text);
    }
    problems.add("notify." + name + " must be a number from " + least + " to " + most + ", not '" + text + "'");
    return least;
  }
}
