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

  static Scanned month(AggregatorReader reader, int accounts) {
    var holders = IntStream.range(0, accounts).mapToObj(Fleet::account).toList();
    int to = Hours.of(Instant.now()) + 1;
    var query = RowQuery.hours(Level.ACCOUNT, holders, Set.of(), Hours.firstOfMonth(Hours.month(to - 1)), to);
    var nanos = new long[TIMES];
    int rows = 0;
    for (int i = 0; i < TIMES; i++) {
      long began = System.nanoTime();
      var sums = new HashMap<Integer, Quantity>();
      var read = reader.read(query).rows();
      read.forEach(row -> row.cells().forEach((type, cell) -> sums.merge(type, cell.sum(), Quantity::plus)));
      nanos[i] = System.nanoTime() - began;
      rows = read.size();
    }
    return new Scanned(Latency.of(nanos), rows);
  }
}
