package io.tributary.catalog;

import io.tributary.codec.JsonFields;
import io.tributary.model.Measure;
import io.tributary.model.MonthlyFunction;
import io.tributary.model.Problem;
import io.tributary.model.UsageType;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What must hold of a usage type by itself, whatever else the catalogue has. */
final class UsageTypeRules {
  private static final Pattern NAME = Pattern.compile("[a-z0-9_]{1,100}");
  private static final Pattern METRIC = Pattern.compile("[a-z0-9_.]{1,100}");
  private static final Set<String> AGGREGATIONS = Set.of("top99p", "sum", "average", "maximum");
  private static final int MAX_SCALE = 15;
  private static final int MAX_TITLE = 256;

  private final String path;
  private final List<Problem> problems;

  /** @param path where the type stands, before the names of its fields */
  UsageTypeRules(String path, List<Problem> problems) {
    this.path = path;
    this.problems = problems;
  }

  void check(UsageType type) {
    require(type.id() >= 1, "id", "out_of_range", "must be at least 1, not " + type.id());
    name("family", type.family());
    require(!Catalogue.ALL_FAMILIES.equals(type.family()), "family", "not_applicable",
        "'all' stands for every family and has no type of its own");
    name("usage_type", type.name());
    name("unit", type.unit());
    require(type.scale() >= 0 && type.scale() <= MAX_SCALE, "scale", "out_of_range", "must be 0 to " + MAX_SCALE + ", not " + type.scale());
    require(type.scale() == 0 || !type.measure().countsEntities(), "scale", "not_applicable", "must be 0 where entities are counted");
    monthly("monthly", type.measure(), type.monthly());
    for (var key : type.summaryKeys()) {
      var names = Catalogue.Level.all(key);
      require(!names.isEmpty(), "summary_keys", "missing", "a summary key needs a name at one level at least");
      names.forEach(name -> name("summary_keys", name));
      monthly("summary_keys", type.measure(), key.function());
    }
    type.retention().ifPresent(value -> name("retention", value));
    type.billingDimension().ifPresent(value -> name("billing_dimension", value));
    for (var key : type.billableKeys()) {
      require(type.billingDimension().stream().anyMatch(dimension -> isKeyOf(dimension, key)), "billable_keys", "bad_name",
          "'" + key + "' must be the billing dimension followed by _top99p, _sum, _average or _maximum");
    }
    type.attributionKey().ifPresent(value -> name("attribution", value));
    type.estimatedMetric().ifPresent(value -> require(METRIC.matcher(value).matches(), "estimated_metric", "bad_name",
        "'" + value + "' must match " + METRIC));
    type.title().ifPresent(value -> require(!value.isBlank() && value.length() <= MAX_TITLE && value.chars().noneMatch(Character::isISOControl),
        "title", "bad_name", "a title has 1 to " + MAX_TITLE + " characters, none of them a control character"));
  }

  private void name(String field, String value) {
    require(NAME.matcher(value).matches(), field, "bad_name", "'" + value + "' must match " + NAME);
  }

  /** The hours of a month-to-date count hold each entity once, so anything but their sum would lose entities. */
  private void monthly(String field, Measure measure, MonthlyFunction function) {
    require(measure != Measure.MTD_DISTINCT || function == MonthlyFunction.SUM, field, "not_applicable",
        "the function must be sum for mtd-distinct, not " + function.label());
  }

  private void require(boolean holds, String field, String code, String detail) {
    if (!holds) {
      problems.add(new Problem(JsonFields.join(path, field), code, detail));
    }
  }

  private static boolean isKeyOf(String dimension, String billableKey) {
    return billableKey.startsWith(dimension + "_") && AGGREGATIONS.contains(billableKey.substring(dimension.length() + 1));
  }
}
