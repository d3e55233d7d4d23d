package io.tributary.catalog;

import io.tributary.model.Problem;
import io.tributary.model.UsageType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Every name that the public API knows a usage type by, and the one type it belongs to. A name with two owners would be
 * added up, or billed, twice.
 */
final class UniqueNames {
  private final Map<String, UsageType.Key> owners = new HashMap<>();
  private final List<Problem> problems;

  UniqueNames(List<Problem> problems) {
    this.problems = problems;
  }

  void claimAll(UsageType type) {
    claim("id", String.valueOf(type.id()), type);
    claim("usage_type", type.key().toString(), type);
    for (var level : Catalogue.Level.values()) {
      type.summaryKeys().stream().flatMap(key -> level.of(key).stream())
          .forEach(name -> claim("summary_keys." + level.label(), name, type));
    }
    type.billingDimension().ifPresent(name -> claim("billing_dimension", name, type));
    type.billableKeys().forEach(name -> claim("billable_keys", name, type));
    type.attributionKey().ifPresent(name -> claim("attribution", name, type));
    type.estimatedMetric().ifPresent(name -> claim("estimated_metric", name, type));
  }

  private void claim(String field, String name, UsageType type) {
    var owner = owners.putIfAbsent(field + " " + name, type.key());
    if (owner != null) {
      problems.add(new Problem(type.key() + "." + field, "taken", name + " belongs to " + owner));
    }
  }
}
