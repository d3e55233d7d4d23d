package io.tributary.bench.nab;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/** One file: {@code timestamp,value}, further columns ignored. Texts are kept, to be written as they were read. */
record NabSeries(List<String> timestamps, List<String> texts, long[] seconds, double[] values) {
  /** @throws IllegalArgumentException with the line, when the file is not of that form */
  static NabSeries read(Path file) throws IOException {
    var timestamps = new ArrayList<String>();
    var texts = new ArrayList<String>();
    try (var csv = CsvReader.builder().ofNamedCsvRecord(file)) {
      for (var row : csv) {
        timestamps.add(field(file, row, "timestamp"));
        texts.add(field(file, row, "value"));
      }
    }
    var seconds = new long[timestamps.size()];
    var values = new double[seconds.length];
    for (int i = 0; i < seconds.length; i++) {
      try {
        seconds[i] = seconds(timestamps.get(i).strip());
        values[i] = texts.get(i).isBlank() ? Double.NaN : Double.parseDouble(texts.get(i));
      } catch (DateTimeParseException | NumberFormatException e) {
        throw new IllegalArgumentException(file + " line " + (i + 2) + ": " + e.getMessage(), e);
      }
    }
    return new NabSeries(timestamps, texts, seconds, values);
  }

  private static String field(Path file, NamedCsvRecord row, String name) {
    return row.findField(name)
        .orElseThrow(() -> new IllegalArgumentException(file + " line " + row.getStartingLineNumber() + ": no " + name));
  }

  /** {@code 2014-04-01 00:05:00}, with a {@code T}, a fraction or no seconds as well, or seconds since 1970. */
  private static long seconds(String time) {
    if (time.indexOf(':') < 0) {
      return Long.parseLong(time);
    }
    return LocalDateTime.parse(time.replace(' ', 'T')).toEpochSecond(ZoneOffset.UTC);
  }

  /** @param scores of the rows, from 0 to 1 */
  void write(Path file, double[] scores) throws IOException {
    Files.createDirectories(file.getParent());
    try (var out = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(file)) {
      out.writeRecord("timestamp", "value", "anomaly_score");
      for (int i = 0; i < scores.length; i++) {
        out.writeRecord(timestamps.get(i), texts.get(i), Double.toString(scores[i]));
      }
    }
  }
}
