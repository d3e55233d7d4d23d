package io.tributary.query.http;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.util.RawValue;
import io.tributary.model.Account;
import io.tributary.model.Directory;
import io.tributary.query.pages.Pages;
import io.tributary.query.query.HourlyUsage;
import io.tributary.query.query.Timestamps;
import java.util.List;

/** The body of the hourly usage. Names are those that accounts and orgs had when the first page was read. */
@JsonNaming(SnakeCaseStrategy.class)
record HourlyUsageAnswer(List<RawValue> data, Meta meta) {
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

  static HourlyUsageAnswer from(Pages.Page page) {
    return new HourlyUsageAnswer(page.rows(), new Meta(new Pagination(page.next().orElse(null))));
  }

  static Row row(HourlyUsage.Line line, Directory directory) {
    var at = line.at();
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
