package io.tributary.query.admin;

import io.tributary.codec.JsonFields;
import io.tributary.model.Directory;
import io.tributary.model.Directory.Change;
import io.tributary.model.Pricing;
import io.tributary.model.Problem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads what partners charge. {@code draft: null} drops a draft; {@code published}, where it is there, is the whole list.
 */
final class PricingReader {
  static final String SECTION = "pricing";

  private record Placed(Pricing.Published published, String place) {}

  private final Directory known;
  private final List<Problem> problems;
  private final Places places;
  private final List<Change> changes = new ArrayList<>();

  PricingReader(Directory known, List<Problem> problems, Places places) {
    this.known = known;
    this.problems = problems;
    this.places = places;
  }

  List<Change> changes() {
    return changes;
  }

  void read(JsonFields fields) {
    int found = problems.size();
    var contract = fields.text("contract").filter(id -> {
      boolean first = places.add(SECTION + "." + id, fields.path());
      if (!first) {
        fields.problem("contract", "twice", "'" + id + "' is in the document twice");
      }
      return first;
    });
    var was = contract.flatMap(known::pricing);
    var draft = fields.names("draft") ? fields.optionalObject("draft").flatMap(each -> prices(each, problems))
        : was.flatMap(Pricing::draft);
    var published = fields.has("published") ? published(fields, contract) : was.map(Pricing::published).orElse(List.of());
    fields.refuseOthers();
    if (problems.size() > found) {
      return;
    }
    var pricing = new Pricing(contract.get(), draft, published);
    if (was.filter(pricing::equals).isEmpty()) {
      changes.add(new Change.PutPricing(pricing));
    }
  }

  /** By ascending beginning, whatever their order in the document. */
  private List<Pricing.Published> published(JsonFields fields, Optional<String> contract) {
    var read = new ArrayList<Placed>();
    for (var each : fields.objects("published")) {
      var from = each.parsed("from", HourText::parse);
      var prices = prices(each, problems);
      from.ifPresent(hour -> prices.ifPresent(present -> read.add(new Placed(new Pricing.Published(hour, present), each.path()))));
    }
    read.sort(Comparator.comparingInt(placed -> placed.published.fromHour()));
    contract.ifPresent(id -> {
      for (int i = 0; i < read.size(); i++) {
        places.add(SECTION + "." + id + ".published[" + i + "]", read.get(i).place);
      }
    });
    return read.stream().map(Placed::published).toList();
  }

  /** Empty exactly when something was added to {@code problems}; every field of the object is looked at. */
  static Optional<Pricing.Prices> prices(JsonFields fields, List<Problem> problems) {
    int found = problems.size();
    var fallback = fields.optionalParsed("default", PricingReader::fallback).orElse(Pricing.Fallback.LIST);
    var percent = fields.optionalDecimal("percent").orElse(BigDecimal.ZERO);
    var cap = fields.optionalBoolean("cap_at_list").orElse(false);
    var own = fields.objects("prices").stream().map(PricingReader::own).flatMap(Optional::stream).toList();
    fields.refuseOthers();
    return problems.size() > found ? Optional.empty() : Optional.of(new Pricing.Prices(fallback, percent, cap, own));
  }

  private static Optional<Pricing.Own> own(JsonFields fields) {
    var dimension = fields.text("dimension");
    var committed = fields.optionalDecimal("committed");
    var onDemand = fields.optionalDecimal("on_demand");
    fields.refuseOthers();
    return dimension.map(name -> new Pricing.Own(name, committed, onDemand));
  }

  private static Pricing.Fallback fallback(String text) {
    return Stream.of(Pricing.Fallback.values()).filter(each -> each.name().toLowerCase(Locale.ROOT).equals(text)).findFirst()
        .orElseThrow(() -> new IllegalArgumentException("must be list, markup or discount, not '" + text + "'"));
  }
}
