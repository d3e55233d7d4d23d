package io.tributary.query.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tributary.model.Account;
import io.tributary.model.Directory;
import io.tributary.model.Org;
import io.tributary.query.query.BillableSummary.OrgMonth;
import io.tributary.query.query.BillableSummary.Value;
import io.tributary.query.query.Timestamps;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The body of the billable summary. Names are those that accounts and orgs have now. */
final class BillableSummaryAnswer implements RowStream.Encoder<OrgMonth> {
  private final Directory directory;
  private final JsonGenerator json;

  private BillableSummaryAnswer(Directory directory, OutputStream out) throws IOException {
    this.directory = directory;
    this.json = ExactJson.to(out);
  }

  static RowStream<OrgMonth> of(List<OrgMonth> orgs, Directory directory) {
    return new RowStream<>(orgs, out -> new BillableSummaryAnswer(directory, out));
  }

  @Override
  public void begin() throws IOException {
    ExactJson.begin(json, "usage");
  }

  @Override
  public void end() throws IOException {
    ExactJson.end(json);
  }

  @Override
  public void row(OrgMonth month) throws IOException {
    var org = directory.org(month.org());
    json.writeStartObject();
    json.writeStringField("account_name", directory.account(month.account()).map(Account::name).orElse(month.account()));
    json.writeStringField("account_public_id", month.account());
    json.writeStringField("org_name", org.map(Org::name).orElse(month.org()));
    json.writeStringField("public_id", month.org());
    json.writeStringField("region", org.map(Org::region).orElse(null));
    json.writeNumberField("num_orgs", month.of());
    json.writeNullField("billing_plan");
    json.writeStringField("start_date", Timestamps.ofHour(month.fromHour()));
    json.writeStringField("end_date", Timestamps.ofHour(Math.floorDiv(month.toHour() - 1, 24) * 24));
    json.writeNumberField("ratio_in_month", month.ratio());
    json.writeObjectFieldStart("usage");
    for (var value : month.values()) {
      value(value);
    }
    json.writeEndObject();
    json.writeEndObject();
    json.flush();
  }

  private void value(Value value) throws IOException {
    json.writeObjectFieldStart(value.key());
    json.writeStringField("billing_dimension", value.dimension());
    json.writeStringField("usage_unit", value.unit());
    json.writeNumberField("account_billable_usage", value.account());
    number("account_committed_usage", value.committed());
    number("account_on_demand_usage", value.onDemand());
    json.writeNumberField("org_billable_usage", value.org());
    json.writeNumberField("percentage_in_account", value.percent());
    json.writeNumberField("elapsed_usage_hours", value.elapsed());
    hour("first_billable_usage_hour", value.first());
    hour("last_billable_usage_hour", value.last());
    json.writeEndObject();
  }

  private void number(String name, OptionalLong number) throws IOException {
    if (number.isPresent()) {
      json.writeNumberField(name, number.getAsLong());
    } else {
      json.writeNullField(name);
    }
  }

  private void hour(String name, OptionalInt hour) throws IOException {
    json.writeStringField(name, hour.isPresent() ? Timestamps.ofHour(hour.getAsInt()) : null);
  }
}
