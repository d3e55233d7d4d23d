package io.tributary.query.http;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.tributary.model.Account;
import io.tributary.model.Directory;
import io.tributary.query.query.Cursor;
import io.tributary.query.query.HourlyUsage;
import io.tributary.query.query.Timestamps;
import java.util.List;

/** The body of the hourly usage. Names are those that accounts and orgs have now. */
@JsonNaming(SnakeCaseStrategy.class)
record HourlyUsageAnswer(List<Row> data, Meta meta) {
  record Row(String type, String id, Attributes attributes) {}

  @JsonNaming(SnakeCaseStrategy.class)
  record Attributes(String accountName, String accountPublicId, String orgName, String publicId, String region, String productFamily,
      String timestamp, List<Measurement> measurements) {}

  /** @param value null where it was not measured */
  @JsonNaming(SnakeCaseStrategy.class)
  record Measurement(String usageType, Long value) {}

  record Meta(Pagination pagination) {}

  /** @param nextRecordId null on the last page */
  @JsonNaming(SnakeCaseStrategy.class)
  record Pagination(String nextRecordId) {}

  static HourlyUsageAnswer from(HourlyUsage.Page page, String digest, Directory directory) {
    return new HourlyUsageAnswer(page.lines().stream().map(line -> row(line, directory)).toList(),
        new Meta(new Pagination(page.next().map(next -> next.opaque(digest)).orElse(null))));
  }

  private static Row row(HourlyUsage.Line line, Directory directory) {
    Cursor at = line.at();
    var org = directory.org(at.org());
    return new Row("usage_timeseries", line.id(), new Attributes(
        directory.account(at.account()).map(Account::name).orElse(at.account()), at.account(),
        org.map(known -> known.name()).orElse(at.org()), at.org(), org.map(known -> known.region()).orElse(null),
        at.family(), Timestamps.ofHour(at.hour()), line.measurements().stream().map(HourlyUsageAnswer::measurement).toList()));
  }

  private static Measurement measurement(HourlyUsage.Measurement measurement) {
    return new Measurement(measurement.usageType(), measurement.value().isPresent() ? measurement.value().getAsLong() : null);
  }
}
