package io.tributary.query.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tributary.monitor.Query;
import io.tributary.monitor.Query.As;
import io.tributary.monitor.Tag;
import io.tributary.query.query.MetricSeries;
import io.tributary.query.query.MetricsQuery;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Series of a metric in the reference form, written one by one. Numbers have all of their digits. */
final class MetricsAnswer implements RowStream.Encoder<MetricSeries> {
  private static final long MILLIS = 1000;

  private final MetricsQuery query;
  private final JsonGenerator json;

  MetricsAnswer(MetricsQuery query, OutputStream out) throws IOException {
    this.query = query;
    this.json = ExactJson.to(out);
  }

  @Override
  public void begin() throws IOException {
    json.writeStartObject();
    json.writeStringField("status", "ok");
    json.writeNumberField("resp_version", 1);
    json.writeStringField("res_type", "time_series");
    json.writeStringField("query", query.text());
    json.writeNumberField("from_date", query.from() * MILLIS);
    json.writeNumberField("to_date", query.to() * MILLIS);
    texts("group_by", query.query().groupBy().stream().map(Tag::label).toList());
    json.writeStringField("message", "");
    json.writeArrayFieldStart("series");
  }

  @Override
  public void row(MetricSeries series) throws IOException {
    var asked = query.query();
    var tags = tags(asked, series.group());
    var scope = Stream.concat(asked.filter().conditions().stream().map(Object::toString), tags.stream()).distinct()
        .collect(Collectors.joining(","));
    var known = scope.isEmpty() ? "*" : scope;
    json.writeStartObject();
    json.writeStringField("metric", asked.metric());
    json.writeStringField("display_name", asked.metric());
    json.writeStringField("scope", known);
    texts("tag_set", tags);
    json.writeStringField("expression", "sum:" + asked.metric() + "{" + known + "}" + modifiers(asked));
    json.writeStringField("aggr", "sum");
    json.writeNumberField("query_index", 0);
    json.writeNumberField("interval", query.interval());
    json.writeNumberField("start", series.points().firstKey() * MILLIS);
    json.writeNumberField("end", (series.points().lastKey() + query.interval()) * MILLIS - 1);
    json.writeNumberField("length", series.points().size());
    unit();
    json.writeObjectFieldStart("attributes");
    json.writeEndObject();
    json.writeArrayFieldStart("pointlist");
    for (var point : series.points().entrySet()) {
      json.writeStartArray();
      json.writeNumber(point.getKey() * MILLIS);
      json.writeNumber(point.getValue());
      json.writeEndArray();
    }
    json.writeEndArray();
    json.writeEndObject();
    json.flush();
  }

  @Override
  public void end() throws IOException {
    ExactJson.end(json);
  }

  private static List<String> tags(Query query, List<String> group) {
    var tags = new ArrayList<String>();
    for (int i = 0; i < group.size(); i++) {
      tags.add(query.groupBy().get(i).label() + ":" + group.get(i));
    }
    return tags;
  }

  private static String modifiers(Query query) {
    var text = new Query(query.metric(), query.filter(), List.of(), query.as(), query.rollup()).toString();
    return text.substring(text.lastIndexOf('}') + 1);
  }

  private void texts(String field, List<String> values) throws IOException {
    json.writeArrayFieldStart(field);
    for (var value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }

  /** What is measured, and per what: nothing, or a second. */
  private void unit() throws IOException {
    var name = query.type().unit();
    json.writeArrayFieldStart("unit");
    unit(name.equals("byte") ? "bytes" : "general", name, name.equals("byte") ? "B" : null);
    if (query.query().as() == As.RATE) {
      unit("time", "second", "s");
    } else {
      json.writeNull();
    }
    json.writeEndArray();
  }

  private void unit(String family, String name, String shortName) throws IOException {
    json.writeStartObject();
    json.writeStringField("family", family);
    json.writeStringField("name", name);
    json.writeStringField("plural", name.endsWith("s") ? name : name + "s");
    json.writeStringField("short_name", shortName);
    json.writeNumberField("scale_factor", 1);
    json.writeEndObject();
  }
}
