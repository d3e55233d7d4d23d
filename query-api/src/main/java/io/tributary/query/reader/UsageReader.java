package io.tributary.query.reader;

import io.tributary.model.NameQuery;
import io.tributary.model.NamedUsage;
import io.tributary.model.NotReady;
import io.tributary.model.Progress;
import io.tributary.model.RowQuery;
import io.tributary.model.Rows;

/** Where rows come from. Safe for use by many threads. */
public interface UsageReader {
  /**
   * Every row of the question, in no order; of a holder that is unknown, none.
   *
   * @throws NotReady when any of them cannot be read now
   */
  Rows read(RowQuery query);

  /**
   * Every row of usage by name, in no order; of an org that is unknown or told of no names, none.
   *
   * @throws NotReady when any of them cannot be read now
   */
  NamedUsage named(NameQuery query);

  /**
   * How far the stream is.
   *
   * @throws NotReady when nobody can say
   */
  Progress progress();
}
