package io.tributary.local.focus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A bill by hand: {@code new SomeBill().row(START, "…", QUANTITY, "3")}; what a row does not say is an ordinary hour of a machine. */
public final class SomeBill {
  private static final List<String> COLUMNS = List.of("BilledCost", "BillingAccountId", "BillingAccountName", "ChargeCategory",
      "ChargePeriodEnd", "ChargePeriodStart", "ConsumedQuantity", "ConsumedUnit", "ResourceId", "ServiceName", "SubAccountId",
      "SubAccountName", "Tags");

  private final List<String> lines = new ArrayList<>(List.of(String.join(",", COLUMNS)));

  /** @param fields column, value, column, value … */
  public SomeBill row(String... fields) {
    var row = new TreeMap<>(Map.of("BilledCost", "0.10", "BillingAccountId", "payer", "BillingAccountName", "Payer, Inc.",
        "ChargeCategory", "Usage", "ChargePeriodStart", "2026-05-03T10:00:00Z", "ConsumedQuantity", "1", "ConsumedUnit", "Hours",
        "ServiceName", "Machines", "SubAccountId", "shop", "SubAccountName", "The shop"));
    for (int i = 0; i < fields.length; i += 2) {
      row.put(fields[i], fields[i + 1]);
    }
    return line(COLUMNS.stream().map(column -> '"' + row.getOrDefault(column, "NULL").replace("\"", "\"\"") + '"')
        .collect(Collectors.joining(",")));
  }

  public SomeBill line(String text) {
    lines.add(text);
    return this;
  }

  public Path in(Path folder) {
    return in(folder, "bill.csv");
  }

  public Path in(Path folder, String name) {
    try {
      return Files.write(folder.resolve(name), lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
