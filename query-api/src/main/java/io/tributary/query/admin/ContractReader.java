package io.tributary.query.admin;

import io.tributary.codec.JsonFields;
import io.tributary.model.Contract;
import io.tributary.model.Contract.Closes;
import io.tributary.model.Directory;
import io.tributary.model.Directory.Change;
import io.tributary.model.Hours;
import io.tributary.model.Problem;
import io.tributary.model.Rate.Price;
import io.tributary.model.RateCard;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Reads the contracts of a world document. A contract says its prices with {@code cards}, each from its own hour, or with
 * {@code rates}, which are one card for its whole time. {@code end: null} makes a contract endless again.
 */
final class ContractReader {
  static final String SECTION = "contracts";
  /** A year: beyond it, usage is no longer accepted for a month before it is closed. */
  private static final int MOST_HOURS = 366 * 24;

  private record Placed(RateCard card, String place) {}

  private final Directory known;
  private final List<Problem> problems;
  private final Places places;
  private final Set<String> unreadable;
  private final RateReader rates;
  private final List<Change> changes = new ArrayList<>();

  ContractReader(Directory known, List<Problem> problems, Places places, Set<String> unreadable) {
    this.known = known;
    this.problems = problems;
    this.places = places;
    this.unreadable = unreadable;
    this.rates = new RateReader(problems);
  }

  List<Change> changes() {
    return changes;
  }

  void read(JsonFields fields) {
    int found = problems.size();
    var id = id(fields);
    var was = id.flatMap(known::contract);
    var account = was.isPresent() ? fields.optionalText("account").or(() -> was.map(Contract::account)) : fields.text("account");
    var partner = fields.names("partner") ? fields.optionalText("partner") : was.flatMap(Contract::partner);
    var start = hour(fields, was.map(Contract::startHour));
    var end = fields.names("end") ? fields.optionalParsed("end", HourText::parse) : was.flatMap(ContractReader::end);
    var currency = was.isPresent() ? fields.optionalText("currency").or(() -> was.map(Contract::currency)) : fields.text("currency");
    var cards = cards(fields, id, start, was);
    var closes = closes(fields, was.map(Contract::closes).orElse(Closes.LATER));
    fields.refuseOthers();
    if (problems.size() > found) {
      // What prices it would otherwise be told that there is no such contract.
      id.ifPresent(present -> unreadable.add("pricing." + present + "."));
      return;
    }
    var contract = new Contract(id.get(), account.get(), partner, start.get(), end.map(OptionalInt::of).orElse(OptionalInt.empty()),
        currency.get(), cards.get(), closes);
    if (was.filter(contract::equals).isEmpty()) {
      changes.add(new Change.PutContract(contract));
    }
  }

  private Optional<String> id(JsonFields fields) {
    return fields.text("contract_id").filter(id -> {
      boolean first = places.add(SECTION + "." + id, fields.path());
      if (!first) {
        fields.problem("contract_id", "twice", "'" + id + "' is in the document twice");
      }
      return first;
    });
  }

  private static Closes closes(JsonFields fields, Closes was) {
    if (!fields.has("closes")) {
      return was;
    }
    var closes = fields.object("closes");
    var after = closes.integer("after_hours");
    var from = closes.optionalParsed("from", WorldReader::month);
    closes.refuseOthers();
    if (after.isPresent() && (after.getAsInt() < 0 || after.getAsInt() > MOST_HOURS)) {
      closes.problem("after_hours", "out_of_range", "must be 0 to " + MOST_HOURS + " hours after a month's end, not " + after.getAsInt());
    }
    return new Closes(after.orElse(was.afterHours()), from.map(Hours::month).orElse(was.fromMonth()));
  }

  private static Optional<Integer> hour(JsonFields fields, Optional<Integer> was) {
    return was.isPresent() && !fields.has("start") ? was : fields.parsed("start", HourText::parse);
  }

  private static Optional<Integer> end(Contract contract) {
    return contract.endHour().isPresent() ? Optional.of(contract.endHour().getAsInt()) : Optional.empty();
  }

  private Optional<List<RateCard>> cards(JsonFields fields, Optional<String> id, Optional<Integer> start, Optional<Contract> was) {
    boolean shorthand = fields.has("rates");
    if (shorthand && fields.has("cards")) {
      fields.problem("cards", "one_of", "give the prices with cards, or with rates as one card, not both");
      return Optional.empty();
    }
    if (shorthand) {
      var card = rates.rates(fields).flatMap(read -> start.map(from -> new RateCard(from, read)));
      id.ifPresent(present -> card.ifPresent(read -> {
        place(present, 0, new Placed(read, fields.path()));
        places.add(subject(present, 0) + ".from", JsonFields.join(fields.path(), "start"));
      }));
      return card.map(List::of);
    }
    if (!fields.has("cards")) {
      if (was.isEmpty()) {
        fields.problem("cards", "missing", "a new contract needs cards, or rates as its one card");
      }
      return was.map(Contract::cards);
    }
    return placed(fields).map(read -> {
      id.ifPresent(present -> IntStream.range(0, read.size()).forEach(i -> place(present, i, read.get(i))));
      return read.stream().map(Placed::card).toList();
    });
  }

  /** By ascending beginning, whatever their order in the document; empty when any of them cannot be read. */
  private Optional<List<Placed>> placed(JsonFields fields) {
    int found = problems.size();
    var read = new ArrayList<Placed>();
    for (var card : fields.objects("cards")) {
      var from = card.parsed("from", HourText::parse);
      var all = rates.rates(card);
      card.refuseOthers();
      from.ifPresent(hour -> all.ifPresent(present -> read.add(new Placed(new RateCard(hour, present), card.path()))));
    }
    read.sort(Comparator.comparingInt(placed -> placed.card.fromHour()));
    return problems.size() > found ? Optional.empty() : Optional.of(read);
  }

  private void place(String contract, int index, Placed placed) {
    var subject = subject(contract, index);
    places.add(subject, placed.place);
    for (int i = 0; i < placed.card.rates().size(); i++) {
      var rate = ".rates[" + i + "]";
      var form = switch (placed.card.rates().get(i).onDemand()) {
        case Price.Graduated ignored -> ".graduated";
        case Price.Volume ignored -> ".volume";
        case Price.Flat ignored -> ".price";
        case Price.PercentOfBill ignored -> ".percent_of_bill";
      };
      places.add(subject + rate + ".tiers", JsonFields.join(placed.place, (rate + ".on_demand" + form).substring(1)));
    }
  }

  private static String subject(String contract, int card) {
    return SECTION + "." + contract + ".cards[" + card + "]";
  }
}
