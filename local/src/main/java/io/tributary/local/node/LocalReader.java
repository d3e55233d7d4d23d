package io.tributary.local.node;

import io.tributary.aggregator.boot.Aggregator;
import io.tributary.alerting.GroupStatus;
import io.tributary.model.CostQuery;
import io.tributary.model.NameQuery;
import io.tributary.model.NamedUsage;
import io.tributary.model.Progress;
import io.tributary.model.RowQuery;
import io.tributary.model.Rows;
import io.tributary.query.reader.CostReader;
import io.tributary.query.reader.MonitorStateReader;
import io.tributary.query.reader.UsageReader;
import io.tributary.rating.CostRows;
import io.tributary.rating.Statement;
import java.util.List;
import java.util.Set;

/** Reads the aggregator of this JVM. */
record LocalReader(Aggregator aggregator) implements UsageReader, CostReader, MonitorStateReader {
  @Override
  public Rows read(RowQuery query) {
    return aggregator.read(query);
  }

  @Override
  public NamedUsage named(NameQuery query) {
    return aggregator.named(query);
  }

  @Override
  public CostRows costs(CostQuery query) {
    return aggregator.costs(query);
  }

  @Override
  public List<Statement> statements(List<String> accounts, int from, int to) {
    return aggregator.statements(new CostQuery(CostQuery.Level.ACCOUNT, accounts, CostQuery.Grain.MONTH, from, to));
  }

  @Override
  public List<GroupStatus> states(Set<Long> monitors) {
    return aggregator.monitorStates(monitors);
  }

  @Override
  public Progress progress() {
    return aggregator.progress();
  }
}
