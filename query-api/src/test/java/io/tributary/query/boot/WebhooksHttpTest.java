package io.tributary.query.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.datadog.api.client.ApiClient;
import com.datadog.api.client.ApiException;
import com.datadog.api.client.ServerConfiguration;
import com.datadog.api.client.v1.api.WebhooksIntegrationApi;
import com.datadog.api.client.v1.model.WebhooksIntegration;
import com.datadog.api.client.v1.model.WebhooksIntegrationEncoding;
import com.datadog.api.client.v1.model.WebhooksIntegrationUpdateRequest;
import io.tributary.query.World;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Webhooks as the published client makes and changes them. */
class WebhooksHttpTest {
  private static final String PATH = "/api/v1/integration/webhooks/configuration/webhooks";

  private final RunningServer server = RunningServer.over(new World());

  @AfterEach
  void stop() {
    server.close();
  }

  private WebhooksIntegrationApi client(String org) {
    var client = new ApiClient();
    client.setServers(List.of(new ServerConfiguration(server.url(), "this one", new HashMap<>())));
    client.setServerIndex(0);
    client.configureApiKeys(new HashMap<>(Map.of("apiKeyAuth", "api-" + org, "appKeyAuth", "hook-" + org)));
    return new WebhooksIntegrationApi(client);
  }

  private static ApiException refused(org.junit.jupiter.api.function.Executable call) {
    return assertThrows(ApiException.class, call);
  }

  private RunningServer.Answer send(String applicationKey, String method, String path, String body) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(server.url() + PATH + path)).header("DD-API-KEY", "api-par")
        .header("DD-APPLICATION-KEY", applicationKey).header("Content-Type", "application/json")
        .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    return server.send(request.build());
  }

  @Test
  void theOfficialClientMakesReadsChangesAndDeletesOne() throws ApiException {
    var api = client("par");
    var made = api.createWebhooksIntegration(new WebhooksIntegration("ops", "https://example.com/hook?token=1")
        .customHeaders("{\"Authorization\": \"Bearer 123\"}").payload("{\"t\": \"$EVENT_TITLE\"}")
            .encodeAs(WebhooksIntegrationEncoding.FORM));
    assertFalse(made.unparsed);
    var secret = (String) made.getAdditionalProperty("secret");
    assertEquals(64, secret.length());

    var read = api.getWebhooksIntegration("ops");
    assertEquals("https://example.com/hook?token=1", read.getUrl());
    assertEquals(WebhooksIntegrationEncoding.FORM, read.getEncodeAs());
    assertEquals("{\"t\": \"$EVENT_TITLE\"}", read.getPayload());
    assertEquals("{\"Authorization\":\"********\"}", read.getCustomHeaders(), "what it says is for the receiver alone");
    assertNull(read.getAdditionalProperty("secret"), "shown once");

    var changed = api.updateWebhooksIntegration("ops", new WebhooksIntegrationUpdateRequest().url("https://example.com/other"));
    assertEquals("https://example.com/other", changed.getUrl());
    assertEquals(read.getPayload(), changed.getPayload());
    assertNull(changed.getAdditionalProperty("secret"));
    var request = new WebhooksIntegrationUpdateRequest();
    request.putAdditionalProperty("rotate_secret", true);
    var rotated = (String) api.updateWebhooksIntegration("ops", request).getAdditionalProperty("secret");
    assertNotEquals(secret, rotated);

    assertEquals(409, refused(() -> api.createWebhooksIntegration(new WebhooksIntegration("ops", "https://example.com"))).getCode());
    api.deleteWebhooksIntegration("ops");
    assertEquals(404, refused(() -> api.getWebhooksIntegration("ops")).getCode());
    assertEquals(404, refused(() -> api.deleteWebhooksIntegration("ops")).getCode());
    assertEquals(404,
        refused(() -> api.updateWebhooksIntegration("ops", new WebhooksIntegrationUpdateRequest().url("https://x.example"))).getCode());
  }

  @Test
  void everyOwnerHasItsOwn() throws ApiException {
    client("par").createWebhooksIntegration(new WebhooksIntegration("ops", "https://example.com/par"));
    assertEquals(404, refused(() -> client("a").getWebhooksIntegration("ops")).getCode());
    client("a").createWebhooksIntegration(new WebhooksIntegration("ops", "https://example.com/a"));
    assertEquals("https://example.com/par", client("par").getWebhooksIntegration("ops").getUrl());
    assertEquals("https://example.com/a", client("a").getWebhooksIntegration("ops").getUrl());
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnce() throws Exception {
    var answer = send("hook-par", "POST", "", """
        {"name": "no name", "url": "ftp://example.com", "encode_as": "xml", "custom_headers": "{\\"Host\\": \\"x\\"}",
         "secret": "short", "color": 1}""");
    assertEquals(400, answer.status());
    var errors = answer.json().get("errors").toString();
    for (var field : List.of("name:", "url:", "encode_as:", "custom_headers:", "secret:", "color:")) {
      assertTrue(errors.contains(field), field + " in " + errors);
    }
    for (var url : List.of("http://127.0.0.1/", "http://10.0.0.1:8080/", "http://[::1]/", "http://169.254.169.254/latest/meta-data/",
        "https://user:password@example.com/", "https://example.com/#part", "https:///x", "http://2130706433/", "file:///etc/passwd", "x")) {
      assertEquals(400, send("hook-par", "POST", "", "{\"name\": \"ops\", \"url\": \"" + url + "\"}").status(), url);
    }
    assertEquals(400, send("hook-par", "POST", "", "{\"name\": \"ops\"}").status());
    assertEquals(400, send("hook-par", "POST", "", "[]").status());
    assertEquals(400, send("hook-par", "POST", "", "{").status());
    send("hook-par", "POST", "", "{\"name\": \"ops\", \"url\": \"https://example.com\"}");
    assertEquals(400, send("hook-par", "PUT", "/ops", "{\"name\": \"other\"}").status());
    assertEquals(400, send("hook-par", "PUT", "/ops", "{\"url\": \"http://localhost.localdomain:99999/\"}").status());
  }

  @Test
  void aHiddenHeaderThatIsSentBackStaysWhatItWas() throws Exception {
    send("hook-par", "POST", "",
        "{\"name\": \"ops\", \"url\": \"https://example.com\", \"custom_headers\": \"{\\\"X-A\\\": \\\"1\\\", \\\"X-B\\\": \\\"2\\\"}\"}");
    var changed = send("hook-par", "PUT", "/ops", "{\"custom_headers\": \"{\\\"X-A\\\": \\\"********\\\", \\\"X-C\\\": \\\"3\\\"}\"}");
    assertEquals("{\"X-A\":\"********\",\"X-C\":\"********\"}", changed.json().get("custom_headers").asText());
    assertTrue(send("hook-par", "PUT", "/ops", "{\"custom_headers\": null}").json().get("custom_headers").isNull());
  }

  @Test
  void onlyWhoManagesIntegrationsMay() throws Exception {
    assertEquals(403, send("app-par", "GET", "/ops", null).status());
    assertEquals(403, send("hook-a", "GET", "/ops", null).status(), "keys of two orgs");
    assertEquals(0, send("hook-par", "GET", "", null).json().size());
  }
}
