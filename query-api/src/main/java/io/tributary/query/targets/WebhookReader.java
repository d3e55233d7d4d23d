package io.tributary.query.targets;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.codec.JsonFields;
import io.tributary.model.Problem;
import io.tributary.query.query.InvalidQuery;
import io.tributary.query.targets.Webhook.Encoding;
import java.net.URI;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** Bodies of requests to webhooks, or everything that is wrong with them, as an {@link InvalidQuery}. */
final class WebhookReader {
  /** Stands for the value of a header in answers; given back, it means the one that is there. */
  static final String HIDDEN = "********";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SECRET_BYTES = 32;
  private static final URI NOWHERE = URI.create("");

  private final Networks networks;
  private final RandomGenerator random = new SecureRandom();

  WebhookReader(Networks networks) {
    this.networks = networks;
  }

  /** Without a secret of its own it gets a random one. */
  Webhook create(String owner, JsonNode body) {
    var problems = new ArrayList<Problem>();
    var fields = new JsonFields(body, "", problems);
    var name = fields.text("name").orElse("");
    var url = fields.parsed("url", WebhookReader::uri).orElse(NOWHERE);
    return checked(read(fields, problems, new Webhook(owner, name, url, Optional.empty(), Map.of(), Encoding.JSON, newSecret())), problems);
  }

  Webhook update(Webhook now, JsonNode body) {
    var problems = new ArrayList<Problem>();
    var fields = new JsonFields(body, "", problems);
    if (!fields.optionalText("name").orElse(now.name()).equals(now.name())) {
      problems.add(new Problem("name", "frozen", "cannot be changed: monitors name it"));
    }
    var url = fields.optionalParsed("url", WebhookReader::uri).orElse(now.url());
    return checked(read(fields, problems,
        new Webhook(now.owner(), now.name(), url, now.payload(), now.headers(), now.encoding(), now.secret())), problems);
  }

  private Webhook read(JsonFields fields, List<Problem> problems, Webhook base) {
    var payload = fields.names("payload") ? fields.optionalText("payload") : base.payload();
    var headers = fields.names("custom_headers") ? headers(fields, base.headers(), problems) : base.headers();
    var encoding = fields.optionalParsed("encode_as", WebhookReader::encoding).orElse(base.encoding());
    var secret = fields.optionalText("secret").orElse(base.secret());
    if (fields.optionalBoolean("rotate_secret").orElse(false)) {
      secret = newSecret();
    }
    fields.refuseOthers();
    return new Webhook(base.owner(), base.name(), base.url(), payload, headers, encoding, secret);
  }

  private Webhook checked(Webhook webhook, List<Problem> problems) {
    WebhookRules.check(webhook, networks).stream()
        .filter(found -> problems.stream().noneMatch(known -> known.field().equals(found.field()))).forEach(problems::add);
    if (!problems.isEmpty()) {
      throw new InvalidQuery(problems.stream()
          .map(each -> each.field().isEmpty() ? each.detail() : each.field() + ": " + each.detail()).toList());
    }
    return webhook;
  }

  /** A text that holds a JSON object, as the reference system has it. */
  private static Map<String, String> headers(JsonFields fields, Map<String, String> now, List<Problem> problems) {
    var headers = new TreeMap<String, String>();
    fields.optionalText("custom_headers").ifPresent(text -> {
      var json = object(text);
      if (json.isEmpty() || json.get().properties().stream().anyMatch(header -> !header.getValue().isTextual())) {
        problems.add(new Problem("custom_headers", "not_headers", "must be a text that holds a JSON object of texts"));
        return;
      }
      json.get().properties().forEach(header -> {
        var value = header.getValue().textValue();
        headers.put(header.getKey(), value.equals(HIDDEN) ? now.getOrDefault(header.getKey(), value) : value);
      });
    });
    return headers;
  }

  private static Optional<JsonNode> object(String text) {
    try {
      return Optional.of(JSON.readTree(text)).filter(JsonNode::isObject);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static URI uri(String text) {
    try {
      return URI.create(text.strip());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("must be an http or https address", e);
    }
  }

  private static Encoding encoding(String text) {
    return switch (text) {
      case "json" -> Encoding.JSON;
      case "form" -> Encoding.FORM;
      default -> throw new IllegalArgumentException("must be json or form, not '" + text + "'");
    };
  }

  private String newSecret() {
    var secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    return HexFormat.of().formatHex(secret);
  }
}
