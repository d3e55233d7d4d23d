package io.tributary.query.http;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.tributary.model.Account;
import io.tributary.model.Directory;
import io.tributary.model.Hours;
import io.tributary.query.access.Endpoint;
import io.tributary.query.access.VisibleOrgs;
import io.tributary.query.access.VisibleOrgs.Placed;
import io.tributary.query.query.Timestamps;
import java.time.InstantSource;
import java.util.List;

/** The orgs that a key may see, as they stand now. */
@Controller("/api/v1/org")
final class OrgsController {
  private final Door door;
  private final InstantSource clock;

  OrgsController(Door door, InstantSource clock) {
    this.door = door;
    this.clock = clock;
  }

  /** @param parentPublicId null for the parent org of an account */
  @JsonNaming(SnakeCaseStrategy.class)
  record OrgBody(String publicId, String name, String region, String created, String parentPublicId, String accountPublicId,
      String accountName) {
    static OrgBody from(Placed placed, Directory directory) {
      var org = placed.org();
      var account = placed.path().account();
      return new OrgBody(org.publicId(), org.name(), org.region(), Timestamps.ofHour(org.placements().get(0).fromHour()),
          placed.parent().orElse(null), account, directory.account(account).map(Account::name).orElse(account));
    }
  }

  record All(List<OrgBody> orgs) {}

  record One(OrgBody org) {}

  @Get
  @ExecuteOn(TaskExecutors.VIRTUAL)
  HttpResponse<?> all(HttpRequest<?> request) {
    return door.enter(request, Endpoint.ORGS, (caller, directory) -> HttpResponse.ok(new All(
        new VisibleOrgs(caller, directory, Hours.of(clock.instant())).all().stream().map(org -> OrgBody.from(org, directory)).toList())));
  }

  @Get("/{publicId}")
  @ExecuteOn(TaskExecutors.VIRTUAL)
  HttpResponse<?> one(HttpRequest<?> request, @PathVariable String publicId) {
    return door.enter(request, Endpoint.ORGS,
        (caller, directory) -> new VisibleOrgs(caller, directory, Hours.of(clock.instant())).one(publicId)
        .<MutableHttpResponse<?>>map(org -> HttpResponse.ok(new One(OrgBody.from(org, directory))))
        .orElseGet(() -> Errors.answer(HttpStatus.NOT_FOUND, "org " + publicId + " not found")));
  }
}
