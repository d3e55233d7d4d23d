package io.tributary.query.notify;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whom a monitor's message names with an {@code @}. */
sealed interface Handle {
  /** As a message writes it, without its {@code @}. */
  String text();

  /** The owner's webhook of that name, in its own format. */
  record ToWebhook(String name) implements Handle {
    @Override
    public String text() {
      return WEBHOOK + name;
    }
  }

  /** The owner's webhook of that name, in Slack's format. */
  record ToSlack(String name) implements Handle {
    @Override
    public String text() {
      return SLACK + name;
    }
  }

  record ToMail(String address) implements Handle {
    @Override
    public String text() {
      return address;
    }
  }

  String WEBHOOK = "webhook-";
  String SLACK = "slack-";

  /** The last character is none that ends a sentence. */
  Pattern NAMED = Pattern.compile("(?<![A-Za-z0-9._%+-])@([A-Za-z0-9](?:[A-Za-z0-9._%+@-]*[A-Za-z0-9_])?)");
  Pattern MAIL = Pattern.compile("[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)+[A-Za-z]{2,63}");

  /** Of what follows an {@code @}; empty where it names nobody that we could tell. */
  static Optional<Handle> parse(String text) {
    if (text.startsWith(WEBHOOK) && text.length() > WEBHOOK.length()) {
      return Optional.of(new ToWebhook(text.substring(WEBHOOK.length())));
    }
    if (text.startsWith(SLACK) && text.length() > SLACK.length()) {
      return Optional.of(new ToSlack(text.substring(SLACK.length())));
    }
    return MAIL.matcher(text).matches() ? Optional.of(new ToMail(text)) : Optional.empty();
  }

  /** Everybody a message names, each once, in the order in which it does. */
  static Set<Handle> in(String message) {
    var handles = new LinkedHashSet<Handle>();
    NAMED.matcher(message).results().forEach(found -> parse(found.group(1)).ifPresent(handles::add));
    return handles;
  }

  /** The message without them. */
  static String without(String message) {
    var text = NAMED.matcher(message).replaceAll(found -> parse(found.group(1)).isPresent() ? "" : Matcher.quoteReplacement(found.group()));
    return text.replaceAll("[ \t]+(?=\n|$)", "").strip();
  }
}
