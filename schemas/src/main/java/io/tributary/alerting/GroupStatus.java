package io.tributary.alerting;

import io.tributary.alerting.Alert.Contributor;
import io.tributary.alerting.Alert.Place;
import io.tributary.alerting.Alert.Reading;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is kept of one group of a monitor once its state has ever changed: a group that is not there is OK.
 *
 * @param group its tags
 * @param reading the figures that decided last
 * @param contributors the child orgs that the notification of this state named, first who did most; none where none was sent
 */
public record GroupStatus(long monitor, Map<String, String> group, Place place, Standing standing, Reading reading,
    List<Contributor> contributors) {
  public GroupStatus {
    group = Collections.unmodifiableMap(new TreeMap<>(group));
    contributors = List.copyOf(contributors);
  }

  /** The group as people write it; {@code *} for a monitor without groups. */
  public String groupName() {
    return group.isEmpty() ? "*" : Alert.groupName(group);
  }

  /** The state of the whole monitor: the worst of its groups'. */
  public static AlertState overall(List<GroupStatus> groups) {
    return groups.stream().map(group -> group.standing().state()).reduce(AlertState.OK, AlertState::worse);
  }
}
