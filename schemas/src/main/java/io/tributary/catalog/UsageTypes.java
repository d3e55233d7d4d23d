package io.tributary.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.codec.JsonFields;
import io.tributary.model.Measure;
import io.tributary.model.MonthlyFunction;
import io.tributary.model.Problem;
import io.tributary.model.UsageType;
import io.tributary.model.UsageType.SummaryKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A usage type as JSON: the one form that the catalogue file, the admin API and the control topic share.
 *
 * <pre>{@code
 * {"id": 1, "family": "infra_hosts", "usage_type": "host_count", "unit": "host", "scale": 0, "measure": "distinct", "monthly": "top99p",
 *  "summary_keys": [{"date": "…", "org": "…", "response": "…", "function": "top99p"}], "retention": "15",
 *  "billing_dimension": "infra_host", "billable_keys": ["infra_host_sum"], "attribution": "…", "estimated_metric": "hosts",
 *  "title": "Infra hosts"}
 * }</pre>
 *
 * The first line is required, all else may be absent; a field that is not listed here is refused, so that a misspelt
 * one is not lost in silence.
 */
public final class UsageTypes {
  private UsageTypes() {}

  /** @throws InvalidUsageType with every problem of the JSON, or of the type that it describes */
  public static UsageType fromJson(JsonNode json) {
    var problems = new ArrayList<Problem>();
    var type = read(json, "", problems);
    if (!problems.isEmpty()) {
      throw new InvalidUsageType(problems);
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
    type.title().ifPresent(value -> json.put("title", value));
    return json;
  }

  /** Empty exactly when something was added to {@code problems}. */
  static Optional<UsageType> read(JsonNode json, String path, List<Problem> problems) {
    int before = problems.size();
    var fields = new JsonFields(json, path, problems);
    var id = fields.integer("id");
    var family = fields.text("family");
    var name = fields.text("usage_type");
    var unit = fields.text("unit");
    var scale = fields.integer("scale");
    var measure = fields.parsed("measure", Measure::fromLabel);
    var monthly = fields.parsed("monthly", MonthlyFunction::fromLabel);
    var summaryKeys = new ArrayList<SummaryKey>();
    for (var key : fields.array("summary_keys")) {
      summaryKey(key, JsonFields.join(path, "summary_keys"), problems).ifPresent(summaryKeys::add);
    }
    var retention = fields.optionalText("retention");
    var dimension = fields.optionalText("billing_dimension");
    var billableKeys = fields.texts("billable_keys");
    var attribution = fields.optionalText("attribution");
    var metric = fields.optionalText("estimated_metric");
    var title = fields.optionalText("title");
    fields.refuseOthers();
    if (problems.size() > before) {
      return Optional.empty();
    }
    var type = new UsageType(id.getAsInt(), family.get(), name.get(), unit.get(), scale.getAsInt(), measure.get(), monthly.get(),
        summaryKeys, retention, dimension, billableKeys, attribution, metric, title);
    new UsageTypeRules(path, problems).check(type);
    return problems.size() > before ? Optional.empty() : Optional.of(type);
  }

  private static Optional<SummaryKey> summaryKey(JsonNode json, String path, List<Problem> problems) {
    var fields = new JsonFields(json, path, problems);
    var date = fields.optionalText("date");
    var org = fields.optionalText("org");
    var response = fields.optionalText("response");
    var function = fields.parsed("function", MonthlyFunction::fromLabel);
    fields.refuseOthers();
    return function.map(known -> new SummaryKey(date, org, response, known));
  }
}
