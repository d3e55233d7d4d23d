package io.tributary.query.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.codec.JsonFields;
import io.tributary.model.Contract;
import io.tributary.model.Directory;
import io.tributary.model.Directory.Change;
import io.tributary.model.Hours;
import io.tributary.model.Pricing;
import io.tributary.model.Pricing.Prices;
import io.tributary.model.Problem;
import io.tributary.model.RateCard;
import io.tributary.query.access.Caller;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a partner charges for a contract, as it works on it: a draft that nobody else sees, until it is published from an
 * hour on. Another partner's contract is not there; who is not a partner never comes here.
 */
final class SellPrices {
  private final Admin admin;
  private final InstantSource clock;

  /** The pricing that is wanted in the place of what is known. */
  private interface Edit {
    Pricing of(Contract contract, Pricing was, Directory directory, List<Problem> problems);
  }

  SellPrices(Admin admin, InstantSource clock) {
    this.admin = admin;
    this.clock = clock;
  }

  /** Draft, published prices, and what they make of the contract's present card; empty where there is no such contract. */
  static Optional<ObjectNode> show(Caller partner, Directory directory, String id, Instant now) {
    return Contracts.one(partner, directory, id).map(contract -> {
      var pricing = known(directory, id);
      var card = present(contract, now);
      var json = JsonNodeFactory.instance.objectNode().put("contract", id).put("account", contract.account())
          .put("currency", contract.currency());
      json.set("draft", pricing.draft().map(draft -> (JsonNode) ContractWriter.prices(JsonNodeFactory.instance.objectNode(), draft))
          .orElse(JsonNodeFactory.instance.nullNode()));
      ContractWriter.published(json.putArray("published"), pricing);
      json.put("card_from", HourText.of(card.fromHour()));
      json.set("prices", PriceTable.of(card, pricing.published().isEmpty() ? Optional.empty()
          : Optional.of(pricing.published().getLast().prices()), pricing.draft()));
      return json;
    });
  }

  /** Keeps the prices for later; the customer's cost stays as it is. */
  Admin.Outcome draft(Caller partner, String id, JsonNode body) {
    return edit(partner, id, (contract, was, directory, problems) ->
        new Pricing(id, PricingReader.prices(new JsonFields(body, "", problems), problems), was.published()));
  }

  Admin.Outcome dropDraft(Caller partner, String id) {
    return edit(partner, id, (contract, was, directory, problems) -> new Pricing(id, Optional.empty(), was.published()));
  }

  /**
   * The draft's prices hold from an hour on, for good: what was published for later hours is dropped.
   *
   * @param body {@code from}; without it, the beginning of the contract's present card, or of the first month since that is not closed
   */
  Admin.Outcome publish(Caller partner, String id, JsonNode body) {
    return edit(partner, id, (contract, was, directory, problems) -> {
      var fields = new JsonFields(body, "", problems);
      var from = fields.optionalParsed("from", HourText::parse).orElseGet(() -> firstOpen(contract, directory));
      fields.refuseOthers();
      if (was.draft().isEmpty()) {
        problems.add(new Problem("", "no_draft", "there is no draft to publish"));
        return was;
      }
      var published = new ArrayList<>(was.published().stream().filter(each -> each.fromHour() < from).toList());
      published.add(new Pricing.Published(from, was.draft().get()));
      return new Pricing(id, Optional.empty(), published);
    });
  }

  /**
   * Changes prices of the draft by a percentage of what they are; without a draft, of the newest published prices, as a draft.
   *
   * @param body {@code percent} and, unless all are meant, {@code dimensions}
   */
  Admin.Outcome adjust(Caller partner, String id, JsonNode body) {
    return edit(partner, id, (contract, was, directory, problems) -> {
      var base = was.draft().or(() -> was.published().isEmpty() ? Optional.<Prices>empty()
          : Optional.of(was.published().getLast().prices()));
      if (base.isEmpty()) {
        problems.add(new Problem("", "no_draft", "there is neither a draft nor a published price to adjust"));
        return was;
      }
      var adjusted = Adjustment.read(new JsonFields(body, "", problems), problems)
          .map(adjustment -> adjustment.of(present(contract, clock.instant()), base.get(), problems));
      return new Pricing(id, adjusted, was.published());
    });
  }

  private Admin.Outcome edit(Caller partner, String id, Edit edit) {
    return admin.decide((directory, access) -> {
      var contract = Contracts.one(partner, directory, id);
      if (contract.isEmpty()) {
        return Reading.bad(List.of(Admin.notFound("contract", id)));
      }
      var was = known(directory, id);
      var problems = new ArrayList<Problem>();
      var pricing = edit.of(contract.get(), was, directory, problems);
      if (!problems.isEmpty()) {
        return Reading.bad(problems);
      }
      return pricing.equals(was) ? Reading.nothing() : Reading.of(new Change.PutPricing(pricing), places(pricing));
    });
  }

  /** Rules speak of the whole pricing; the caller gave one draft, or one hour. */
  private static Places places(Pricing pricing) {
    var places = new Places();
    var subject = PricingReader.SECTION + "." + pricing.contract();
    places.add(subject, "");
    places.add(subject + ".draft", "");
    places.add(subject + ".published", "from");
    for (int i = 0; i < pricing.published().size(); i++) {
      places.add(subject + ".published[" + i + "]", "");
    }
    return places;
  }

  private static Pricing known(Directory directory, String id) {
    return directory.pricing(id).orElse(new Pricing(id, Optional.empty(), List.of()));
  }

  /** The card of the present hour; before the contract its first, after it its last. */
  private static RateCard present(Contract contract, Instant now) {
    int hour = Hours.of(now);
    return contract.cards().stream().filter(card -> card.fromHour() <= hour).reduce((earlier, later) -> later)
        .orElse(contract.cards().getFirst());
  }

  private int firstOpen(Contract contract, Directory directory) {
    int from = present(contract, clock.instant()).fromHour();
    int month = Hours.month(from);
    while (directory.close(contract.account(), month).isPresent()) {
      month++;
    }
    return Math.max(from, Hours.firstOfMonth(month));
  }
}
