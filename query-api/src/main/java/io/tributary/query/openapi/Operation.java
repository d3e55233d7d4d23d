package io.tributary.query.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What may be asked of a route, and what it answers. Media types are the route's own.
 *
 * @param path with names in braces
 * @param id unique; the reference system's, where it has the operation
 * @param answer form of the body of a success; empty for what is no JSON
 * @param success status
 * @param refusals statuses it may have besides
 * @param jsonApi whether its refusals have the form of JSON:API
 * @param open whether it needs no keys
 */
record Operation(String method, String path, String id, String summary, List<Parameter> parameters, Optional<Body> body,
    Optional<ObjectNode> answer, int success, Set<Integer> refusals, boolean jsonApi, boolean open, boolean deprecated) {

  /**
   * The body of a request.
   *
   * @param example JSON that is right, in a world that has what it names
   */
  record Body(ObjectNode schema, String example, boolean required) {}

  Operation {
    parameters = List.copyOf(parameters);
    refusals = new TreeSet<>(refusals);
  }

  static Operation get(String path, String id, String summary) {
    return of("GET", path, id, summary).refuses(400, 403, 406, 429, 503);
  }

  /** @param body form of it, as {@link Shape} has it */
  static Operation send(String method, String path, String id, String summary, String body, String example) {
    var with = of(method, path, id, summary).refuses(400, 403, 406, 413, 415, 429, 503);
    return with.with(Optional.of(new Body(Shape.of(body), example, true)));
  }

  /** Without a body. */
  static Operation act(String method, String path, String id, String summary) {
    return of(method, path, id, summary).refuses(400, 403, 404, 406, 413, 429, 503);
  }

  private static Operation of(String method, String path, String id, String summary) {
    return new Operation(method, path, id, summary, List.of(), Optional.empty(), Optional.empty(), 200, Set.of(), false, false, false);
  }

  private Operation with(Optional<Body> body) {
    return new Operation(method, path, id, summary, parameters, body, answer, success, refusals, jsonApi, open, deprecated);
  }

  Operation bodyMayBeAbsent() {
    return with(body.map(one -> new Body(one.schema(), one.example(), false)));
  }

  Operation asks(Parameter... more) {
    var all = new ArrayList<>(parameters);
    all.addAll(Arrays.asList(more));
    return new Operation(method, path, id, summary, all, body, answer, success, refusals, jsonApi, open, deprecated);
  }

  /** @param shape as {@link Shape} has it */
  Operation answers(String shape) {
    return answers(Shape.of(shape));
  }

  Operation answers(ObjectNode schema) {
    return new Operation(method, path, id, summary, parameters, body, Optional.of(schema), success, refusals, jsonApi, open, deprecated);
  }

  Operation created() {
    return new Operation(method, path, id, summary, parameters, body, answer, 201, refusals, jsonApi, open, deprecated);
  }

  /** 204. */
  Operation withoutAnswer() {
    return new Operation(method, path, id, summary, parameters, body, Optional.empty(), 204, refusals, jsonApi, open, deprecated);
  }

  Operation refuses(int... more) {
    var all = new TreeSet<>(refusals);
    Arrays.stream(more).forEach(all::add);
    return new Operation(method, path, id, summary, parameters, body, answer, success, all, jsonApi, open, deprecated);
  }

  Operation inJsonApi() {
    return new Operation(method, path, id, summary, parameters, body, answer, success, refusals, true, open, deprecated);
  }

  /** Needs no keys, and refuses nobody. */
  Operation isOpen() {
    return new Operation(method, path, id, summary, parameters, body, answer, success, Set.of(406), jsonApi, true, deprecated);
  }

  Operation isDeprecated() {
    return new Operation(method, path, id, summary, parameters, body, answer, success, refusals, jsonApi, open, true);
  }

  /** Its path with examples for its names. */
  String examplePath() {
    var example = path;
    for (var parameter : parameters) {
      if (parameter.inPath()) {
        example = example.replace("{" + parameter.name() + "}", parameter.schema().path("example").asText());
      }
    }
    return example;
  }
}
