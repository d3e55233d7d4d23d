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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The keys of one level of the usage summary, in the order of an answer: some three hundred, of which an org feeds a few. Values are
 * whole numbers, each rounded by itself; keys that the reference system keeps without a value are null, and those nothing is known of
 * are left out.
 */
final class SummaryKeys {
  /** Of the newest catalogue that was asked for: it hardly ever changes, and every answer needs all keys. */
  private static final Map<Level, SummaryKeys> NEWEST = new ConcurrentHashMap<>();

  private final Catalogue catalogue;
  private final List<Key> keys;
  /** {@code ,"key":0,"other":null} of all keys: what is not used is written at one go, as there are hundreds and thousands of orgs. */
  private final char[] unused;

  /**
   * @param feed empty for a key without a value
   * @param from where the key is in {@link #unused}
   * @param to where the next one is
   */
  private record Key(SerializedString name, Optional<Feed> feed, int from, int to) {}

  private record Feed(UsageType type, MonthlyFunction function) {}

  static SummaryKeys of(Catalogue catalogue, Level level) {
    return NEWEST.compute(level, (any, newest) ->
        newest != null && newest.catalogue == catalogue ? newest : new SummaryKeys(catalogue, level));
  }

  private SummaryKeys(Catalogue catalogue, Level level) {
    this.catalogue = catalogue;
    var feeds = new LinkedHashMap<String, Optional<Feed>>();
    catalogue.nullSummaryKeys(level).stream().sorted().forEach(name -> feeds.put(name, Optional.empty()));
    for (var type : catalogue.types()) {
      for (var key : type.summaryKeys()) {
        level.of(key).ifPresent(name -> feeds.put(name, Optional.of(new Feed(type, key.function()))));
      }
    }
    var text = new StringBuilder();
    keys = feeds.entrySet().stream().map(feed -> {
      var name = new SerializedString(feed.getKey());
      int from = text.length();
      text.append(",\"").append(name.asQuotedChars()).append(feed.getValue().isPresent() ? "\":0" : "\":null");
      return new Key(name, feed.getValue(), from, text.length());
    }).toList();
    unused = text.toString().toCharArray();
  }

  List<String> names() {
    return keys.stream().map(key -> key.name.getValue()).toList();
  }

  /** Writes every key with what these months together say of it, into an object that has a field already. */
  void write(JsonGenerator json, List<Values> months) throws IOException {
    int from = 0;
    for (var key : keys) {
      if (key.feed.isPresent() && isUsed(months, key.feed.get().type)) {
        json.writeRaw(unused, from, key.from - from);
        json.writeFieldName(key.name);
        json.writeNumber(rounded(months, key.feed.get().type, key.feed.get().function));
        from = key.to;
      }
    }
    json.writeRaw(unused, from, unused.length - from);
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
