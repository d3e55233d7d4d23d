package io.tributary.bench.projection;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * A file of a timestamp and one column per series, one row per hour or per day without a gap, zipped or not. Only the rows' times are
 * read when it is opened; the values are streamed.
 *
 * @param step hours that a row stands for: 1 or 24
 * @param first hour of the first row
 * @param end hour after the last row
 */
record WideCsv(Path file, List<String> series, int step, int first, int end) {
  /** A row's values, in the order of the series. */
  interface Rows {
    void row(int hour, List<String> values);
  }

  /** @throws IllegalArgumentException with the line, when the file is not of that form */
  static WideCsv open(Path file) throws IOException {
    try (var csv = reader(file)) {
      var rows = csv.iterator();
      if (!rows.hasNext()) {
        throw new IllegalArgumentException(file + " is empty");
      }
      var header = rows.next().getFields();
      int first = hour(file, rows.next());
      int last = rows.hasNext() ? hour(file, rows.next()) : first;
      int step = last - first;
      if (step != 1 && step != 24) {
        throw new IllegalArgumentException(file + ": rows are " + step + " hours apart, not 1 or 24");
      }
      while (rows.hasNext()) {
        var row = rows.next();
        int hour = hour(file, row);
        if (hour != last + step) {
          throw new IllegalArgumentException(file + " line " + row.getStartingLineNumber() + ": a gap before " + row.getField(0));
        }
        last = hour;
      }
      return new WideCsv(file, List.copyOf(header.subList(1, header.size())), step, first, last + step);
    }
  }

  int rows() {
    return (end - first) / step;
  }

  void read(Rows rows) throws IOException {
    try (var csv = reader(file)) {
      int hour = first - step;
      for (var row : csv) {
        if (hour >= first) {
          if (row.getFieldCount() != series.size() + 1) {
            throw new IllegalArgumentException(file + " line " + row.getStartingLineNumber() + ": " + row.getFieldCount() + " fields");
          }
          rows.row(hour, row.getFields().subList(1, row.getFieldCount()));
        }
        hour += step;
      }
    }
  }

  private static CsvReader<CsvRecord> reader(Path file) throws IOException {
    var in = new BufferedInputStream(Files.newInputStream(file));
    return CsvReader.builder().ofCsvRecord(text(file.toString().endsWith(".gz") ? new GZIPInputStream(in, 1 << 16) : in));
  }

  private static Reader text(InputStream in) {
    return new InputStreamReader(in, StandardCharsets.UTF_8);
  }

  /** {@code 2017-01-31}, {@code 2017-01-31 13:00}, with a {@code T} or seconds as well. */
  private static int hour(Path file, CsvRecord row) {
    var time = row.getField(0);
    try {
      int day = (int) LocalDate.parse(time.substring(0, Math.min(10, time.length()))).toEpochDay();
      return day * 24 + (time.length() >= 13 ? Integer.parseInt(time.substring(11, 13)) : 0);
    } catch (DateTimeParseException | NumberFormatException e) {
      throw new IllegalArgumentException(file + " line " + row.getStartingLineNumber() + ": '" + time + "' is no time", e);
    }
  }
}
