package io.tributary.query.http;

import io.tributary.catalog.Catalogue;
import io.tributary.model.MonthlyFunction;
import io.tributary.model.UsageType;
import io.tributary.query.query.Retentions;
import io.tributary.query.query.Retentions.Kind;
import io.tributary.query.query.Timestamps;
import io.tributary.query.query.UsageSummary.Month;
import io.tributary.query.query.UsageSummary.OrgMonth;
import io.tributary.query.query.UsageSummary.Values;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Indexed logs by the days they are kept, the summary's {@code logs_by_retention}: over all months, for the last month, and, where
 * orgs are asked for, for each org over all months. A retention without usage is not listed.
 */
final class LogsByRetention {
  private static final Map<Kind, String> KEYS = Map.of(Kind.ALL, "logs_indexed_logs_usage", Kind.LIVE, "logs_live_indexed_logs_usage",
      Kind.REHYDRATED, "logs_rehydrated_indexed_logs_usage");

  private final Map<String, Map<Kind, UsageType>> retentions;

  LogsByRetention(Catalogue catalogue) {
    retentions = Retentions.of(catalogue);
  }

  Map<String, Object> of(List<Month> months, boolean orgDetails) {
    var last = months.getLast();
    var body = new LinkedHashMap<String, Object>();
    if (orgDetails) {
      body.put("orgs", Map.of("usage", orgs(months)));
    }
    body.put("usage", usage(months.stream().map(Month::values).toList(), "_agg_sum"));
    var month = new LinkedHashMap<String, Object>();
    month.put("date", Timestamps.ofMonth(last.month()));
    month.put("usage", usage(List.of(last.values()), "_sum"));
    body.put("usage_by_month", month);
    return body;
  }

  private record Place(String account, String org) {}

  private List<Map<String, Object>> orgs(List<Month> months) {
    var places = new LinkedHashMap<Place, List<Values>>();
    months.stream().flatMap(month -> month.orgs().stream())
        .sorted(Comparator.comparing(OrgMonth::account).thenComparing(OrgMonth::org))
        .forEach(org -> places.computeIfAbsent(new Place(org.account(), org.org()), any -> new ArrayList<>()).add(org.values()));
    var orgs = new ArrayList<Map<String, Object>>();
    places.forEach((place, values) -> {
      var usage = usage(values, "_sum");
      if (!usage.isEmpty()) {
        var org = new LinkedHashMap<String, Object>();
        org.put("public_id", place.org());
        org.put("account_public_id", place.account());
        org.put("usage", usage);
        orgs.add(org);
      }
    });
    return orgs;
  }

  private List<Map<String, Object>> usage(List<Values> months, String suffix) {
    var usage = new ArrayList<Map<String, Object>>();
    retentions.forEach((days, types) -> {
      if (types.values().stream().anyMatch(type -> months.stream().anyMatch(month -> month.cells().containsKey(type.id())))) {
        var item = new LinkedHashMap<String, Object>();
        item.put("retention", days);
        types.forEach((kind, type) -> item.put(KEYS.get(kind) + suffix, SummaryKeys.rounded(months, type, MonthlyFunction.SUM)));
        usage.add(item);
      }
    });
    return usage;
  }
}
