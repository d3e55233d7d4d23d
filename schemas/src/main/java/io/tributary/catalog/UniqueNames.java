package io.tributary.catalog;

import io.tributary.model.UsageType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Every name that the public API knows a usage type by, and the one type it belongs to: a name with two would be added up twice. */
final class UniqueNames {
  private final Map<String, UsageType.Key> owners = new HashMap<>();
  private final List<String> problems;

  UniqueNames(List<String> problems) {
    this.problems = problems;
  }

  void claimAll(UsageType type) {
    claim("id " + type.id(), type);
    claim("name " + type.key(), type);
    for (var level : Catalogue.Level.values()) {
      for (var key : type.summaryKeys()) {
        level.of(key).ifPresent(name -> claim(level.label() + " summary key " + name, type));
      }
    }
    type.billingDimension().ifPresent(name -> claim("billing dimension " + name, type));
    type.billableKeys().forEach(name -> claim("billable key " + name, type));
    type.attributionKey().ifPresent(name -> claim("attribution " + name, type));
    type.estimatedMetric().ifPresent(name -> claim("estimated metric " + name, type));
  }

  private void claim(String name, UsageType type) {
    var owner = owners.putIfAbsent(name, type.key());
    if (owner != null) {
      problems.add(type.key() + " (id " + type.id() + "): " + name + " is taken by " + owner);
    }
  }
}
