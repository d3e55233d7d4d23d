package io.tributary.query.reader;

import io.tributary.alerting.GroupStatus;
import io.tributary.model.NotReady;
import io.tributary.model.Progress;
import io.tributary.model.RowQuery;
import io.tributary.model.Rows;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Where rows come from. Safe for use by many threads. */
public interface UsageReader {
  /**
   * Every row of the question, in no order; of a holder that is unknown, none.
   *
   * @throws NotReady when any of them cannot be read now
   */
  Rows read(RowQuery query);

  /**
   * How far the stream is.
   *
   * @throws NotReady when nobody can say
   */
  Progress progress();

  /**
   * The groups of these monitors whose state was ever another than OK, in no order; all others are OK.
   *
   * @throws NotReady when any of them cannot be read now
   */
  default List<GroupStatus> monitorStates(Set<Long> monitors) {
    throw new NotReady("the states of monitors are not kept here", Duration.ofSeconds(1));
  }
}
