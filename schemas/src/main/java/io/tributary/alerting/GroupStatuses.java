package io.tributary.alerting;

import java.util.List;
import java.util.Set;

/**
 * The groups of monitors that some partitions of the stream keep.
 *
 * @param partitions which: those of accounts as they are, those of partners plus the number of partitions
 */
public record GroupStatuses(List<GroupStatus> groups, Set<Integer> partitions) {
  public GroupStatuses {
    groups = List.copyOf(groups);
    partitions = Set.copyOf(partitions);
  }
}
