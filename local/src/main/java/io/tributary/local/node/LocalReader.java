package io.tributary.local.node;

import io.tributary.aggregator.boot.Aggregator;
import io.tributary.model.Progress;
import io.tributary.model.RowQuery;
import io.tributary.model.Rows;
import io.tributary.query.reader.UsageReader;

/** Reads the aggregator of this JVM. */
record LocalReader(Aggregator aggregator) implements UsageReader {
  @Override
  public Rows read(RowQuery query) {
    return aggregator.read(query);
  }

  @Override
  public Progress progress() {
    return aggregator.progress();
  }
}
