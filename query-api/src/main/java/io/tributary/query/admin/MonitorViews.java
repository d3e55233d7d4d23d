package io.tributary.query.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.alerting.AlertState;
import io.tributary.alerting.GroupStatus;
import io.tributary.model.Directory;
import io.tributary.model.NotReady;
import io.tributary.monitor.Monitor;
import io.tributary.monitor.MonitorJson;
import io.tributary.query.reader.MonitorStateReader;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Monitors as they are read: with what they say now. A state that cannot be read at the moment is null, never OK. */
@Singleton
final class MonitorViews {
  private static final Logger LOG = LoggerFactory.getLogger(MonitorViews.class);
  private static final String ALL = "all";

  private final MonitorStateReader reader;
  private final InstantSource clock;

  MonitorViews(MonitorStateReader reader, InstantSource clock) {
    this.reader = reader;
    this.clock = clock;
  }

  /** @param shown states whose groups are shown: {@code all}, or some of {@code ok}, {@code alert}, {@code warn}, {@code no data} */
  ArrayNode all(List<Monitor> monitors, Directory directory, List<String> shown) {
    var json = JsonNodeFactory.instance.arrayNode();
    var states = states(monitors);
    monitors.forEach(monitor -> json.add(view(monitor, directory, states, shown)));
    return json;
  }

  ObjectNode one(Monitor monitor, Directory directory, List<String> shown) {
    return view(monitor, directory, states(List.of(monitor)), shown);
  }

  /** One that was just written: nothing was judged since. */
  ObjectNode written(Monitor monitor) {
    return MonitorJson.write(monitor).put("overall_state", AlertState.NO_DATA.label()).putNull("overall_state_modified");
  }

  private Optional<Map<Long, List<GroupStatus>>> states(List<Monitor> monitors) {
    if (monitors.isEmpty()) {
      return Optional.of(Map.of());
    }
    try {
      return Optional.of(reader.states(monitors.stream().map(Monitor::id).collect(Collectors.toSet())).stream()
          .collect(Collectors.groupingBy(GroupStatus::monitor)));
    } catch (NotReady e) {
      LOG.warn("the states of monitors cannot be read: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private ObjectNode view(Monitor monitor, Directory directory, Optional<Map<Long, List<GroupStatus>>> states, List<String> shown) {
    var json = MonitorJson.write(monitor);
    var groups = states.map(known -> known.getOrDefault(monitor.id(), List.of()));
    json.put("overall_state", groups.map(some -> GroupStatus.overall(some).label()).orElse(null));
    json.put("overall_state_modified", groups.flatMap(some -> some.stream().map(group -> group.standing().since())
        .max(Comparator.naturalOrder())).map(MonitorJson::text).orElse(null));
    if (!shown.isEmpty() && groups.isPresent()) {
      var all = json.putObject("state").putObject("groups");
      groups.get().stream()
          .filter(group -> shown.contains(ALL) || shown.contains(group.standing().state().label().toLowerCase(Locale.ROOT)))
          .sorted(Comparator.comparing(GroupStatus::groupName)).forEach(group -> group(all.putObject(group.groupName()), group));
    }
    var now = clock.instant();
    var downtimes = json.putArray("matching_downtimes");
    directory.monitors().downtimesOf(monitor.owner()).stream().filter(each -> each.isActive(now) && each.concerns(monitor))
        .forEach(each -> DowntimeJson.matching(downtimes.addObject(), each));
    return json;
  }

  private static void group(ObjectNode json, GroupStatus status) {
    var standing = status.standing();
    var since = standing.since().getEpochSecond();
    json.put("name", status.groupName()).put("status", standing.state().label());
    switch (standing.state()) {
      case OK -> json.put("last_resolved_ts", since);
      case NO_DATA -> json.put("last_nodata_ts", since);
      case WARN, ALERT -> json.put("last_triggered_ts", since);
    }
    if (standing.toldAt().isAfter(Instant.EPOCH)) {
      json.put("last_notified_ts", standing.toldAt().getEpochSecond());
    }
    status.reading().value().ifPresent(value -> json.put("last_value", value));
    var contributors = json.putArray("contributors");
    status.contributors().forEach(one -> contributors.addObject().put("public_id", one.org()).put("org_name", one.orgName())
        .put("account_public_id", one.account()).put("account_name", one.accountName()).put("value", one.value())
        .put("expected", one.expected()));
  }
}
