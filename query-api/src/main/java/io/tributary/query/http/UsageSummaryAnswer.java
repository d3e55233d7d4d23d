package io.tributary.query.http;

import io.tributary.catalog.Catalogue;
import io.tributary.catalog.Catalogue.Level;
import io.tributary.model.Account;
import io.tributary.model.Directory;
import io.tributary.model.Hours;
import io.tributary.model.MonthlyFunction;
import io.tributary.model.UsageType;
import io.tributary.query.query.Timestamps;
import io.tributary.query.query.UsageSummary;
import io.tributary.query.query.UsageSummary.Month;
import io.tributary.query.query.UsageSummary.OrgMonth;
import io.tributary.query.query.UsageSummary.Values;
import io.tributary.rules.Monthly;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The body of the usage summary: the names of some three hundred keys are data, so it is maps. Values are whole numbers,
 * each rounded by itself; keys that the reference system keeps without a value are null, and those nothing is known of are left
 * out.
 */
final class UsageSummaryAnswer {
  private static final int FIRST = Hours.monthOf(Instant.EPOCH);

  private final Directory directory;
  private final Catalogue catalogue;
  private final boolean orgDetails;
  private final LogsByRetention logs;

  /** The keys of each level, sorted. */
  record Fields(SortedSet<String> response, SortedSet<String> date, SortedSet<String> org) {}

  /** Every key that an answer has, as an answer without usage has them. */
  static Fields fields(Directory directory) {
    var none = new Values(Map.of(), Map.of(), 1);
    var answer = new UsageSummaryAnswer(directory, true);
    var month = new Month(FIRST, none, List.of());
    return new Fields(new TreeSet<>(answer.from(new UsageSummary(Instant.EPOCH, List.of(month))).keySet()),
        new TreeSet<>(answer.month(month).keySet()), new TreeSet<>(answer.org(new OrgMonth("", "", none)).keySet()));
  }

  UsageSummaryAnswer(Directory directory, boolean orgDetails) {
    this.directory = directory;
    this.catalogue = directory.catalogue();
    this.orgDetails = orgDetails;
    this.logs = new LogsByRetention(catalogue);
  }

  Map<String, Object> from(UsageSummary summary) {
    var months = summary.months();
    var body = new LinkedHashMap<String, Object>();
    body.put("start_date", Timestamps.ofMonth(months.getFirst().month()));
    body.put("end_date", Timestamps.ofHour(Hours.firstOfMonth(months.getLast().month() + 1) - 24));
    body.put("last_updated", Timestamps.of(summary.asOf()));
    putAll(body, Level.RESPONSE, months.stream().map(Month::values).toList());
    body.put("logs_by_retention", logs.of(months, orgDetails));
    body.put("usage", months.stream().map(this::month).toList());
    return body;
  }

  private Map<String, Object> month(Month month) {
    var body = new LinkedHashMap<String, Object>();
    body.put("date", Timestamps.ofMonth(month.month()));
    putAll(body, Level.DATE, List.of(month.values()));
    if (orgDetails) {
      body.put("orgs", month.orgs().stream().map(this::org).toList());
    }
    return body;
  }

  private Map<String, Object> org(OrgMonth month) {
    var body = new LinkedHashMap<String, Object>();
    var org = directory.org(month.org());
    body.put("id", month.org());
    body.put("name", org.map(known -> known.name()).orElse(month.org()));
    body.put("public_id", month.org());
    body.put("region", org.map(known -> known.region()).orElse(null));
    body.put("account_name", directory.account(month.account()).map(Account::name).orElse(month.account()));
    body.put("account_public_id", month.account());
    putAll(body, Level.DATE_ORG, List.of(month.values()));
    return body;
  }

  private void putAll(Map<String, Object> body, Level level, List<Values> months) {
    catalogue.nullSummaryKeys(level).stream().sorted().forEach(name -> body.put(name, null));
    for (var type : catalogue.types()) {
      for (var key : type.summaryKeys()) {
        level.of(key).ifPresent(name -> body.put(name, rounded(months, type, key.function())));
      }
    }
  }

  /** Over several months, their values added up and then rounded. */
  static long rounded(List<Values> months, UsageType type, MonthlyFunction function) {
    return Monthly.rounded(months.stream().map(month -> month.of(type, function)).reduce(BigDecimal.ZERO, BigDecimal::add));
  }
}
