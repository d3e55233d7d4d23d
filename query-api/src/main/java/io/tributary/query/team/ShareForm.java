package io.tributary.query.team;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.codec.JsonFields;
import io.tributary.model.Problem;
import io.tributary.model.Share;
import io.tributary.model.Share.Invitee;
import io.tributary.model.Share.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A shared dashboard in the reference system's form. What a body does not name stays as it was. */
final class ShareForm {
  /** The one template variable that an estimated-usage dashboard has. */
  private static final String PRODUCT = "product_family";
  /** A public link ends by itself, unless it is said that it shall not: a forgotten one is the one that leaks. */
  private static final Duration PUBLIC_LASTS = Duration.ofDays(365);

  private final JsonFields fields;

  /** What is known of one that is being made. */
  record Begun(String id, String hash, String org, String key, Instant now) {
    private Share share() {
      return new Share(id, hash, org, key, "", "Estimated usage", Type.OPEN, false, false, Optional.empty(), List.of(), List.of(), "1h",
          false, List.of(), false, "system", now, now);
    }
  }

  ShareForm(JsonNode json, List<Problem> problems) {
    this.fields = new JsonFields(json, "", problems);
  }

  /** @param links gives each new invitee a link of its own, by its address */
  Share make(Begun begun, Map<String, PlainKey> links) {
    var target = fields.text("dashboard_id").orElse("");
    var made = changed(begun.share(), target, begun.now(), links);
    boolean lasts = fields.names("expiration") || made.type() != Type.OPEN;
    return lasts ? made : made.withExpires(Optional.of(begun.now().plus(PUBLIC_LASTS)));
  }

  Share change(Share was, Instant now, Map<String, PlainKey> links) {
    var target = fields.optionalText("dashboard_id").orElse(was.target());
    return changed(was, target, now, links);
  }

  private Share changed(Share was, String target, Instant now, Map<String, PlainKey> links) {
    fields.optionalText("dashboard_type");
    var type = fields.optionalParsed("share_type", text -> one(Type.values(), text)).orElse(was.type());
    var paused = fields.optionalParsed("status", ShareForm::isPaused).orElse(was.paused());
    var expires = fields.names("expiration") ? fields.optionalParsed("expiration", Instant::parse) : was.expires();
    var domains = fields.has("embeddable_domains") ? fields.texts("embeddable_domains") : was.domains();
    var window = fields.optionalObject("global_time").flatMap(time -> time.optionalText("live_span")).orElse(was.window());
    var windowSelectable = fields.optionalBoolean("global_time_selectable_enabled").orElse(was.windowSelectable());
    var theme = fields.optionalObject("viewing_preferences").flatMap(wish -> wish.optionalText("theme")).orElse(was.theme());
    var products = was.products();
    boolean productsSelectable = was.productsSelectable();
    if (fields.has("selectable_template_vars")) {
      products = List.of();
      productsSelectable = false;
      for (var variable : fields.objects("selectable_template_vars")) {
        if (!variable.text("name").filter(PRODUCT::equals).isPresent()) {
          variable.problem("name", "unknown_variable", "the only variable is " + PRODUCT);
        }
        var fixed = variable.texts("default_values");
        var visible = variable.texts("visible_tags");
        products = visible.isEmpty() ? fixed : visible;
        // The same default as what is visible leaves nothing to choose.
        productsSelectable = !products.isEmpty() && !products.equals(fixed);
      }
    }
    return new Share(was.id(), was.hash(), was.org(), was.key(), target, fields.optionalText("title").orElse(was.title()), type, paused,
        false, expires, invited(was, links), domains, window, windowSelectable, products, productsSelectable, theme, was.createdAt(), now);
  }

  /** Who was invited already keeps its link. */
  private List<Invitee> invited(Share was, Map<String, PlainKey> links) {
    var asked = new ArrayList<Invitee>();
    if (fields.has("invitees")) {
      for (var each : fields.objects("invitees")) {
        each.text("email")
            .ifPresent(email -> asked.add(invitee(was, email, each.optionalParsed("access_expiration", Instant::parse), links)));
      }
      return asked;
    }
    if (fields.has("share_list")) {
      fields.texts("share_list").forEach(email -> asked.add(invitee(was, email, Optional.empty(), links)));
      return asked;
    }
    return was.invitees();
  }

  private static Invitee invitee(Share was, String email, Optional<Instant> expires, Map<String, PlainKey> links) {
    return was.invitees().stream().filter(known -> known.email().equalsIgnoreCase(email)).findFirst()
        .map(known -> new Invitee(known.email(), known.hash(), expires.or(known::expires)))
        .orElseGet(() -> new Invitee(email, links.computeIfAbsent(email, any -> PlainKey.application()).hash(), expires));
  }

  private static boolean isPaused(String text) {
    if (!text.equals("active") && !text.equals("paused")) {
      throw new IllegalArgumentException("must be active or paused, not '" + text + "'");
    }
    return text.equals("paused");
  }

  private static Type one(Type[] types, String text) {
    return Stream.of(types).filter(type -> name(type).equals(text)).findFirst()
        .orElseThrow(() -> new IllegalArgumentException("must be open, invite or embed, not '" + text + "'"));
  }

  private static String name(Type type) {
    return type.name().toLowerCase(Locale.ROOT);
  }

  /** @param links those that were made just now: the only time that anybody can read them */
  static ObjectNode json(Share share, Instant now, Map<String, PlainKey> links, Optional<PlainKey> link) {
    boolean over = share.expires().filter(end -> !now.isBefore(end)).isPresent();
    var json = Forms.object().put("id", share.id()).put("dashboard_id", share.target()).put("dashboard_type", "integration_timeboard")
        .put("title", share.title()).put("share_type", name(share.type())).put("status", share.paused() || over ? "paused" : "active")
        .put("expiration", share.expires().map(Instant::toString).orElse(null))
        .put("created", share.createdAt().toString()).put("modified", share.modifiedAt().toString())
        .put("token", link.map(PlainKey::text).orElse(share.id())).put("public_url", link.map(key -> "/share/" + key.text()).orElse(null))
        .put("global_time_selectable_enabled", share.windowSelectable());
    json.putObject("global_time").put("live_span", share.window());
    json.putObject("viewing_preferences").put("theme", share.theme()).put("high_density", false);
    texts(json.putArray("embeddable_domains"), share.domains());
    var variables = json.putArray("selectable_template_vars");
    if (!share.products().isEmpty()) {
      var variable = variables.addObject().put("name", PRODUCT).put("prefix", PRODUCT).put("type", "text");
      texts(variable.putArray("default_values"), share.productsSelectable() ? List.of() : share.products());
      texts(variable.putArray("visible_tags"), share.products());
    }
    texts(json.putArray("share_list"), share.invitees().stream().map(Invitee::email).toList());
    json.set("invitees", invitees(share, links));
    return json;
  }

  static ArrayNode invitees(Share share, Map<String, PlainKey> links) {
    return Forms.array(share.invitees().stream().map(each -> {
      var json = Forms.object().put("email", each.email()).put("access_expiration", each.expires().map(Instant::toString).orElse(null));
      Optional.ofNullable(links.get(each.email())).ifPresent(key -> json.put("public_url", "/share/" + key.text()));
      return json;
    }).toList());
  }

  private static void texts(ArrayNode json, List<String> texts) {
    texts.forEach(json::add);
  }
}
