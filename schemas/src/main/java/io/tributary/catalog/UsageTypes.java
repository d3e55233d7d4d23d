package io.tributary.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.model.Measure;
import io.tributary.model.MonthlyFunction;
import io.tributary.model.UsageType;
import io.tributary.model.UsageType.SummaryKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A usage type as JSON: the one form that the catalogue file, the admin API and the control topic share.
 *
 * <pre>{@code
 * {"id": 1, "family": "infra_hosts", "usage_type": "host_count", "unit": "host", "scale": 0, "measure": "distinct", "monthly": "top99p",
 *  "summary_keys": [{"date": "…", "org": "…", "response": "…", "function": "top99p"}], "retention": "15",
 *  "billing_dimension": "infra_host", "billable_keys": ["infra_host_sum"], "attribution": "…", "estimated_metric": "hosts"}
 * }</pre>
 *
 * The first line is required, all else may be absent; a field that is not listed here is refused, so that a misspelt
 * one is not lost in silence.
 */
public final class UsageTypes {
  private static final Pattern NAME = Pattern.compile("[a-z0-9_]{1,100}");
  private static final Pattern METRIC = Pattern.compile("[a-z0-9_.]{1,100}");
  private static final Set<String> AGGREGATIONS = Set.of("top99p", "sum", "average", "maximum");
  private static final int MAX_SCALE = 15;

  private UsageTypes() {}

  /** @throws IllegalArgumentException with every problem of the JSON and of the type it describes, one a line */
  public static UsageType fromJson(JsonNode json) {
    var problems = new ArrayList<String>();
    var type = read(json, "usage type", problems);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", problems));
    }
    return type.orElseThrow();
  }

  /** The form that {@link #fromJson} reads back as an equal type; what is absent is left out. */
  public static ObjectNode toJson(UsageType type) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("id", type.id()).put("family", type.family()).put("usage_type", type.name());
    json.put("unit", type.unit()).put("scale", type.scale());
    json.put("measure", type.measure().label()).put("monthly", type.monthly().label());
    if (!type.summaryKeys().isEmpty()) {
      var keys = json.putArray("summary_keys");
      for (var key : type.summaryKeys()) {
        var one = keys.addObject();
        key.date().ifPresent(name -> one.put("date", name));
        key.org().ifPresent(name -> one.put("org", name));
        key.response().ifPresent(name -> one.put("response", name));
        one.put("function", key.function().label());
      }
    }
    type.retention().ifPresent(value -> json.put("retention", value));
    type.billingDimension().ifPresent(value -> json.put("billing_dimension", value));
    if (!type.billableKeys().isEmpty()) {
      var keys = json.putArray("billable_keys");
      type.billableKeys().forEach(keys::add);
    }
    type.attributionKey().ifPresent(value -> json.put("attribution", value));
    type.estimatedMetric().ifPresent(value -> json.put("estimated_metric", value));
    return json;
  }

  /** Empty exactly when something was added to {@code problems}; {@code where} begins each of them. */
  static Optional<UsageType> read(JsonNode json, String where, List<String> problems) {
    int before = problems.size();
    var fields = new Fields(json, where, problems);
    var id = fields.integer("id");
    var family = fields.text("family");
    var name = fields.text("usage_type");
    var unit = fields.text("unit");
    var scale = fields.integer("scale");
    var measure = fields.text("measure").flatMap(label -> fields.parsed("measure", label, Measure::fromLabel));
    var monthly = fields.text("monthly").flatMap(label -> fields.parsed("monthly", label, MonthlyFunction::fromLabel));
    var summaryKeys = new ArrayList<SummaryKey>();
    for (var key : fields.array("summary_keys")) {
      summaryKey(key, where + " summary_keys", problems).ifPresent(summaryKeys::add);
    }
    var retention = fields.optionalText("retention");
    var dimension = fields.optionalText("billing_dimension");
    var billableKeys = fields.texts("billable_keys");
    var attribution = fields.optionalText("attribution");
    var metric = fields.optionalText("estimated_metric");
    fields.refuseOthers();
    if (problems.size() > before) {
      return Optional.empty();
    }
    var type = new UsageType(id.getAsInt(), family.get(), name.get(), unit.get(), scale.getAsInt(), measure.get(), monthly.get(),
        summaryKeys, retention, dimension, billableKeys, attribution, metric);
    problems.addAll(problemsOf(type));
    return problems.size() > before ? Optional.empty() : Optional.of(type);
  }

  private static Optional<SummaryKey> summaryKey(JsonNode json, String where, List<String> problems) {
    var fields = new Fields(json, where, problems);
    var date = fields.optionalText("date");
    var org = fields.optionalText("org");
    var response = fields.optionalText("response");
    var function = fields.text("function").flatMap(label -> fields.parsed("function", label, MonthlyFunction::fromLabel));
    fields.refuseOthers();
    return function.map(known -> new SummaryKey(date, org, response, known));
  }

  /** What is wrong with a type by itself, whatever else the catalogue holds; each begins with the type's key. */
  static List<String> problemsOf(UsageType type) {
    var rules = new Rules(type.key() + " (id " + type.id() + ")", new ArrayList<>());
    rules.require(type.id() >= 1, "id must be at least 1");
    rules.name("family", type.family());
    rules.require(!Catalogue.ALL_FAMILIES.equals(type.family()), "family 'all' stands for every family and holds no type of its own");
    rules.name("usage_type", type.name());
    rules.name("unit", type.unit());
    rules.require(type.scale() >= 0 && type.scale() <= MAX_SCALE, "scale must be 0 to " + MAX_SCALE);
    rules.require(type.scale() == 0 || !type.measure().countsEntities(), "scale must be 0 where entities are counted");
    rules.monthly("monthly", type.measure(), type.monthly());
    for (var key : type.summaryKeys()) {
      var names = Catalogue.Level.all(key);
      rules.require(!names.isEmpty(), "a summary key needs a name at one level at least");
      names.forEach(name -> rules.name("summary key", name));
      rules.monthly("function of summary key " + names, type.measure(), key.function());
    }
    type.retention().ifPresent(value -> rules.name("retention", value));
    type.billingDimension().ifPresent(value -> rules.name("billing_dimension", value));
    for (var key : type.billableKeys()) {
      rules.require(type.billingDimension().stream().anyMatch(dimension -> isKeyOf(dimension, key)),
          "billable key '" + key + "' must be the billing dimension and one of _top99p, _sum, _average, _maximum");
    }
    type.attributionKey().ifPresent(value -> rules.name("attribution", value));
    type.estimatedMetric().ifPresent(
        value -> rules.require(METRIC.matcher(value).matches(), "estimated_metric '" + value + "' must match " + METRIC));
    return rules.problems();
  }

  private static boolean isKeyOf(String dimension, String billableKey) {
    return billableKey.startsWith(dimension + "_") && AGGREGATIONS.contains(billableKey.substring(dimension.length() + 1));
  }

  private record Rules(String where, List<String> problems) {
    void require(boolean holds, String problem) {
      if (!holds) {
        problems.add(where + ": " + problem);
      }
    }

    void name(String field, String value) {
      require(NAME.matcher(value).matches(), field + " '" + value + "' must match " + NAME);
    }

    /** The hours of a month-to-date count hold each entity once, so anything but their sum would lose entities. */
    void monthly(String field, Measure measure, MonthlyFunction function) {
      require(measure != Measure.MTD_DISTINCT || function == MonthlyFunction.SUM, field + " must be sum for mtd-distinct");
    }
  }
}
