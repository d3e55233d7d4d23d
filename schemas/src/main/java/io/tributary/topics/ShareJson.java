package io.tributary.topics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.model.Share;
import io.tributary.model.Share.Invitee;
import io.tributary.model.Share.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Shares as the text in their records. */
final class ShareJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ShareJson() {}

  static ObjectNode of(Share share) {
    var json = JSON.createObjectNode().put("hash", share.hash()).put("key", share.key()).put("target", share.target())
        .put("title", share.title()).put("type", share.type().name()).put("paused", share.paused()).put("deleted", share.deleted())
        .put("window", share.window()).put("window_selectable", share.windowSelectable())
        .put("products_selectable", share.productsSelectable()).put("theme", share.theme())
        .put("created_at", share.createdAt().toString()).put("modified_at", share.modifiedAt().toString());
    put(json, share.expires());
    texts(json.putArray("domains"), share.domains());
    texts(json.putArray("products"), share.products());
    var invitees = json.putArray("invitees");
    share.invitees().forEach(each -> put(invitees.addObject().put("email", each.email()).put("hash", each.hash()), each.expires()));
    return json;
  }

  private static void put(ObjectNode json, Optional<Instant> expires) {
    expires.ifPresent(end -> json.put("expires", end.toString()));
  }

  private static void texts(ArrayNode json, List<String> texts) {
    texts.forEach(json::add);
  }

  static Share read(String id, String org, String text) {
    try {
      var json = JSON.readTree(text);
      var invitees = new ArrayList<Invitee>();
      json.path("invitees")
          .forEach(each -> invitees.add(new Invitee(each.path("email").asText(), each.path("hash").asText(), expires(each))));
      return new Share(id, json.path("hash").asText(), org, json.path("key").asText(), json.path("target").asText(),
          json.path("title").asText(), Type.valueOf(json.path("type").asText()), json.path("paused").asBoolean(),
          json.path("deleted").asBoolean(), expires(json), invitees, texts(json.path("domains")), json.path("window").asText(),
          json.path("window_selectable").asBoolean(), texts(json.path("products")), json.path("products_selectable").asBoolean(),
          json.path("theme").asText(), Instant.parse(json.path("created_at").asText()), Instant.parse(json.path("modified_at").asText()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a share that is no JSON: " + id, e);
    }
  }

  private static Optional<Instant> expires(JsonNode json) {
    return json.has("expires") ? Optional.of(Instant.parse(json.path("expires").asText())) : Optional.empty();
  }

  private static List<String> texts(JsonNode json) {
    var texts = new ArrayList<String>();
    json.forEach(each -> texts.add(each.asText()));
    return texts;
  }
}
