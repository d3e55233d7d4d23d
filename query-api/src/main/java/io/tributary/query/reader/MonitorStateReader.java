package io.tributary.query.reader;

import io.tributary.alerting.GroupStatus;
import io.tributary.model.NotReady;
import java.util.List;
import java.util.Set;

/** Where states of monitors come from: kept by the stream, never made when they are asked for. Safe for use by many threads. */
public interface MonitorStateReader {
  /**
   * The groups of some monitors that were ever anything but OK, in no order; see {@link GroupStatus#overall}.
   *
   * @param monitors ids
   * @throws NotReady when any of them cannot be read now
   */
  List<GroupStatus> states(Set<Long> monitors);
}
