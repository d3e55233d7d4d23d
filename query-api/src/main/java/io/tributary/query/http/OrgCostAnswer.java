package io.tributary.query.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tributary.model.Account;
import io.tributary.model.Directory;
import io.tributary.model.Hours;
import io.tributary.model.MonthlyFunction;
import io.tributary.model.Org;
import io.tributary.query.query.CostLine;
import io.tributary.query.query.OrgCost;
import io.tributary.query.query.OrgCost.Adjusted;
import io.tributary.query.query.OrgCostQuery;
import io.tributary.query.query.Timestamps;
import io.tributary.rating.ProjectedCharge.Band;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The body of the cost endpoints. Amounts are JSON numbers with exactly the decimals they have; what the reference system's
 * rows do not know stands under names of its own, which its clients pass over.
 */
final class OrgCostAnswer implements RowStream.Encoder<OrgCost> {
  private final OrgCostQuery query;
  private final Kind kind;
  private final Directory directory;
  private final JsonGenerator json;
  /** How a dimension's month is added up, as clients of the reference system read it, which says so without declaring it. */
  private final Map<String, String> functions = new HashMap<>();

  /** Which rows they are, and what their fields are called. */
  enum Kind {
    COST("cost_by_org", "total_cost", "committed", "on_demand"),
    PROJECTED("projected_cost", "projected_total_cost", "projected_committed", "projected_on_demand");

    private final String type;
    private final String total;
    private final String committed;
    private final String onDemand;

    Kind(String type, String total, String committed, String onDemand) {
      this.type = type;
      this.total = total;
      this.committed = committed;
      this.onDemand = onDemand;
    }
  }

  private OrgCostAnswer(OrgCostQuery query, Kind kind, Directory directory, OutputStream out) throws IOException {
    this.query = query;
    this.kind = kind;
    this.directory = directory;
    this.json = ExactJson.to(out);
    for (var type : directory.catalogue().types()) {
      type.billingDimension().ifPresent(dimension -> functions.put(dimension, function(type.monthly())));
    }
  }

  private static String function(MonthlyFunction function) {
    return switch (function) {
      case SUM -> "sum";
      case AVG -> "average";
      case MAX -> "maximum";
      case TOP99P -> "top99p";
    };
  }

  static RowStream<OrgCost> of(List<OrgCost> rows, OrgCostQuery query, Kind kind, Directory directory) {
    return new RowStream<>(rows, out -> new OrgCostAnswer(query, kind, directory, out));
  }

  @Override
  public void begin() throws IOException {
    ExactJson.begin(json, "data");
  }

  @Override
  public void end() throws IOException {
    ExactJson.end(json);
  }

  @Override
  public void row(OrgCost row) throws IOException {
    json.writeStartObject();
    json.writeStringField("type", kind.type);
    json.writeStringField("id", row.id(kind.type, query));
    json.writeObjectFieldStart("attributes");
    json.writeStringField("account_name", directory.account(row.account()).map(Account::name).orElse(row.account()));
    json.writeStringField("account_public_id", row.account());
    var org = row.org().flatMap(directory::org);
    json.writeStringField("org_name", org.map(Org::name).or(row::org).orElse(null));
    json.writeStringField("public_id", row.org().orElse(null));
    json.writeStringField("region", org.map(Org::region).orElse(null));
    json.writeStringField("date", Timestamps.utc(row.hour()));
    number(kind.total, row.lines().map(CostLine::total));
    if (kind == Kind.PROJECTED) {
      var total = row.lines().map(CostLine::total);
      var band = row.lines().flatMap(CostLine::band);
      bands("projected_total_cost_band", total, band);
    }
    json.writeStringField("currency", row.currency());
    json.writeArrayFieldStart("charges");
    for (var line : row.lines().orElse(List.of())) {
      charges(line);
    }
    json.writeEndArray();
    if (!row.adjustments().isEmpty()) {
      json.writeArrayFieldStart("adjustments");
      for (var adjusted : row.adjustments()) {
        adjustment(adjusted);
      }
      json.writeEndArray();
    }
    if (row.unknown().isPresent()) {
      json.writeStringField("not_projected", row.unknown().get());
    }
    json.writeEndObject();
    json.writeEndObject();
    json.flush();
  }

  private void charges(CostLine line) throws IOException {
    var function = kind == Kind.COST ? functions.get(line.dimension()) : null;
    charge(line, kind.committed, line.committed(), function);
    json.writeEndObject();
    charge(line, kind.onDemand, line.onDemand(), function);
    json.writeEndObject();
    charge(line, "total", line.total(), function);
    if (kind == Kind.PROJECTED) {
      bands("cost_band", Optional.of(line.total()), line.band());
    }
    json.writeEndObject();
  }

  /**
   * Leaves the object open.
   *
   * @param function null where there is none
   */
  private void charge(CostLine line, String chargeType, BigDecimal cost, String function) throws IOException {
    json.writeStartObject();
    json.writeStringField("product_name", line.dimension());
    json.writeStringField("charge_type", chargeType);
    json.writeNumberField("cost", cost);
    if (function != null) {
      json.writeStringField("last_aggregation_function", function);
    }
  }

  /** {@code [low, high]} at 80 % and 95 %; null where nobody can say. */
  private void bands(String name, Optional<BigDecimal> total, Optional<Band> band) throws IOException {
    band(name + "_80", total.flatMap(middle -> band.map(by -> List.of(middle.subtract(by.below80()), middle.add(by.above80())))));
    band(name + "_95", total.flatMap(middle -> band.map(by -> List.of(middle.subtract(by.below95()), middle.add(by.above95())))));
  }

  private void band(String name, Optional<List<BigDecimal>> ends) throws IOException {
    if (ends.isEmpty()) {
      json.writeNullField(name);
      return;
    }
    json.writeArrayFieldStart(name);
    for (var end : ends.get()) {
      json.writeNumber(end);
    }
    json.writeEndArray();
  }

  private void adjustment(Adjusted adjusted) throws IOException {
    json.writeStartObject();
    json.writeStringField("month", Timestamps.utc(Hours.firstOfMonth(adjusted.month())));
    json.writeStringField("product_name", adjusted.dimension());
    json.writeStringField("public_id", adjusted.org());
    json.writeNumberField("usage", adjusted.usage().stripTrailingZeros());
    json.writeNumberField("cost", adjusted.cost());
    json.writeEndObject();
  }

  private void number(String name, Optional<BigDecimal> value) throws IOException {
    if (value.isPresent()) {
      json.writeNumberField(name, value.get());
    } else {
      json.writeNullField(name);
    }
  }
}
