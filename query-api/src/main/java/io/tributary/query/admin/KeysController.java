package io.tributary.query.admin;

import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.tributary.query.http.Door;

/** Keys over HTTP, for operators. The answer to POST is the only place where a key can be read. */
@Requires(beans = Admin.class)
@Controller("/admin/v1/keys")
@ExecuteOn(TaskExecutors.VIRTUAL)
final class KeysController {
  private final Admin admin;

  KeysController(Admin admin) {
    this.admin = admin;
  }

  @Get
  HttpResponse<?> list() {
    return HttpResponse.ok(new Keys(admin).list());
  }

  @Post
  @Consumes({MediaType.APPLICATION_JSON, AdminController.YAML})
  HttpResponse<?> make(HttpRequest<?> request, @Nullable @Body byte[] body) {
    return Answers.read(request, body, json -> Answers.guarded(() -> {
      var made = keys(request).make(json);
      return made.shown().isPresent() ? HttpResponse.created(made.shown().get()) : Answers.answer(made.outcome());
    }));
  }

  @Delete("/{id}")
  HttpResponse<?> revoke(HttpRequest<?> request, String id) {
    return Answers.of(() -> keys(request).revoke(id));
  }

  private Keys keys(HttpRequest<?> request) {
    return new Keys(admin.by(Door.caller(request)));
  }
}
