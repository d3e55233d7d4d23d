package io.tributary.local.focus;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rows of a FOCUS export: CSV in UTF-8 whose first line names the columns. FOCUS knows null; a CSV file has an empty field for
 * it, or the word NULL, so both mean that there is no value.
 */
final class FocusFile implements Iterator<FocusFile.Row>, AutoCloseable {
  static final String ACCOUNT = "BillingAccountId";
  static final String ACCOUNT_NAME = "BillingAccountName";
  static final String SUB_ACCOUNT = "SubAccountId";
  static final String SUB_ACCOUNT_NAME = "SubAccountName";
  static final String SERVICE = "ServiceName";
  static final String CATEGORY = "ChargeCategory";
  static final String QUANTITY = "ConsumedQuantity";
  static final String UNIT = "ConsumedUnit";
  static final String START = "ChargePeriodStart";
  static final String END = "ChargePeriodEnd";

  private static final List<String> REQUIRED = List.of(ACCOUNT, SERVICE, CATEGORY, QUANTITY, UNIT, START);
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  /** @param line where it begins in the file, from 1: a quoted field may hold line breaks */
  record Row(long line, Map<String, Integer> columns, List<String> fields) {
    /** The value without blanks around it; empty when the file has no such column, or no value in it. */
    Optional<String> text(String column) {
      var index = columns.get(column);
      return index == null || index >= fields.size() ? Optional.empty()
          : Optional.of(fields.get(index).strip()).filter(text -> !text.isEmpty() && !text.equalsIgnoreCase("NULL"));
    }

    /** Whether it has a field for each column, and no more: otherwise nobody can tell which field is which. */
    boolean isWhole() {
      return fields.size() == columns.size();
    }
  }

  private final Path file;
  private final CloseableIterator<CsvRecord> records;
  private final Map<String, Integer> columns = new HashMap<>();

  private FocusFile(Path file) throws IOException {
    this.file = file;
    // A reader of this kind fails at bytes that are no UTF-8, where others put the same question mark into different ids.
    this.records = CsvReader.builder().allowExtraFields(true).allowMissingFields(true).ofCsvRecord(Files.newBufferedReader(file)).iterator();
  }

  /** @throws IllegalStateException when it cannot be read, or has not the columns of FOCUS: with all that are missing */
  static FocusFile open(Path path) {
    FocusFile file;
    try {
      file = new FocusFile(path);
    } catch (IOException e) {
      throw new IllegalStateException(path + " cannot be read: " + e, e);
    }
    try {
      file.readHeader();
      return file;
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private void readHeader() {
    for (var name : hasNext() ? records.next().getFields() : List.<String>of()) {
      var column = (columns.isEmpty() && name.startsWith(BYTE_ORDER_MARK) ? name.substring(1) : name).strip();
      if (columns.putIfAbsent(column, columns.size()) != null) {
        throw new IllegalStateException(file + " has the column " + column + " twice");
      }
    }
    var missing = REQUIRED.stream().filter(column -> !columns.containsKey(column)).toList();
    if (!missing.isEmpty()) {
      throw new IllegalStateException(file + " is no FOCUS file in CSV: it has no column " + String.join(", ", missing));
    }
  }

  /** @throws IllegalStateException when the file cannot be read on */
  @Override
  public boolean hasNext() {
    try {
      return records.hasNext();
    } catch (CsvParseException e) {
      throw new IllegalStateException(file + " is no CSV file: " + e.getMessage(), e);
    } catch (UncheckedIOException e) {
      throw new IllegalStateException(file + " cannot be read, or is not in UTF-8: " + e.getCause(), e);
    }
  }

  @Override
  public Row next() {
    var record = records.next();
    return new Row(record.getStartingLineNumber(), columns, record.getFields());
  }

  @Override
  public void close() {
    try {
      records.close();
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }
}
