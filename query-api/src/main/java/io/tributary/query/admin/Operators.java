package io.tributary.query.admin;

import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.tributary.model.Access;

/** Lets nobody in but callers whose application key's role may operate this installation. */
@Requires(beans = Admin.class)
@ServerFilter("/admin/v1/**")
final class Operators {
  private final Admin admin;

  Operators(Admin admin) {
    this.admin = admin;
  }

  /** What to answer instead; null lets the request through. */
  @RequestFilter
  @Nullable
  HttpResponse<?> refusal(HttpRequest<?> request) {
    var apiKey = request.getHeaders().get("DD-API-KEY");
    var applicationKey = request.getHeaders().get("DD-APPLICATION-KEY");
    if (apiKey == null || applicationKey == null) {
      return Answers.error(HttpStatus.UNAUTHORIZED, "the headers DD-API-KEY and DD-APPLICATION-KEY are needed");
    }
    return operates(admin.control().access(), apiKey, applicationKey) ? null
        : Answers.error(HttpStatus.FORBIDDEN, "these keys may not do this: an operator's are needed");
  }

  private static boolean operates(Access access, String apiKey, String applicationKey) {
    var org = access.apiKey(apiKey).map(Access.ApiKey::org);
    return access.applicationKey(applicationKey).filter(key -> org.filter(key.org()::equals).isPresent())
        .flatMap(key -> access.role(key.role())).filter(role -> role.permissions().contains(Access.OPERATE)).isPresent();
  }
}
