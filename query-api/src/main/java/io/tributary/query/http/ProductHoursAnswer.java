package io.tributary.query.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tributary.model.Directory;
import io.tributary.model.Org;
import io.tributary.model.UsageType;
import io.tributary.query.query.HourlyProduct.Line;
import io.tributary.query.query.ProductHours;
import io.tributary.query.query.Timestamps;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The body of one product's hours: by hour, then by org. Names are those that orgs have now. */
final class ProductHoursAnswer implements RowStream.Encoder<Integer> {
  private final ProductHours hours;
  private final List<Line> lines;
  private final Directory directory;
  private final JsonGenerator json;

  private ProductHoursAnswer(ProductHours hours, List<Line> lines, Directory directory, OutputStream out) throws IOException {
    this.hours = hours;
    this.lines = lines;
    this.directory = directory;
    this.json = ExactJson.to(out);
  }

  static RowStream<Integer> of(ProductHours hours, List<Line> lines, Directory directory) {
    return new RowStream<>(() -> IntStream.range(hours.span().from(), Math.max(hours.span().from(), hours.span().to())).iterator(),
        out -> new ProductHoursAnswer(hours, lines, directory, out));
  }

  @Override
  public void begin() throws IOException {
    ExactJson.begin(json, "usage");
  }

  @Override
  public void end() throws IOException {
    ExactJson.end(json);
  }

  /** All rows of one hour. */
  @Override
  public void row(Integer hour) throws IOException {
    for (var org : hours.orgs()) {
      for (var line : lines) {
        row(hour, org, line);
      }
    }
    json.flush();
  }

  private void row(int hour, String org, Line line) throws IOException {
    if (line.retention().isPresent() && line.fields().values().stream().allMatch(type -> value(org, hour, type) == null)) {
      return; // of the many retentions, an org uses a few
    }
    var known = directory.org(org);
    json.writeStartObject();
    json.writeStringField("hour", Timestamps.ofHour(hour));
    json.writeStringField("org_name", known.map(Org::name).orElse(org));
    json.writeStringField("public_id", org);
    json.writeStringField("region", known.map(Org::region).orElse(null));
    if (line.retention().isPresent()) {
      json.writeStringField("retention", line.retention().get());
    }
    for (var field : line.fields().entrySet()) {
      var value = value(org, hour, field.getValue());
      if (value == null) {
        json.writeNullField(field.getKey());
      } else {
        json.writeNumberField(field.getKey(), value);
      }
    }
    json.writeEndObject();
  }

  private Long value(String org, int hour, Optional<UsageType> type) {
    var value = type.map(known -> hours.value(org, hour, known)).filter(known -> known.isPresent());
    return value.isPresent() ? value.get().getAsLong() : null;
  }
}
