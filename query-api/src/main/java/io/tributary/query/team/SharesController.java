package io.tributary.query.team;

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
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.tributary.model.Access;
import io.tributary.model.Access.Change;
import io.tributary.model.Directory;
import io.tributary.model.Hours;
import io.tributary.model.Problem;
import io.tributary.model.Share;
import io.tributary.query.access.Caller;
import io.tributary.query.access.Endpoint;
import io.tributary.query.access.VisibleOrgs;
import io.tributary.query.admin.Admin;
import io.tributary.query.http.Door;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;

/**
 * Shared dashboards over HTTP, for those who share them. A dashboard is the estimated usage of an account or of an org and what is
 * below it, {@code account:ID} or {@code org:ID}. Links are kept as hashes: the answer that made one is the only place where it
 * can be read. Later a share is named by its id, or by its link's token.
 */
@Requires(beans = Admin.class)
@Controller("/api")
@Consumes(MediaType.ALL)
@ExecuteOn(TaskExecutors.VIRTUAL)
final class SharesController {
  private static final String ONE = "/v1/dashboard/public/{token}";
  private static final String INVITATION = ONE + "/invitation";

  private final Door door;
  private final Team team;
  private final InstantSource clock;

  SharesController(Door door, Team team, InstantSource clock) {
    this.door = door;
    this.team = team;
    this.clock = clock;
  }

  @Get("/v2/tributary/shares")
  HttpResponse<?> list(HttpRequest<?> request) {
    return door.enter(request, Endpoint.DASHBOARDS_SHARE, (caller, directory) -> HttpResponse.ok(Forms.object().set("shares",
        Forms.array(team.access().sharesOf(caller.org()).stream().sorted(Comparator.comparing(Share::createdAt).reversed())
            .map(share -> ShareForm.json(share, clock.instant(), Map.of(), Optional.empty())).toList()))));
  }

  @Post("/v1/dashboard/public")
  HttpResponse<?> create(HttpRequest<?> request, @Nullable @Body byte[] body) {
    return door.enter(request, Endpoint.DASHBOARDS_SHARE, (caller, directory) -> Replies.read(body, json -> {
      var id = UUID.randomUUID().toString();
      var link = PlainKey.application();
      var links = new HashMap<String, PlainKey>();
      return team.change(caller, (access, now, problems) -> {
        var share = new ShareForm(json, problems).make(new ShareForm.Begun(id, link.hash(), caller.org(), caller.key(), now), links);
        return seen(caller, directory, share, problems);
      }, access -> {
        var share = access.share(id).orElseThrow();
        return HttpResponse.ok(ShareForm.json(share, clock.instant(), links,
            share.type() == Share.Type.INVITE ? Optional.empty() : Optional.of(link)));
      });
    }));
  }

  @Get(ONE)
  HttpResponse<?> one(HttpRequest<?> request, String token) {
    return door.enter(request, Endpoint.DASHBOARDS_SHARE, (caller, directory) -> found(team.access(), caller, token)
        .<MutableHttpResponse<?>>map(share -> HttpResponse.ok(ShareForm.json(share, clock.instant(), Map.of(), Optional.empty())))
        .orElseGet(() -> Replies.notFound("shared dashboard", token)));
  }

  /** Pauses it, goes on with it, or changes what it shows. */
  @Put(ONE)
  HttpResponse<?> change(HttpRequest<?> request, String token, @Nullable @Body byte[] body) {
    return door.enter(request, Endpoint.DASHBOARDS_SHARE, (caller, directory) -> Replies.read(body, json -> {
      var links = new HashMap<String, PlainKey>();
      return edit(caller, token,
          (was, now, problems) -> seen(caller, directory, new ShareForm(json, problems).change(was, now, links), problems),
          (access, id) -> ShareForm.json(access.share(id).orElseThrow(), clock.instant(), links, Optional.empty()));
    }));
  }

  /** For good: its links show nothing from now on. */
  @Delete(ONE)
  HttpResponse<?> delete(HttpRequest<?> request, String token) {
    return door.enter(request, Endpoint.DASHBOARDS_SHARE, (caller, directory) -> edit(caller, token,
        (was, now, problems) -> List.of(new Change.PutShare(was.asDeleted(now))),
        (access, id) -> Forms.object().put("deleted_public_dashboard_token", id)));
  }

  @Get(INVITATION)
  HttpResponse<?> invitations(HttpRequest<?> request, String token) {
    return door.enter(request, Endpoint.DASHBOARDS_SHARE, (caller, directory) -> found(team.access(), caller, token)
        .<MutableHttpResponse<?>>map(share -> HttpResponse.ok(Forms.object().set("data", ShareForm.invitees(share, Map.of()))))
        .orElseGet(() -> Replies.notFound("shared dashboard", token)));
  }

  /** Adds invitees to those there are; each one's link is in the answer, to be given to it. */
  @Post(INVITATION)
  HttpResponse<?> invite(HttpRequest<?> request, String token, @Nullable @Body byte[] body) {
    return invitees(request, token, body, true);
  }

  /** Takes invitees away: their links show nothing from now on. */
  @Delete(INVITATION)
  HttpResponse<?> uninvite(HttpRequest<?> request, String token, @Nullable @Body byte[] body) {
    return invitees(request, token, body, false);
  }

  private HttpResponse<?> invitees(HttpRequest<?> request, String token, byte[] body, boolean add) {
    return door.enter(request, Endpoint.DASHBOARDS_SHARE, (caller, directory) -> Replies.read(body, json -> {
      var links = new HashMap<String, PlainKey>();
      return edit(caller, token, (was, now, problems) -> {
        var named = new ShareForm(json, problems).change(was, now, links);
        var all = new ArrayList<>(was.invitees());
        all.removeIf(known -> named.invitees().stream().anyMatch(each -> each.email().equalsIgnoreCase(known.email())));
        if (add) {
          all.addAll(named.invitees());
        }
        return List.of(new Change.PutShare(was.withInvitees(all, now)));
      }, (access, id) -> Forms.object().set("data", ShareForm.invitees(access.share(id).orElseThrow(), links)));
    }));
  }

  /** What a share becomes. */
  private interface Edit {
    List<Change> of(Share was, Instant now, List<Problem> problems);
  }

  /** @param answer the body, from what is then known and the share's id */
  private MutableHttpResponse<?> edit(Caller caller, String token, Edit edit, BiFunction<Access, String, JsonNode> answer) {
    var id = new AtomicReference<String>();
    return team.change(caller, (access, now, problems) -> {
      var was = found(access, caller, token);
      if (was.isEmpty()) {
        problems.add(Team.notFound("shared dashboard", token));
        return List.of();
      }
      id.set(was.get().id());
      return edit.of(was.get(), now, problems);
    }, access -> HttpResponse.ok(answer.apply(access, id.get())));
  }

  /** Nobody shares what he does not see himself. */
  private List<Change> seen(Caller caller, Directory directory, Share share, List<Problem> problems) {
    var visible = new VisibleOrgs(caller, directory, Hours.of(clock.instant())).all();
    boolean sees = visible.stream().anyMatch(placed -> share.target().equals("org:" + placed.org().publicId())
        || share.target().equals("account:" + placed.path().account())
            && (caller.partner().isPresent() || placed.org().publicId().equals(caller.org()))
            && !(caller.place() instanceof Caller.Place.Child));
    if (!sees) {
      problems.add(new Problem("dashboard_id", "unknown_dashboard",
          "must be account:ID or org:ID, of one that these keys see, not '" + share.target() + "'"));
    }
    return List.of(new Change.PutShare(share));
  }

  private static Optional<Share> found(Access access, Caller caller, String token) {
    return access.share(token).or(() -> access.shareOf(Access.hash(token))).filter(share -> share.org().equals(caller.org()));
  }
}
