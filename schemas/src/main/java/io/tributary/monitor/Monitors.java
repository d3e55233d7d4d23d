package io.tributary.monitor;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** All monitors and downtimes at one version of the directory. Immutable; {@link #next} leads to the next one. */
public final class Monitors {
  public static final Monitors NONE = new Monitors(Map.of(), Map.of(), 0);

  private final Map<Long, Monitor> monitors;
  private final Map<Long, Downtime> downtimes;
  private final Map<Owner, List<Monitor>> monitorsByOwner;
  private final Map<Owner, List<Downtime>> downtimesByOwner;
  private final long lastMonitorId;

  private Monitors(Map<Long, Monitor> monitors, Map<Long, Downtime> downtimes, long lastMonitorId) {
    this.monitors = monitors;
    this.downtimes = downtimes;
    this.lastMonitorId = lastMonitorId;
    this.monitorsByOwner = monitors.values().stream().sorted(Comparator.comparingLong(Monitor::id))
        .collect(Collectors.groupingBy(Monitor::owner, Collectors.toUnmodifiableList()));
    this.downtimesByOwner = downtimes.values().stream().sorted(Comparator.comparingLong(Downtime::id))
        .collect(Collectors.groupingBy(Downtime::owner, Collectors.toUnmodifiableList()));
  }

  /** Some changes on the way to the next version. */
  public static final class Next {
    private final Monitors before;
    private Map<Long, Monitor> monitors;
    private Map<Long, Downtime> downtimes;
    private long lastMonitorId;

    private Next(Monitors before) {
      this.before = before;
    }

    /** Most changes of a directory are of something else: nothing is copied for them. */
    private void copy() {
      if (monitors == null) {
        monitors = new HashMap<>(before.monitors);
        downtimes = new HashMap<>(before.downtimes);
        lastMonitorId = before.lastMonitorId;
      }
    }

    public void put(Monitor monitor) {
      copy();
      monitors.put(monitor.id(), monitor);
      lastMonitorId = Math.max(lastMonitorId, monitor.id());
    }

    /** A deleted monitor's id is not given again. */
    public void delete(long id) {
      copy();
      monitors.remove(id);
      lastMonitorId = Math.max(lastMonitorId, id);
    }

    public void put(Downtime downtime) {
      copy();
      downtimes.put(downtime.id(), downtime);
    }

    public Monitors done() {
      return monitors == null ? before : new Monitors(monitors, downtimes, lastMonitorId);
    }
  }

  public Next next() {
    return new Next(this);
  }

  public Collection<Monitor> all() {
    return Collections.unmodifiableCollection(monitors.values());
  }

  public Optional<Monitor> find(long id) {
    return Optional.ofNullable(monitors.get(id));
  }

  /** By id. */
  public List<Monitor> of(Owner owner) {
    return monitorsByOwner.getOrDefault(owner, List.of());
  }

  public Collection<Downtime> downtimes() {
    return Collections.unmodifiableCollection(downtimes.values());
  }

  public Optional<Downtime> downtime(long id) {
    return Optional.ofNullable(downtimes.get(id));
  }

  /** By id; those that are over and cancelled ones too. */
  public List<Downtime> downtimesOf(Owner owner) {
    return downtimesByOwner.getOrDefault(owner, List.of());
  }

  /** What the next new monitor is called. */
  public long nextMonitorId() {
    return lastMonitorId + 1;
  }

  public long nextDowntimeId() {
    return downtimes.keySet().stream().mapToLong(id -> id).max().orElse(0) + 1;
  }
}
