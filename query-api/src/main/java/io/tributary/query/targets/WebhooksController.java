package io.tributary.query.targets;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.tributary.query.access.Endpoint;
import io.tributary.query.http.Door;
import io.tributary.query.http.Errors;
import io.tributary.query.query.InvalidQuery;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Webhooks in the reference system's form, of the org that the keys belong to. The signing secret is shown when it is made, and never
 * again.
 */
@Requires(beans = Webhooks.class)
@Controller("/api/v1/integration/webhooks/configuration/webhooks")
@ExecuteOn(TaskExecutors.VIRTUAL)
final class WebhooksController {
  private static final Logger LOG = LoggerFactory.getLogger(WebhooksController.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Door door;
  private final Webhooks webhooks;
  private final WebhookReader reader;

  WebhooksController(Door door, Webhooks webhooks, Networks networks) {
    this.door = door;
    this.webhooks = webhooks;
    this.reader = new WebhookReader(networks);
  }

  @Post
  HttpResponse<?> create(HttpRequest<?> request, @Nullable @Body byte[] body) {
    return door.enter(request, Endpoint.WEBHOOKS, (caller, directory) -> guarded(() -> {
      var json = json(body);
      var made = reader.create(TargetOwner.of(caller), json);
      webhooks.change(TargetOwner.of(caller), made.name(), (now, others) -> {
        if (now.isPresent()) {
          throw new Conflict("there is a webhook '" + made.name() + "' already");
        }
        if (others >= WebhookRules.MOST) {
          throw new InvalidQuery(List.of("there are " + others + " webhooks, as many as there may be"));
        }
        return Optional.of(made);
      });
      return HttpResponse.created(shown(made).put("secret", made.secret()));
    }));
  }

  /** The reference system lists nothing here; it is the same shape as one, in a list. */
  @Get
  HttpResponse<?> list(HttpRequest<?> request) {
    return door.enter(request, Endpoint.WEBHOOKS, (caller, directory) -> guarded(() -> {
      var all = JSON.createArrayNode();
      webhooks.of(TargetOwner.of(caller)).forEach(each -> all.add(shown(each)));
      return HttpResponse.ok(all);
    }));
  }

  @Get("/{name}")
  HttpResponse<?> show(HttpRequest<?> request, String name) {
    return door.enter(request, Endpoint.WEBHOOKS, (caller, directory) -> guarded(() ->
        HttpResponse.ok(shown(webhooks.find(TargetOwner.of(caller), name).orElseThrow(() -> new NotFound(name))))));
  }

  /** What the body does not name stays as it is. A new secret is shown, once, to whoever asks for one. */
  @Put("/{name}")
  HttpResponse<?> update(HttpRequest<?> request, String name, @Nullable @Body byte[] body) {
    return door.enter(request, Endpoint.WEBHOOKS, (caller, directory) -> guarded(() -> {
      var json = json(body);
      var result = new Webhook[2];
      webhooks.change(TargetOwner.of(caller), name, (now, others) -> {
        result[0] = now.orElseThrow(() -> new NotFound(name));
        result[1] = reader.update(result[0], json);
        return Optional.of(result[1]);
      });
      var shown = shown(result[1]);
      return HttpResponse.ok(result[0].secret().equals(result[1].secret()) ? shown : shown.put("secret", result[1].secret()));
    }));
  }

  @Delete("/{name}")
  HttpResponse<?> delete(HttpRequest<?> request, String name) {
    return door.enter(request, Endpoint.WEBHOOKS, (caller, directory) -> guarded(() -> {
      webhooks.change(TargetOwner.of(caller), name, (now, others) -> {
        now.orElseThrow(() -> new NotFound(name));
        return Optional.empty();
      });
      return HttpResponse.ok(JSON.createObjectNode());
    }));
  }

  private static final class NotFound extends RuntimeException {
    NotFound(String name) {
      super("there is no webhook '" + name + "'");
    }
  }

  private static final class Conflict extends RuntimeException {
    Conflict(String why) {
      super(why);
    }
  }

  private MutableHttpResponse<?> guarded(Supplier<MutableHttpResponse<?>> answer) {
    try {
      return webhooks.isCaughtUp() ? answer.get() : later("the webhooks are still being read; try again");
    } catch (NotFound e) {
      return Errors.answer(HttpStatus.NOT_FOUND, e.getMessage());
    } catch (Conflict e) {
      return Errors.answer(HttpStatus.CONFLICT, e.getMessage());
    } catch (KafkaException | IllegalStateException e) {
      LOG.warn("a webhook could not be written", e);
      return later("this could not be written now; send it again");
    }
  }

  private static MutableHttpResponse<?> later(String why) {
    return Errors.answer(HttpStatus.SERVICE_UNAVAILABLE, why).header(HttpHeaders.RETRY_AFTER, "1");
  }

  private static JsonNode json(byte[] body) {
    try {
      var json = JSON.readTree(body == null ? new byte[0] : body);
      if (json.isObject()) {
        return json;
      }
    } catch (JsonProcessingException e) {
      // Said below: the parser quotes the body, and it may hold a secret.
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    throw new InvalidQuery(List.of("the body must be a JSON object"));
  }

  /** Values of headers are secrets as often as not: their names are shown, and sent back as they are they stay what they were. */
  private static ObjectNode shown(Webhook webhook) {
    var json = JSON.createObjectNode().put("name", webhook.name()).put("url", webhook.url().toString())
        .put("encode_as", webhook.encoding().name().toLowerCase(Locale.ROOT)).put("payload", webhook.payload().orElse(null));
    if (webhook.headers().isEmpty()) {
      return json.putNull("custom_headers");
    }
    var headers = JSON.createObjectNode();
    webhook.headers().keySet().forEach(name -> headers.put(name, WebhookReader.HIDDEN));
    return json.put("custom_headers", headers.toString());
  }
}
