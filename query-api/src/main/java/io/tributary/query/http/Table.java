package io.tributary.query.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.tributary.query.query.Timestamps;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Rows of texts as JSON, or as CSV for who accepts that before JSON. Numbers are texts of exactly their decimals; what is not
 * known is null, or an empty field.
 *
 * @param columns in their order
 * @param head what the JSON answer says beside its rows
 */
record Table<T>(List<Column<T>> columns, List<T> rows, Map<String, ?> head) {
  /** @param of null where the row has no such value */
  record Column<T>(String name, Function<T, String> of) {}

  MutableHttpResponse<?> answer(HttpRequest<?> request, Instant asOf) {
    boolean csv = request.accept().stream().map(MediaType::getName)
        .filter(name -> name.equals("text/csv") || name.equals("application/json")).findFirst().filter("text/csv"::equals).isPresent();
    RowStream.Format<T> format = csv ? out -> new CsvRows<>(columns, out) : out -> new AsJson(out, asOf);
    return HttpResponse.ok(new RowStream<>(rows, format))
        .contentType(csv ? "text/csv; charset=utf-8" : MediaType.APPLICATION_JSON).header(Fresh.HEADER, Timestamps.precise(asOf));
  }

  private final class AsJson implements RowStream.Encoder<T> {
    private final JsonGenerator json;
    private final Instant asOf;
    private final List<SerializedString> names = columns.stream().map(column -> new SerializedString(column.name)).toList();

    private AsJson(OutputStream out, Instant asOf) throws IOException {
      this.json = ExactJson.to(out);
      this.asOf = asOf;
    }

    @Override
    public void begin() throws IOException {
      json.writeStartObject();
      json.writeStringField("as_of", Timestamps.precise(asOf));
      for (var field : head.entrySet()) {
        json.writeFieldName(field.getKey());
        value(field.getValue());
      }
      json.writeArrayFieldStart("rows");
    }

    private void value(Object value) throws IOException {
      if (value instanceof Map<?, ?> map) {
        json.writeStartObject();
        for (var field : map.entrySet()) {
          json.writeStringField(field.getKey().toString(), field.getValue().toString());
        }
        json.writeEndObject();
      } else {
        json.writeString(value.toString());
      }
    }

    @Override
    public void row(T row) throws IOException {
      json.writeStartObject();
      for (int i = 0; i < names.size(); i++) {
        json.writeFieldName(names.get(i));
        json.writeString(columns.get(i).of.apply(row));
      }
      json.writeEndObject();
      json.flush();
    }

    @Override
    public void end() throws IOException {
      ExactJson.end(json);
    }
  }
}
