package io.tributary.query.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.catalog.Catalogue.Level;
import io.tributary.model.Account;
import io.tributary.model.Directory;
import io.tributary.model.Hours;
import io.tributary.model.Org;
import io.tributary.query.query.Timestamps;
import io.tributary.query.query.UsageSummary;
import io.tributary.query.query.UsageSummary.Month;
import io.tributary.query.query.UsageSummary.OrgMonth;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The body of the usage summary, written org by org: a partner's has some ten kilobytes for each of thousands. */
final class UsageSummaryAnswer implements RowStream.Encoder<UsageSummaryAnswer.Line> {
  private static final ObjectMapper MAPS = new ObjectMapper();

  private final UsageSummary summary;
  private final Directory directory;
  private final boolean orgDetails;
  private final SummaryKeys ofMonth;
  private final SummaryKeys ofOrg;
  private final JsonGenerator json;
  private boolean inMonth;

  /** The keys of each level, sorted. */
  record Fields(SortedSet<String> response, SortedSet<String> date, SortedSet<String> org) {}

  /** A month begins; or one of its orgs. */
  record Line(Month month, Optional<OrgMonth> org) {}

  private UsageSummaryAnswer(UsageSummary summary, Directory directory, boolean orgDetails, OutputStream out) throws IOException {
    this.summary = summary;
    this.directory = directory;
    this.orgDetails = orgDetails;
    this.ofMonth = SummaryKeys.of(directory.catalogue(), Level.DATE);
    this.ofOrg = SummaryKeys.of(directory.catalogue(), Level.DATE_ORG);
    this.json = ExactJson.to(out);
  }

  static RowStream<Line> of(UsageSummary summary, Directory directory, boolean orgDetails) {
    var lines = summary.months().stream().flatMap(month -> Stream.concat(Stream.of(new Line(month, Optional.empty())),
        month.orgs().stream().filter(any -> orgDetails).map(org -> new Line(month, Optional.of(org)))));
    return new RowStream<>(lines::iterator, out -> new UsageSummaryAnswer(summary, directory, orgDetails, out));
  }

  /** Every key that an answer has. */
  static Fields fields(Directory directory) {
    return new Fields(
        fields(directory, Level.RESPONSE, "start_date", "end_date", "last_updated", "logs_by_retention", "usage"),
        fields(directory, Level.DATE, "date", "orgs"),
        fields(directory, Level.DATE_ORG, "id", "name", "public_id", "region", "account_name", "account_public_id"));
  }

  private static SortedSet<String> fields(Directory directory, Level level, String... own) {
    var names = new TreeSet<>(Arrays.asList(own));
    names.addAll(SummaryKeys.of(directory.catalogue(), level).names());
    return names;
  }

  @Override
  public void begin() throws IOException {
    var months = summary.months();
    json.writeStartObject();
    json.writeStringField("start_date", Timestamps.ofMonth(months.getFirst().month()));
    json.writeStringField("end_date", Timestamps.ofHour(Hours.firstOfMonth(months.getLast().month() + 1) - 24));
    json.writeStringField("last_updated", Timestamps.of(summary.asOf()));
    SummaryKeys.of(directory.catalogue(), Level.RESPONSE).write(json, months.stream().map(Month::values).toList());
    json.writeFieldName("logs_by_retention");
    MAPS.writeValue(json, new LogsByRetention(directory.catalogue()).of(months, orgDetails));
    json.writeArrayFieldStart("usage");
    json.flush();
  }

  @Override
  public void row(Line line) throws IOException {
    if (line.org.isPresent()) {
      org(line.org.get());
    } else {
      endMonth();
      inMonth = true;
      json.writeStartObject();
      json.writeStringField("date", Timestamps.ofMonth(line.month.month()));
      ofMonth.write(json, List.of(line.month.values()));
      if (orgDetails) {
        json.writeArrayFieldStart("orgs");
      }
    }
    json.flush();
  }

  private void org(OrgMonth month) throws IOException {
    var org = directory.org(month.org());
    json.writeStartObject();
    json.writeStringField("id", month.org());
    json.writeStringField("name", org.map(Org::name).orElse(month.org()));
    json.writeStringField("public_id", month.org());
    json.writeStringField("region", org.map(Org::region).orElse(null));
    json.writeStringField("account_name", directory.account(month.account()).map(Account::name).orElse(month.account()));
    json.writeStringField("account_public_id", month.account());
    ofOrg.write(json, List.of(month.values()));
    json.writeEndObject();
  }

  private void endMonth() throws IOException {
    if (inMonth && orgDetails) {
      json.writeEndArray();
    }
    if (inMonth) {
      json.writeEndObject();
    }
  }

  @Override
  public void end() throws IOException {
    endMonth();
    json.writeEndArray();
    json.writeEndObject();
    json.close();
  }
}
