package io.tributary.bench.query;

import io.tributary.bench.node.Latency;
import io.tributary.model.Hours;
import io.tributary.model.Quantity;
import io.tributary.model.RowQuery;
import io.tributary.model.RowQuery.Level;
import io.tributary.query.reader.AggregatorReader;
import java.time.Instant;
import java.util.HashMap;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What the month would take without month cells: every hour cell of every account read from the aggregator and added up, at rest.
 *
 * @param took from asking to the sum
 * @param rows rows of an account and hour that were read, each with all of its usage types
 */
record Scanned(Latency took, int rows) {
  private static final int TIMES = 10;
  /** Accounts of one question: all rows at once are more than the asker's heap holds. */
  private static final int CHUNK = 100;

  static Scanned month(AggregatorReader reader, int accounts) {
    var holders = IntStream.range(0, accounts).mapToObj(Fleet::account).toList();
    int to = Hours.of(Instant.now()) + 1;
    int from = Hours.firstOfMonth(Hours.month(to - 1));
    var nanos = new long[TIMES];
    int rows = 0;
    for (int i = 0; i < TIMES; i++) {
      long began = System.nanoTime();
      var sums = new HashMap<Integer, Quantity>();
      int read = 0;
      for (int first = 0; first < accounts; first += CHUNK) {
        var some = holders.subList(first, Math.min(accounts, first + CHUNK));
        var chunk = reader.read(RowQuery.hours(Level.ACCOUNT, some, Set.of(), from, to)).rows();
        chunk.forEach(row -> row.cells().forEach((type, cell) -> sums.merge(type, cell.sum(), Quantity::plus)));
        read += chunk.size();
      }
      nanos[i] = System.nanoTime() - began;
      rows = read;
    }
    return new Scanned(Latency.of(nanos), rows);
  }
}
