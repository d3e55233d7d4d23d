package io.tributary.bench.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What an answer says, read with none of the code that wrote it.
 *
 * @param cells amounts in the partner's currency; a row whose cost is not known has none
 * @param repeated rows beyond the first for the same cell
 * @param notProjected accounts for which the answer says that what they have cost so far stands for a projection
 */
record Costs(Map<Cell, BigDecimal> cells, int repeated, Set<String> notProjected) {
  private static final JsonFactory JSON = new JsonFactory();

  /** @param account public id; empty where an answer is about all accounts */
  record Cell(String account, String product) {}

  /** @throws IOException when the answer is no such JSON, or ends early */
  static Costs read(byte[] answer) throws IOException {
    var cells = new HashMap<Cell, BigDecimal>();
    int repeated = 0;
    var notProjected = new HashSet<String>();
    try (var json = JSON.createParser(answer)) {
      while (json.nextToken() != JsonToken.FIELD_NAME || !json.currentName().equals("rows")) {
        if (json.currentToken() == null) {
          throw new IOException("an answer without rows");
        }
        if (json.currentToken() == JsonToken.FIELD_NAME && json.currentName().equals("not_projected")) {
          json.nextToken();
          notProjected.addAll(texts(json).keySet());
        }
      }
      json.nextToken();
      while (json.nextToken() == JsonToken.START_OBJECT) {
        var row = texts(json);
        var cell = new Cell(row.getOrDefault("account_public_id", ""), row.getOrDefault("product_name", ""));
        var cost = row.get("cost");
        if (cost != null && cells.put(cell, new BigDecimal(cost)) != null) {
          repeated++;
        }
      }
      // To the end, or a cut answer might pass for a whole one.
      while (json.nextToken() != null) {
        json.skipChildren();
      }
    }
    return new Costs(cells, repeated, notProjected);
  }

  /** The texts of an object, by name. */
  private static Map<String, String> texts(JsonParser json) throws IOException {
    var values = new HashMap<String, String>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      var name = json.currentName();
      if (json.nextToken() == JsonToken.VALUE_STRING) {
        values.put(name, json.getText());
      } else {
        json.skipChildren();
      }
    }
    return values;
  }

  /** The sum over accounts. */
  Map<String, BigDecimal> byProduct() {
    var sums = new TreeMap<String, BigDecimal>();
    cells.forEach((cell, cost) -> sums.merge(cell.product(), cost, BigDecimal::add));
    return sums;
  }

  /** How many accounts have all their products, as they will be at the month's end. */
  long completeAccounts() {
    var products = new HashMap<String, Integer>();
    cells.keySet().stream().filter(cell -> !notProjected.contains(cell.account()))
        .forEach(cell -> products.merge(cell.account(), 1, Integer::sum));
    return products.values().stream().filter(count -> count == Card.DIMENSIONS.size()).count();
  }

  /** What an answer lacks, or has too much of. */
  List<String> gaps(Question question, int accounts) {
    var wanted = question.cells(accounts).toList();
    var gaps = new ArrayList<String>();
    long missing = wanted.stream().filter(cell -> !cells.containsKey(cell)).count();
    if (missing > 0) {
      gaps.add("an answer %s lacks %,d of %,d costs".formatted(question, missing, wanted.size()));
    }
    if (!notProjected.isEmpty()) {
      gaps.add("an answer %s has %,d accounts that are not projected".formatted(question, notProjected.size()));
    }
    long strange = cells.size() + missing - wanted.size() + repeated;
    if (strange > 0) {
      gaps.add("an answer %s has %,d costs too many".formatted(question, strange));
    }
    return gaps;
  }

  /** Where the sum over the accounts is another one than the total by product. */
  static List<String> differences(Costs products, Costs accounts) {
    var totals = products.byProduct();
    var sums = accounts.byProduct();
    var differences = new ArrayList<String>();
    totals.forEach((product, total) -> {
      var sum = sums.get(product);
      if (sum == null || sum.compareTo(total) != 0) {
        differences.add(product + " costs " + total + " in all, but " + sum + " when its accounts are added up");
      }
    });
    return differences;
  }
}
