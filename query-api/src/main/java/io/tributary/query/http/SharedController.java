package io.tributary.query.http;

import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.tributary.model.Access;
import io.tributary.model.Account;
import io.tributary.model.Directory;
import io.tributary.model.Org;
import io.tributary.model.Share;
import io.tributary.query.access.Caller;
import io.tributary.query.access.Control;
import io.tributary.query.access.Endpoint;
import io.tributary.query.access.Gate;
import io.tributary.query.access.Gate.Admission;
import io.tributary.query.live.LiveHub;
import io.tributary.query.live.LiveHub.Opening;
import io.tributary.query.query.LiveQuery;
import io.tributary.query.query.Parameters;
import io.tributary.query.query.Timestamps;
import io.tributary.query.query.UsageTable;
import io.tributary.query.query.UsageTableQuery;
import io.tributary.query.reader.UsageReader;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * What a shared dashboard's link opens: this and nothing else, without keys or a session. It is looked at with what the sharer's
 * own key sees at that moment; a link that is paused, over or taken back is 410 with a sentence, an unknown one 404.
 */
@Controller("/shared/{link}")
@ExecuteOn(TaskExecutors.VIRTUAL)
final class SharedController {
  private static final String RETRY_SECONDS = "10";

  private final Gate gate;
  private final Control control;
  private final UsageReader usage;
  private final LiveHub hub;
  private final InstantSource clock;

  SharedController(Gate gate, Control control, UsageReader usage, LiveHub hub, InstantSource clock) {
    this.gate = gate;
    this.control = control;
    this.usage = usage;
    this.hub = hub;
    this.clock = clock;
  }

  /** What it is called and how it is looked at, and the running month so far. */
  @Get
  HttpResponse<?> show(HttpRequest<?> request, String link) {
    return opened(link, (share, admitted) -> Door.answer(admitted.caller(), admitted.directory(), (caller, directory) -> {
      var now = clock.instant();
      var wishes = new HashMap<String, String>();
      var parts = share.target().split(":", 2);
      wishes.put("filter[" + parts[0] + "]", parts[1]);
      if (parts[0].equals("org")) {
        wishes.putAll(Map.of("group_by", "org", "rollup", "true"));
      }
      products(share, request).ifPresent(some -> wishes.put("filter[product]", some));
      var query = UsageTableQuery.of(new Parameters(name -> Optional.ofNullable(wishes.get(name))), directory.catalogue(), now);
      var answer = new UsageTable(usage, query, caller, directory, now).read();
      var json = new LinkedHashMap<String, Object>();
      json.put("title", share.title());
      json.put("of", named(share.target(), directory));
      json.put("theme", share.theme());
      json.put("window", share.window());
      json.put("window_selectable", share.windowSelectable());
      json.put("products", share.products());
      json.put("products_selectable", share.productsSelectable());
      json.put("expiration", share.expires().map(Timestamps::precise).orElse(null));
      json.put("as_of", Timestamps.precise(answer.asOf()));
      json.put("month", Timestamps.precise(now).substring(0, 7));
      json.put("usage", answer.rows().stream().map(SharedController::row).toList());
      return HttpResponse.ok(json);
    }));
  }

  private static Map<String, Object> row(UsageTable.Row row) {
    var json = new LinkedHashMap<String, Object>();
    json.put("product_family", row.type().family());
    json.put("usage_type", row.type().name());
    json.put("title", row.type().title().orElse(null));
    json.put("billing_dimension", row.type().billingDimension().orElse(null));
    json.put("monthly_function", row.type().monthly().name().toLowerCase(Locale.ROOT));
    json.put("unit", row.type().unit());
    json.put("value", row.value().signum() == 0 ? "0" : row.value().stripTrailingZeros().toPlainString());
    return json;
  }

  private static String named(String target, Directory directory) {
    var parts = target.split(":", 2);
    return (parts[0].equals("account") ? directory.account(parts[1]).map(Account::name) : directory.org(parts[1]).map(Org::name))
        .orElse(parts[1]);
  }

  /** The last hours as they change: the events of {@link LiveController}, of the dashboard's total. */
  @Get("/live")
  @Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_EVENT_STREAM})
  HttpResponse<?> live(HttpRequest<?> request, String link) {
    return opened(link, (share, admitted) -> Door.answer(admitted.caller(), admitted.directory(), (caller, directory) -> {
      var wishes = new HashMap<>(Map.of("scope", share.target(), "window", share.window()));
      if (share.windowSelectable()) {
        request.getParameters().getFirst("window").ifPresent(window -> wishes.put("window", window));
      }
      products(share, request).ifPresent(some -> wishes.put("filter[product_families]", some));
      var query = LiveQuery.of(new Parameters(name -> Optional.ofNullable(wishes.get(name))), caller, directory, clock.instant());
      return switch (hub.open(caller, query, () -> judged(link))) {
        case Opening.Opened(var stream) -> HttpResponse.ok(Publishers.map(stream, event -> LiveAnswer.from(event, control.directory())))
            .contentType(MediaType.TEXT_EVENT_STREAM_TYPE);
        case Opening.CallerHasEnough ignored -> busy(HttpStatus.TOO_MANY_REQUESTS);
        case Opening.Full() -> busy(HttpStatus.SERVICE_UNAVAILABLE);
      };
    }));
  }

  private static MutableHttpResponse<?> busy(HttpStatus status) {
    return Errors.answer(status, "as many look at this as can at once; try again").header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
  }

  /** Families that are shown: of those that are shared, the ones that a viewer who may chooses. */
  private static Optional<String> products(Share share, HttpRequest<?> request) {
    var chosen = share.productsSelectable() ? request.getParameters().getFirst("products").map(text -> Arrays.asList(text.split(",")))
        .map(some -> share.products().stream().filter(some::contains).toList()).filter(some -> !some.isEmpty())
        : Optional.<List<String>>empty();
    return Optional.of(chosen.orElse(share.products())).filter(some -> !some.isEmpty()).map(some -> String.join(",", some));
  }

  private HttpResponse<?> opened(String link, BiFunction<Share, Admission.Admitted, HttpResponse<?>> answer) {
    if (!control.isCaughtUp()) {
      return Errors.answer(HttpStatus.SERVICE_UNAVAILABLE, "the directory is still being read; try again")
          .header(HttpHeaders.RETRY_AFTER, "1");
    }
    var hash = Access.hash(link);
    var share = control.access().shareOf(hash);
    if (share.isEmpty()) {
      return Errors.answer(HttpStatus.NOT_FOUND, "There is no such dashboard, or it is no longer shared");
    }
    var closed = share.get().closed(hash, clock.instant());
    if (closed.isPresent()) {
      return Errors.answer(HttpStatus.GONE, closed.get());
    }
    return judged(link) instanceof Admission.Admitted admitted ? answer.apply(share.get(), admitted)
        : Errors.answer(HttpStatus.GONE, "Who shared this dashboard no longer sees it");
  }

  /** The sharer, as long as the link is good and the sharer may share so. */
  private Admission judged(String link) {
    var hash = Access.hash(link);
    return control.access().shareOf(hash).filter(share -> share.closed(hash, clock.instant()).isEmpty())
        .map(share -> switch (gate.lend(Endpoint.LIVE, share.key())) {
          case Admission.Admitted(Caller caller, var ignored) when !caller.permissions().contains(share.type().permission().id()) ->
              new Admission.Lacks(share.type().permission().id());
          case Admission other -> other;
        }).orElseGet(Admission.Unknown::new);
  }
}
