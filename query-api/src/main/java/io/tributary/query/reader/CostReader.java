package io.tributary.query.reader;

import io.tributary.model.CostQuery;
import io.tributary.model.NotReady;
import io.tributary.rating.CostRows;
import io.tributary.rating.Statement;
import java.util.List;

/** Where rows of cost come from: rated when usage or a contract changed, never when they are asked for. Safe for use by many threads. */
public interface CostReader {
  /**
   * Every row of the question, in no order; of a holder that is unknown, has no contract or was not used yet, none. Bands in a
   * partner's total are bands, not what they were added up as, see {@link io.tributary.rating.CostSums#readable}.
   *
   * @throws NotReady when any of them cannot be read now
   */
  CostRows costs(CostQuery query);

  /**
   * The statements of closed months, one for each contract of the accounts in each month, in no order; of a month that is not
   * closed, none.
   *
   * @param from first month
   * @param to first month after
   * @throws NotReady when any of them cannot be read now
   */
  List<Statement> statements(List<String> accounts, int from, int to);
}
