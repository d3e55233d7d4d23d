package io.tributary.aggregator.watch;

import io.tributary.aggregator.watch.Watch.GroupKey;
import io.tributary.alerting.Alert;
import io.tributary.alerting.Alert.Reading;
import io.tributary.alerting.AlertState;
import io.tributary.alerting.GroupStatus;
import io.tributary.alerting.Judgement;
import io.tributary.alerting.Notices;
import io.tributary.alerting.Notices.Finding;
import io.tributary.alerting.Standing;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/** How the groups of all monitors stand: judges what is read of them, keeps what that changes, and raises the alerts. */
final class Groups {
  private final KeyValueStore<Bytes, byte[]> store;
  private final Roster roster;
  private final Alerts alerts;
  private final Consumer<Alert> tell;
  private final Map<GroupKey, GroupStatus> statuses = new HashMap<>();
  /** Those that time may change. */
  private final Set<GroupKey> open = new LinkedHashSet<>();

  /** @param tell takes each alert, in the transaction that is open */
  Groups(KeyValueStore<Bytes, byte[]> store, Roster roster, Alerts alerts, Consumer<Alert> tell) {
    this.store = store;
    this.roster = roster;
    this.alerts = alerts;
    this.tell = tell;
    new WatchStore(store).statuses((key, status) -> {
      statuses.put(key, status);
      if (status.standing().isOpen()) {
        open.add(key);
      }
    });
  }

  boolean isEmpty() {
    return statuses.isEmpty();
  }

  Standing standing(Watch watch) {
    var status = statuses.get(watch.key());
    return status == null ? Standing.NEW : status.standing();
  }

  private GroupStatus status(Watch watch) {
    var status = statuses.get(watch.key());
    return status != null ? status
        : new GroupStatus(watch.monitor.id(), Watches.group(watch), watch.place.forAlert(), Standing.NEW, Reading.NONE, List.of());
  }

  /** @param finished whether all of the slot's usage is there */
  void judge(Watch watch, Reading reading, int slot, boolean finished, Instant caused, Instant now) {
    judge(watch, reading, reading.value().orElseThrow(), slot, finished, caused, now);
  }

  /** @param compared what thresholds are of, which is not what people read where it is a part of the slots */
  void judge(Watch watch, Reading reading, BigDecimal compared, int slot, boolean finished, Instant caused, Instant now) {
    var was = standing(watch);
    var judgement = finished || isCertain(watch) ? Judgement.of(watch.monitor, compared, was.state()) : Judgement.FINE;
    if (judgement.state() == AlertState.OK && !was.isOpen()) {
      return; // nearly always
    }
    var shown = watch.isAnomaly() ? reading : judgement.threshold().map(reading::withThreshold).orElse(reading);
    found(watch, new Finding(judgement.state(), slot, finished), shown, caused, now);
  }

  /** Whether what has crossed before the five minutes are over has crossed for good. */
  private static boolean isCertain(Watch watch) {
    return watch.isAnomaly() || watch.monitor.rule().comparison().isUpward();
  }

  void found(Watch watch, Finding finding, Reading reading, Instant caused, Instant now) {
    var was = status(watch);
    var step = Notices.found(was.standing(), finding, watch.monitor.options(), roster.isSilenced(watch, now), now);
    take(watch, was, step, reading, caused, now);
  }

  /** Time has passed, and nothing else. */
  void passed(Watch watch, Instant now) {
    var is = status(watch);
    take(watch, is, Notices.passed(is.standing(), watch.monitor.options(), roster.isSilenced(watch, now), now), is.reading(), now, now);
  }

  private void take(Watch watch, GroupStatus was, Notices.Step step, Reading reading, Instant caused, Instant now) {
    var next = step.standing();
    if (!was.standing().isOpen() && !next.isOpen() && next.transition() == was.standing().transition()) {
      return; // nothing to remember
    }
    var alert = step.notice().map(notice -> alerts.of(watch, next, notice, reading, caused, now));
    if (!next.equals(was.standing())) {
      // A repeat may find nobody any more: after a restart it is not known who caused a partner's total.
      var contributors = alert.filter(told -> !told.renotify() || !told.contributors().isEmpty()).map(Alert::contributors)
          .orElse(next.transition() == was.standing().transition() ? was.contributors() : List.of());
      var status = new GroupStatus(was.monitor(), Watches.group(watch), watch.place.forAlert(), next, reading, contributors);
      statuses.put(watch.key(), status);
      if (next.isOpen()) {
        open.add(watch.key());
      } else {
        open.remove(watch.key());
      }
      WatchStore.put(store, watch.key(), status);
    }
    alert.ifPresent(tell);
  }

  /** Groups that are not well, or of which something is still to be told. */
  List<GroupKey> open() {
    return List.copyOf(open);
  }

  /** Monitors have changed: to see which groups are still watched. */
  void openAll() {
    open.addAll(statuses.keySet());
  }

  /** @return whether it is well after all, and so was let go */
  boolean close(GroupKey key) {
    boolean well = !statuses.get(key).standing().isOpen();
    if (well) {
      open.remove(key);
    }
    return well;
  }

  /** Nobody watches it any more. */
  void forget(GroupKey key) {
    open.remove(key);
    statuses.remove(key);
    WatchStore.delete(store, key);
  }
}
