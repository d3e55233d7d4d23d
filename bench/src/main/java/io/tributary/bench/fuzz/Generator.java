package io.tributary.bench.fuzz;

import io.tributary.bench.fuzz.Spec.Operation;
import io.tributary.bench.fuzz.Spec.Parameter;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * Makes requests: about half of them right, the others with a few things wrong. The same number of the same seed is the same request,
 * but for cursors, ids and keys, which are those of answers that came before.
 */
final class Generator {
  private static final double WRONG = 0.45;
  private static final double OPTIONAL = 0.35;
  private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "get", "BREW");
  private static final List<String> ACCEPTS = List.of("application/json;datetime-format=rfc3339", "*/*", "application/json",
      "text/csv", "application/vnd.api+json", "text/html", "image/png", "", ";", "application/json;q=0", "a/b/c", "text/event-stream",
          "\u00ff");
  private static final List<String> TYPES = List.of("application/json", "application/yaml", "text/plain",
      "application/x-www-form-urlencoded",
      "multipart/form-data; boundary=x", "application/json; charset=utf-16", "application/json; charset=nonsense", "", ";;;");

  private final Spec spec;
  private final Target target;
  private final Instant now;
  private final long seed;
  private Known known = new Known();

  /**
   * A request.
   *
   * @param what was wrong with it; nothing, of one that is right
   */
  record Request(Operation operation, String method, byte[] bytes, List<String> what) {
    boolean isHead() {
      return method.equals("HEAD");
    }
  }

  Generator(Spec spec, Target target, Instant now, long seed) {
    this.spec = spec;
    this.target = target;
    this.now = now;
    this.seed = seed;
  }

  void know(Known things) {
    this.known = things;
  }

  /** A question that is right. */
  byte[] plain(String path, String holder) {
    var draft = new Draft("GET", path, target.holders().get(holder));
    return draft.bytes();
  }

  /** A request as it will be, in characters that are bytes. */
  private static final class Draft {
    private String method;
    private String address;
    private final List<String> headers = new ArrayList<>();
    private String body;

    private Draft(String method, String address, Target.Pair keys) {
      this.method = method;
      this.address = address;
      headers.add("Host: localhost");
      if (keys != null) {
        headers.add("DD-API-KEY: " + keys.apiKey());
        headers.add("DD-APPLICATION-KEY: " + keys.applicationKey());
      }
    }

    private byte[] bytes() {
      var out = new ByteArrayOutputStream();
      var content = body == null ? new byte[0] : body.getBytes(StandardCharsets.ISO_8859_1);
      var head = new StringBuilder(method).append(' ').append(address).append(" HTTP/1.1\r\n");
      headers.forEach(header -> head.append(header).append("\r\n"));
      if (body != null) {
        head.append("Content-Length: ").append(content.length).append("\r\n");
      }
      out.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
      out.writeBytes(content);
      return out.toByteArray();
    }
  }

  /** @param number from 0 on: the first ones ask each operation once */
  Request request(long number) {
    var random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + number);
    var operations = spec.operations();
    var operation = number < operations.size() ? operations.get((int) number) : pick(operations, random);
    boolean wrong = number >= operations.size() && random.nextDouble() < WRONG;
    var what = new TreeSet<String>();
    var draft = new Draft(operation.method(), "", keys(operation, random));
    var parts = new ArrayList<String[]>();
    var path = operation.path();
    var start = now.minus(Duration.ofHours(random.nextInt(24 * 45)));
    for (var parameter : operation.parameters()) {
      var value = value(operation, parameter, start, random);
      if (wrong && random.nextInt(4) == 0) {
        value = Broken.value(random);
        what.add("value");
      }
      if (parameter.inPath()) {
        path = path.replace("{" + parameter.name() + "}", encoded(value == null ? "x" : value));
      } else if (value != null && (parameter.required() || random.nextDouble() < OPTIONAL)) {
        parts.add(new String[] {encoded(parameter.name()), encoded(value)});
      }
    }
    draft.headers.add("Accept: " + ACCEPTS.get(random.nextInt(2)));
    if (operation.body() != null) {
      draft.headers.add("Content-Type: application/json");
      draft.body = bytesOf(operation.body().toString());
    }
    if (wrong) {
      int count = 1 + random.nextInt(2);
      for (int i = 0; i < count; i++) {
        what.add(spoil(draft, parts, operation, random));
      }
    }
    draft.address = (draft.address.isEmpty() ? path : draft.address.replace("{path}", path)) + query(parts);
    if (wrong && random.nextInt(12) == 0) {
      int at = random.nextInt(draft.address.length() + 1);
      draft.address = "/" + (draft.address.substring(0, at) + Broken.raw(random) + draft.address.substring(at)).replaceFirst("^/", "");
      what.add("encoding");
    }
    return new Request(operation, draft.method, draft.bytes(), List.copyOf(what));
  }

  /** Answers are what is looked at, so most are questions; a stream costs a connection, and a change a commit. */
  private static Operation pick(List<Operation> operations, RandomGenerator random) {
    while (true) {
      var operation = operations.get(random.nextInt(operations.size()));
      double weight = operation.path().endsWith("/live") ? 0.1 : operation.method().equals("GET") ? 1 : 0.25;
      if (random.nextDouble() < weight) {
        return operation;
      }
    }
  }

  private Target.Pair keys(Operation operation, RandomGenerator random) {
    var names = new ArrayList<>(target.holders().keySet());
    var holder = operation.path().startsWith("/admin/") ? Target.ADMIN
        : random.nextInt(2) == 0 ? Target.PARTNER : names.get(random.nextInt(names.size()));
    return target.holders().get(holder);
  }

  /** A right value; null where none is known. */
  private String value(Operation operation, Parameter parameter, Instant start, RandomGenerator random) {
    var schema = parameter.schema();
    var format = schema.path("format").asText(schema.at("/items/format").asText());
    if (format.equals("cursor")) {
      return random.nextInt(3) == 0 ? known.kept("cursor") : null;
    }
    if (!schema.path("x-precision").isMissingNode()) {
      boolean end = parameter.name().contains("end");
      return time(end ? start.plus(Duration.ofHours(1 + random.nextInt(72))) : start, random);
    }
    var values = new ArrayList<String>();
    schema.path("enum").forEach(value -> values.add(value.asText()));
    schema.at("/items/enum").forEach(value -> values.add(value.asText()));
    // What changes things changes those that the examples name, and what was made here: the world is to stay as it is.
    if (values.isEmpty() && operation.method().equals("GET")) {
      values.addAll(known.of(format));
    }
    if (parameter.inPath() && random.nextInt(2) == 0 && known.kept(kind(operation)) != null) {
      return known.kept(kind(operation));
    }
    if (!values.isEmpty()) {
      int count = schema.path("type").asText().equals("array") ? 1 + random.nextInt(3) : 1;
      var some = new TreeSet<String>();
      for (int i = 0; i < count; i++) {
        some.add(values.get(random.nextInt(values.size())));
      }
      return String.join(",", some);
    }
    return switch (schema.path("type").asText()) {
      case "boolean" -> Boolean.toString(random.nextBoolean());
      case "integer" -> Integer.toString(
          random.nextInt(schema.path("minimum").asInt(), Math.min(1000, schema.path("maximum").asInt(999)) + 1));
      default -> parameter.example();
    };
  }

  private static String time(Instant time, RandomGenerator random) {
    var utc = time.atOffset(ZoneOffset.UTC);
    return switch (random.nextInt(5)) {
      case 0 -> utc.toLocalDate().toString();
      case 1 -> utc.truncatedTo(ChronoUnit.HOURS).toString();
      case 2 -> utc.truncatedTo(ChronoUnit.SECONDS).toLocalDateTime() + "+00:00";
      case 3 -> utc.toLocalDate() + "T" + "%02d".formatted(utc.getHour());
      default -> time.truncatedTo(ChronoUnit.MILLIS).toString();
    };
  }

  /** The things whose ids a path has: what is before the first brace. */
  static String kind(Operation operation) {
    return operation.path().replaceAll("/\\{.*", "");
  }

  /** Spoils one thing. @return what */
  private String spoil(Draft draft, List<String[]> parts, Operation operation, RandomGenerator random) {
    switch (random.nextInt(10)) {
      case 0 -> {
        draft.headers.removeIf(header -> header.startsWith(random.nextBoolean() ? "DD-API" : "DD-APPLICATION"));
        return "keys missing";
      }
      case 1 -> {
        draft.headers.removeIf(header -> header.startsWith("DD-"));
        var names = new ArrayList<>(target.holders().keySet());
        var one = target.holders().get(names.get(random.nextInt(names.size())));
        var other = target.holders().get(names.get(random.nextInt(names.size())));
        draft.headers.add("DD-API-KEY: " + (random.nextInt(4) == 0 ? printable(Broken.value(random)) : one.apiKey()));
        draft.headers.add("DD-APPLICATION-KEY: " + (random.nextInt(4) == 0 ? printable(Broken.value(random)) : other.applicationKey()));
        return "keys of others";
      }
      case 2 -> {
        draft.method = METHODS.get(random.nextInt(METHODS.size()));
        return "method";
      }
      case 3 -> {
        draft.headers.removeIf(header -> header.startsWith("Accept:"));
        draft.headers.add("Accept: " + ACCEPTS.get(random.nextInt(ACCEPTS.size())));
        draft.headers.add("Accept-Encoding: " + List.of("gzip", "zstd1", "br", "*", "gzip;q=0", "").get(random.nextInt(6)));
        return "accept";
      }
      case 4 -> {
        draft.address = List.of("{path}/", "/{path}", "{path}/../..", "{path}%2f", "{path}.json", "/api{path}", "{path};x=y",
            "http://x{path}")
            .get(random.nextInt(8));
        return "path";
      }
      case 5 -> {
        draft.headers.add(List.of("X-Long: " + "x".repeat(random.nextInt(20_000)), "X-Null: \u0000", "No colon",
            "Transfer-Encoding: nonsense",
            "Expect: nothing", "Range: bytes=0-1", "If-None-Match: *", "Cookie: a=b; =; ;;", "Origin: null", "Host: other",
            "X-HTTP-Method-Override: DELETE", "Authorization: Bearer x", "Upgrade: websocket").get(random.nextInt(13)));
        return "header";
      }
      default -> {
        return draft.body == null ? spoil(parts, random) : spoilBody(draft, operation, random);
      }
    }
  }

  private static String spoilBody(Draft draft, Operation operation, RandomGenerator random) {
    if (random.nextInt(6) == 0) {
      draft.headers.removeIf(header -> header.startsWith("Content-Type:"));
      draft.headers.add("Content-Type: " + TYPES.get(random.nextInt(TYPES.size())));
      return "content type";
    }
    var body = Broken.body(operation.body(), random);
    draft.body = random.nextBoolean() ? bytesOf(body) : body;
    return "body";
  }

  private static String spoil(List<String[]> parts, RandomGenerator random) {
    int kind = random.nextInt(5);
    if (parts.isEmpty() || kind == 0) {
      parts.add(new String[] {encoded(Broken.value(random)), encoded(Broken.value(random))});
      return "unknown parameter";
    }
    var part = parts.get(random.nextInt(parts.size()));
    switch (kind) {
      case 1 -> parts.remove(part);
      case 2 -> parts.add(new String[] {part[0], encoded(Broken.value(random))});
      case 3 -> part[1] = part[1] + Broken.raw(random);
      default -> part[1] = encoded(Broken.value(random));
    }
    return "parameter";
  }

  private static String query(List<String[]> parts) {
    var query = new StringBuilder();
    parts.forEach(part -> query.append(query.isEmpty() ? '?' : '&').append(part[0]).append('=').append(part[1]));
    return query.toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Each byte of its UTF-8 as a character. */
  private static String bytesOf(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private static String printable(String text) {
    return text.replaceAll("[\\r\\n]", "");
  }
}
