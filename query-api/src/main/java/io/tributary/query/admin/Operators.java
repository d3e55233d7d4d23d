package io.tributary.query.admin;

import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.tributary.query.access.Endpoint;
import io.tributary.query.http.Door;

/** Lets nobody in but callers whose application key's role may operate this installation. */
@Requires(beans = Admin.class)
@ServerFilter("/admin/v1/**")
final class Operators {
  private final Door door;

  Operators(Door door) {
    this.door = door;
  }

  /** The door's refusal; null, which lets the request through, for a caller who is let in. */
  @RequestFilter
  @Nullable
  HttpResponse<?> refusal(HttpRequest<?> request) {
    return door.refusal(request, Endpoint.ADMIN);
  }
}
