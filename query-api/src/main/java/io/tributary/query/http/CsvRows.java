package io.tributary.query.http;

import io.tributary.query.http.Table.Column;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** Comma-separated values, RFC 4180, with a header line; what is not known is an empty field. */
final class CsvRows<T> implements RowStream.Encoder<T> {
  private final List<Column<T>> columns;
  private final Writer out;

  CsvRows(List<Column<T>> columns, OutputStream out) {
    this.columns = columns;
    this.out = new OutputStreamWriter(out, StandardCharsets.UTF_8);
  }

  @Override
  public void begin() throws IOException {
    out.write(columns.stream().map(column -> field(column.name())).collect(Collectors.joining(",")) + "\r\n");
  }

  @Override
  public void row(T row) throws IOException {
    var between = "";
    for (var column : columns) {
      out.write(between);
      out.write(field(column.of().apply(row)));
      between = ",";
    }
    out.write("\r\n");
    out.flush();
  }

  @Override
  public void end() throws IOException {
    out.flush();
  }

  private static String field(String text) {
    if (text == null) {
      return "";
    }
    boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
