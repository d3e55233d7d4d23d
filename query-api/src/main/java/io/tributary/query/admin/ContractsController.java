package io.tributary.query.admin;

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
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.tributary.query.access.Endpoint;
import io.tributary.query.http.Door;
import java.util.Optional;

/** Contracts over HTTP, for their parties: in the form of the world document, with {@code billing_read} and {@code billing_edit}. */
@Requires(beans = Admin.class)
@Controller("/api/v2/tributary/contracts")
@Consumes({MediaType.APPLICATION_JSON, AdminController.YAML})
@ExecuteOn(TaskExecutors.VIRTUAL)
final class ContractsController {
  private final Door door;
  private final Contracts contracts;

  ContractsController(Door door, Admin admin) {
    this.door = door;
    this.contracts = new Contracts(admin);
  }

  @Get
  HttpResponse<?> list(HttpRequest<?> request) {
    var account = Optional.ofNullable(request.getParameters().get("filter[account]")).filter(text -> !text.isBlank());
    return door.enter(request, Endpoint.CONTRACTS, (caller, directory) -> HttpResponse.ok(Contracts.list(caller, directory, account)));
  }

  @Get("/{id}")
  HttpResponse<?> one(HttpRequest<?> request, String id) {
    return door.enter(request, Endpoint.CONTRACTS, (caller, directory) -> Contracts.one(caller, directory, id)
        .<MutableHttpResponse<?>>map(contract -> HttpResponse.ok(ContractWriter.contract(contract)))
        .orElseGet(() -> Answers.answer(Admin.unknown("contract", id))));
  }

  @Put("/{id}")
  HttpResponse<?> put(HttpRequest<?> request, String id, @Nullable @Body byte[] body) {
    return door.enter(request, Endpoint.CONTRACTS_EDIT, (caller, directory) ->
        Answers.read(request, body, json -> Answers.of(() -> contracts.put(caller, id, json))));
  }

  @Post
  HttpResponse<?> create(HttpRequest<?> request, @Nullable @Body byte[] body) {
    return door.enter(request, Endpoint.CONTRACTS_EDIT, (caller, directory) ->
        Answers.read(request, body, json -> Answers.of(() -> contracts.create(caller, json))));
  }
}
