package io.tributary.query.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.tributary.query.http.Door;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * The world over HTTP, for operators. Every body may be JSON or YAML. 200 {@code {"written": n}}: it is as asked, n records
 * were written for it. 400: nothing was, and {@code problems} says everything that is wrong. {@link Operators} guards it.
 */
@Requires(beans = Admin.class)
@Controller("/admin/v1")
@Consumes({MediaType.APPLICATION_JSON, AdminController.YAML, "application/x-yaml", "text/yaml"})
@ExecuteOn(TaskExecutors.VIRTUAL)
final class AdminController {
  static final String YAML = "application/yaml";

  private final Admin admin;

  AdminController(Admin admin) {
    this.admin = admin;
  }

  @Get("/world")
  @Produces({MediaType.APPLICATION_JSON, YAML})
  HttpResponse<?> world(HttpRequest<?> request) {
    var world = admin.world();
    boolean yaml = request.accept().stream().findFirst().filter(type -> type.getSubtype().contains("yaml")).isPresent();
    return yaml ? HttpResponse.ok(WorldText.toYaml(world).getBytes(StandardCharsets.UTF_8)).contentType(YAML) : HttpResponse.ok(world);
  }

  @Put("/world")
  HttpResponse<?> apply(HttpRequest<?> request, @Nullable @Body byte[] body) {
    return written(request, body, (by, json) -> by.apply(json));
  }

  @Put("/partners/{id}")
  HttpResponse<?> partner(HttpRequest<?> request, String id, @Nullable @Body byte[] body) {
    return written(request, body, (by, json) -> by.put("partners", Map.of("public_id", id), json));
  }

  @Put("/accounts/{id}")
  HttpResponse<?> account(HttpRequest<?> request, String id, @Nullable @Body byte[] body) {
    return written(request, body, (by, json) -> by.put("accounts", Map.of("public_id", id), json));
  }

  @Put("/accounts/{id}/connections")
  HttpResponse<?> connections(HttpRequest<?> request, String id, @Nullable @Body byte[] body) {
    return written(request, body, (by, json) -> by.connections(id, json));
  }

  @Put(value = "/accounts/{id}/closed-months/{month}", consumes = MediaType.ALL)
  HttpResponse<?> close(String id, String month) {
    return Answers.of(() -> admin.put("closes", Map.of("account", id, "month", month), Answers.object()));
  }

  @Put("/orgs/{id}")
  HttpResponse<?> org(HttpRequest<?> request, String id, @Nullable @Body byte[] body) {
    return written(request, body, (by, json) -> by.put("orgs", Map.of("public_id", id), json));
  }

  @Post("/orgs/{id}/move")
  HttpResponse<?> move(HttpRequest<?> request, String id, @Nullable @Body byte[] body) {
    return written(request, body, (by, json) -> by.move(id, json));
  }

  @Put("/contracts/{id}")
  HttpResponse<?> contract(HttpRequest<?> request, String id, @Nullable @Body byte[] body) {
    return written(request, body, (by, json) -> by.put("contracts", Map.of("contract_id", id), json));
  }

  @Put("/pricing/{contract}")
  HttpResponse<?> pricing(HttpRequest<?> request, String contract, @Nullable @Body byte[] body) {
    return written(request, body, (by, json) -> by.put("pricing", Map.of("contract", contract), json));
  }

  @Put("/usage-types/{family}/{name}")
  HttpResponse<?> usageType(HttpRequest<?> request, String family, String name, @Nullable @Body byte[] body) {
    return written(request, body, (by, json) -> by.put("usage_types", Map.of("family", family, "usage_type", name), json));
  }

  @Put("/roles/{name}")
  HttpResponse<?> role(HttpRequest<?> request, String name, @Nullable @Body byte[] body) {
    return written(request, body, (by, json) -> by.put("roles", Map.of("name", name), json));
  }

  private MutableHttpResponse<?> written(HttpRequest<?> request, byte[] body, BiFunction<Admin, JsonNode, Admin.Outcome> change) {
    var by = admin.by(Door.caller(request));
    return Answers.read(request, body, json -> Answers.of(() -> change.apply(by, json)));
  }
}
