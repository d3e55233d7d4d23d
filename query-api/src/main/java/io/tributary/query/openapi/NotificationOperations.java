package io.tributary.query.openapi;

import static io.tributary.query.openapi.Operation.act;
import static io.tributary.query.openapi.Operation.get;
import static io.tributary.query.openapi.Operation.send;

import java.util.List;

/** Where notifications go. */
final class NotificationOperations {
  private static final String PATH = "/api/v1/integration/webhooks/configuration/webhooks";
  private static final String FIELDS = "(payload): string or null, (custom_headers): string or null, (encode_as): string, (secret): string";
  private static final String WEBHOOK = "{name: string, url: string, payload: string or null,"
      + " custom_headers: string or null, encode_as: string, (secret): string}";

  private NotificationOperations() {}

  static List<Operation> all() {
    var name = Parameter.path("name", "webhook", "example-webhook");
    return List.of(
        send("POST", PATH, "CreateWebhooksIntegration", "Makes a webhook; its secret is shown here and never again",
            "{name: string, url: string, " + FIELDS + "}", "{\"name\": \"example-webhook\", \"url\": \"https://example.com/hooks\"}")
            .answers(WEBHOOK).created().refuses(409),
        get(PATH, "ListWebhooksIntegrations", "The webhooks of the keys' org").answers("[" + WEBHOOK + "]"),
        get(PATH + "/{name}", "GetWebhooksIntegration", "One of them").asks(name).answers(WEBHOOK).refuses(404),
        send("PUT", PATH + "/{name}", "UpdateWebhooksIntegration", "Changes what the body names", "{(name): string, (url): string, "
            + FIELDS + ", (rotate_secret): boolean}", "{\"encode_as\": \"json\"}").asks(name).answers(WEBHOOK).refuses(404),
        act("DELETE", PATH + "/{name}", "DeleteWebhooksIntegration", "Removes it").asks(name).answers("object"));
  }
}
