package io.tributary.query.notify;

import io.tributary.alerting.Alert;
import io.tributary.query.targets.Networks;
import io.tributary.query.targets.Webhook;
import io.tributary.query.targets.Webhook.Encoding;
import io.tributary.query.targets.Webhooks;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.Closer;
import org.apache.hc.core5.util.Timeout;

/**
 * Tells webhooks over HTTP. The addresses of a host are judged where the connection is made, each time anew: a name that was
 * harmless when it was looked up before may not be now. Nothing that an answer says is followed, and none of its body is read.
 */
final class WebhookCourier implements Courier, AutoCloseable {
  private static final int GONE = 410;

  private final Webhooks webhooks;
  private final InstantSource clock;
  private final Duration timeout;
  private final CloseableHttpClient http;
  private final ScheduledExecutorService deadlines = Executors.newSingleThreadScheduledExecutor(
      Thread.ofPlatform().name("notify-deadlines").daemon().factory());

  /** How names are looked up. */
  interface Names {
    InetAddress[] lookUp(String host) throws UnknownHostException;
  }

  WebhookCourier(Webhooks webhooks, Networks networks, Names names, Duration timeout, int connections, InstantSource clock) {
    this.webhooks = webhooks;
    this.clock = clock;
    this.timeout = timeout;
    var patience = Timeout.of(timeout);
    var manager = PoolingHttpClientConnectionManagerBuilder.create().setDnsResolver(new Judging(names, networks))
        .setMaxConnTotal(connections).setMaxConnPerRoute(connections)
        .setDefaultConnectionConfig(ConnectionConfig.custom().setConnectTimeout(patience).setSocketTimeout(patience).build()).build();
    http = HttpClients.custom().setConnectionManager(manager).disableRedirectHandling().disableAutomaticRetries().disableCookieManagement()
        .setConnectionReuseStrategy((request, response, context) -> false).disableAuthCaching().disableContentCompression()
        .setUserAgent("Tributary")
        .setDefaultRequestConfig(RequestConfig.custom().setConnectionRequestTimeout(patience).setResponseTimeout(patience).build()).build();
  }

  /** Some address of a host is one that requests may not go to. */
  private static final class Forbidden extends UnknownHostException {
    Forbidden(String host) {
      super("'" + host + "' has an address in a network that is not sent to");
    }
  }

  private record Judging(Names names, Networks networks) implements DnsResolver {
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
      var addresses = names.lookUp(host);
      if (!Arrays.stream(addresses).allMatch(networks::mayReach)) {
        throw new Forbidden(host);
      }
      return addresses;
    }

    @Override
    public String resolveCanonicalHostname(String host) {
      return host;
    }
  }

  @Override
  public Outcome tell(Delivery delivery, Handle handle, Alert alert) {
    var name = handle instanceof Handle.ToSlack(var slack) ? slack : ((Handle.ToWebhook) handle).name();
    if (!webhooks.isCaughtUp()) {
      return Outcome.failed("the webhooks are still being read");
    }
    var webhook = webhooks.find(delivery.owner(), name);
    return webhook.isPresent() ? send(request(webhook.get(), delivery, body(webhook.get(), handle, alert)))
        : new Outcome.Hopeless("there is no webhook '" + name + "'");
  }

  private static String body(Webhook webhook, Handle handle, Alert alert) {
    return handle instanceof Handle.ToSlack ? AlertJson.slack(alert)
        : webhook.payload().map(payload -> PayloadTemplate.render(payload, alert)).orElseGet(() -> AlertJson.standard(alert));
  }

  private HttpPost request(Webhook webhook, Delivery delivery, String body) {
    boolean form = webhook.encoding() == Encoding.FORM;
    var bytes = (form ? PayloadTemplate.form(body) : body).getBytes(StandardCharsets.UTF_8);
    var request = new HttpPost(webhook.url());
    webhook.headers().forEach(request::setHeader);
    request.setHeader("Idempotency-Key", delivery.alertId());
    request.setHeader(Signature.HEADER, Signature.of(webhook.secret(), clock.instant(), bytes));
    request.setEntity(new ByteArrayEntity(bytes, form ? ContentType.APPLICATION_FORM_URLENCODED : ContentType.APPLICATION_JSON));
    return request;
  }

  /** A target that sends a byte now and then would never time out by itself. */
  private Outcome send(HttpPost request) {
    var deadline = deadlines.schedule(request::cancel, timeout.toMillis(), TimeUnit.MILLISECONDS);
    try {
      var response = http.executeOpen(null, request, null);
      var outcome = outcome(response);
      // Closing alone would read the body to its end, and it may have none.
      request.cancel();
      Closer.closeQuietly(response);
      return outcome;
    } catch (Forbidden e) {
      return new Outcome.Hopeless(e.getMessage());
    } catch (IOException e) {
      // Its message may hold the address, and that a secret.
      return Outcome.failed(request.isCancelled() ? "no answer within " + timeout.toMillis() + " ms"
          : "no answer: " + e.getClass().getSimpleName());
    } finally {
      deadline.cancel(false);
    }
  }

  private static Outcome outcome(HttpResponse response) {
    int status = response.getCode();
    if (status >= 200 && status < 300) {
      return new Outcome.Told();
    }
    var why = "it answers " + status;
    return status == GONE ? new Outcome.Hopeless(why) : new Outcome.Failed(why, retryAfter(response));
  }

  private static Optional<Duration> retryAfter(HttpResponse response) {
    return Optional.ofNullable(response.getFirstHeader("Retry-After")).map(header -> header.getValue().strip())
        .filter(value -> value.matches("\\d{1,6}")).map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
  }

  @Override
  public void close() throws IOException {
    http.close();
    deadlines.shutdownNow();
  }
}
