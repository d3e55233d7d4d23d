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
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.tributary.query.access.Endpoint;
import io.tributary.query.http.Door;
import java.time.InstantSource;

/** Sell prices over HTTP, for partners alone: read with {@code billing_read}, changed with {@code billing_edit}. */
@Requires(beans = Admin.class)
@Controller("/api/v2/tributary/pricing/{contract}")
@Consumes({MediaType.APPLICATION_JSON, AdminController.YAML})
@ExecuteOn(TaskExecutors.VIRTUAL)
final class PricingController {
  private final Door door;
  private final SellPrices prices;
  private final InstantSource clock;

  PricingController(Door door, Admin admin, InstantSource clock) {
    this.door = door;
    this.prices = new SellPrices(admin, clock);
    this.clock = clock;
  }

  @Get
  HttpResponse<?> show(HttpRequest<?> request, String contract) {
    return door.enter(request, Endpoint.PRICING, (caller, directory) -> SellPrices.show(caller, directory, contract, clock.instant())
        .<MutableHttpResponse<?>>map(shown -> HttpResponse.ok(shown))
        .orElseGet(() -> Answers.answer(Admin.unknown("contract", contract))));
  }

  @Put("/draft")
  HttpResponse<?> draft(HttpRequest<?> request, String contract, @Nullable @Body byte[] body) {
    return door.enter(request, Endpoint.PRICING_EDIT, (caller, directory) ->
        Answers.read(request, body, json -> Answers.of(() -> prices.draft(caller, contract, json))));
  }

  @Delete(value = "/draft", consumes = MediaType.ALL)
  HttpResponse<?> dropDraft(HttpRequest<?> request, String contract) {
    return door.enter(request, Endpoint.PRICING_EDIT, (caller, directory) -> Answers.of(() -> prices.dropDraft(caller, contract)));
  }

  @Post("/adjust")
  HttpResponse<?> adjust(HttpRequest<?> request, String contract, @Nullable @Body byte[] body) {
    return door.enter(request, Endpoint.PRICING_EDIT, (caller, directory) ->
        Answers.read(request, body, json -> Answers.of(() -> prices.adjust(caller, contract, json))));
  }

  /** Without a body, from the first hour that it can be. */
  @Post(value = "/publish", consumes = MediaType.ALL)
  HttpResponse<?> publish(HttpRequest<?> request, String contract, @Nullable @Body byte[] body) {
    return door.enter(request, Endpoint.PRICING_EDIT, (caller, directory) -> body == null || body.length == 0
        ? Answers.of(() -> prices.publish(caller, contract, Answers.object()))
        : Answers.read(request, body, json -> Answers.of(() -> prices.publish(caller, contract, json))));
  }
}
