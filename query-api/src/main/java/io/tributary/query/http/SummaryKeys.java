package io.tributary.query.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import io.tributary.catalog.Catalogue;
import io.tributary.catalog.Catalogue.Level;
import io.tributary.model.MonthlyFunction;
import io.tributary.model.UsageType;
import io.tributary.query.query.UsageSummary.Values;
import io.tributary.rules.Monthly;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * The keys of one level of the usage summary, in the order of an answer: some three hundred, of which an org feeds a few. Values are
 * whole numbers, each rounded by itself; keys that the reference system keeps without a value are null, and those nothing is known of
 * are left out.
 */
final class SummaryKeys {
  private final List<Key> keys;

  /** @param feed empty for a key without a value */
  private record Key(SerializedString name, Optional<Feed> feed) {}

  private record Feed(UsageType type, MonthlyFunction function) {}

  SummaryKeys(Catalogue catalogue, Level level) {
    var feeds = new LinkedHashMap<String, Optional<Feed>>();
    catalogue.nullSummaryKeys(level).stream().sorted().forEach(name -> feeds.put(name, Optional.empty()));
    for (var type : catalogue.types()) {
      for (var key : type.summaryKeys()) {
        level.of(key).ifPresent(name -> feeds.put(name, Optional.of(new Feed(type, key.function()))));
      }
    }
    keys = feeds.entrySet().stream().map(feed -> new Key(new SerializedString(feed.getKey()), feed.getValue())).toList();
  }

  List<String> names() {
    return keys.stream().map(key -> key.name.getValue()).toList();
  }

  /** Writes every key with what these months together say of it. */
  void write(JsonGenerator json, List<Values> months) throws IOException {
    for (var key : keys) {
      json.writeFieldName(key.name);
      if (key.feed.isEmpty()) {
        json.writeNull();
      } else {
        var feed = key.feed.get();
        json.writeNumber(isUsed(months, feed.type) ? rounded(months, feed.type, feed.function) : 0);
      }
    }
  }

  private static boolean isUsed(List<Values> months, UsageType type) {
    for (var month : months) {
      if (month.cells().containsKey(type.id()) || month.sums().containsKey(type.id())) {
        return true;
      }
    }
    return false;
  }

  /** Over several months, their values added up and then rounded. */
  static long rounded(List<Values> months, UsageType type, MonthlyFunction function) {
    return Monthly.rounded(months.stream().map(month -> month.of(type, function)).reduce(BigDecimal.ZERO, BigDecimal::add));
  }
}
