package io.tributary.aggregator.watch;

import io.tributary.alerting.Alert;
import io.tributary.alerting.Alert.Contributor;
import io.tributary.alerting.Notices;
import io.tributary.model.Account;
import io.tributary.model.Directory;
import io.tributary.model.Hours;
import io.tributary.model.Partner;
import io.tributary.model.Quantity;
import io.tributary.model.RowQuery.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Runs the monitors of one partition of one level. A cell that changed is compared at once ({@link RunningSlots}); what is certain only
 * when its five minutes are over waits for a turn ({@link EndedSlots}), and so does what is of a month ({@link Budgets}). What all of
 * them find comes together in {@link Groups}.
 */
public final class Watcher {
  /** Accounts whose orgs are looked through in one turn after monitors have changed. */
  private static final int HOLDERS_A_TURN = 20;
  /** After monitors changed, or the task began, accounts tell partners who caused what within this time. */
  private static final Duration TOLD_WITHIN = Duration.ofSeconds(20);

  private final Usage usage;
  private final Supplier<Directory> directory;
  private final Predicate<String> isHere;
  private final Level level;
  private final Duration grace;
  private final Roster roster;
  private final Readings readings;
  private final Groups groups;
  private final RunningSlots running;
  private final EndedSlots ended;
  private final Budgets budgets;
  /** Holders whose series are to be looked through. */
  private final ArrayDeque<String> holders = new ArrayDeque<>();
  private Instant changed = Instant.EPOCH;

  /** Who caused what is told of, where it is known better than from the cells here. */
  public interface Causes {
    /** @param to first slot after */
    List<Contributor> of(Place place, int type, int from, int to);
  }

  /**
   * @param isHere whether an account, or a partner, belongs to the partition
   * @param level {@link Level#ACCOUNT} for accounts and their orgs, {@link Level#PARTNER} for partners' totals
   * @param grace how long after their end five minutes are taken to be complete, at the earliest
   * @param causes of a partner's total; of the others the cells tell
   * @param tell takes each alert, in the transaction that is open
   */
  public Watcher(KeyValueStore<Bytes, byte[]> store, Usage usage, Supplier<Directory> directory, Predicate<String> isHere, Level level,
      Duration grace, Causes causes, Consumer<Alert> tell) {
    this.usage = usage;
    this.directory = directory;
    this.isHere = isHere;
    this.level = level;
    this.grace = grace;
    roster = new Roster(directory, level);
    readings = new Readings(usage, roster);
    groups = new Groups(store, roster, new Alerts(level, directory, usage, roster, causes), tell);
    running = new RunningSlots(store, readings, groups);
    ended = new EndedSlots(store, roster, readings, groups);
    budgets = new Budgets(usage, roster, readings, groups);
  }

  /** Whether nothing is watched and nothing is to be told. */
  public boolean isIdle() {
    return roster.isEmpty() && groups.isEmpty();
  }

  /** Whether any cell is watched. */
  public boolean isWatching(Instant now) {
    refresh(now);
    return !roster.watches().isEmpty();
  }

  /** What a holder's usage costs is another than before. */
  public void rated(String holder) {
    budgets.rated(holder);
  }

  /**
   * The flush changed a five-minute cell.
   *
   * @param units the whole row: counting units by usage type
   * @param caused append time of the newest event in it
   */
  public void touched(Place place, int slot, Map<Integer, Quantity> units, Instant caused, Instant now) {
    refresh(now);
    for (var watch : roster.at(place)) {
      var value = units.get(watch.type.id());
      if (value != null) {
        if (watch.shared) {
          readings.joined(watch, place.org());
        }
        changed(watch, slot, value, caused, now);
      }
    }
  }

  /** The flush changed an org's own five-minute cell of these usage types: what monitors of its subtree take is read. */
  public void grown(Place subtree, int slot, Set<Integer> types, Instant caused, Instant now) {
    refresh(now);
    if (!roster.watches().ofOrgs()) {
      return;
    }
    for (var watch : roster.at(subtree)) {
      if (types.contains(watch.type.id())) {
        var value = usage.slots(subtree, watch.type.id(), slot, slot + 1).get(slot);
        if (value != null) {
          changed(watch, slot, value, caused, now);
        }
      }
    }
  }

  private void changed(Watch watch, int slot, Quantity value, Instant caused, Instant now) {
    note(watch);
    if (!watch.isBudget()) {
      running.changed(watch, slot, value, Hours.slotOf(now), caused, now);
    }
  }

  /** What waits for a turn. */
  private void note(Watch watch) {
    ended.note(watch);
    if (watch.isBudget()) {
      budgets.used(watch);
    }
  }

  /**
   * What time alone brings about. To be called once a second while {@link #isIdle} is not true.
   *
   * @param asOf append time up to which all usage is in the cells
   */
  public void turn(Instant now, Instant asOf) {
    refresh(now);
    if (isIdle() || asOf.plus(Notices.FRESH).isBefore(now)) {
      return; // what is made up for an hour later is told of by nobody
    }
    int complete = Hours.slotOf((asOf.isBefore(now) ? asOf : now).minus(grace)) - 1;
    seek();
    if (level != Level.PARTNER || !now.isBefore(changed.plus(TOLD_WITHIN))) {
      ended.turn(complete, now);
    }
    budgets.turn(now);
    reconsider(complete, now);
  }

  private void refresh(Instant now) {
    var news = roster.refresh(now);
    if (news != Roster.News.NONE) {
      readings.forget();
    }
    if (news == Roster.News.MONITORS) {
      changed = now;
      holders.clear();
      if (!roster.isEmpty()) {
        var known = directory.get();
        (level == Level.PARTNER ? known.partners().stream().map(Partner::publicId) : known.accounts().stream().map(Account::publicId))
            .filter(isHere).forEach(holders::add);
      }
      groups.openAll();
    }
  }

  /** A monitor that is new may be of series that nothing comes for any more: a drop is one. */
  private void seek() {
    for (int left = HOLDERS_A_TURN; left > 0 && !holders.isEmpty(); left--) {
      var holder = holders.poll();
      budgets.rated(holder);
      if (level == Level.PARTNER) {
        seek(new Place(Level.PARTNER, holder, "", holder));
        continue;
      }
      var owner = roster.partnerOf(holder);
      seek(new Place(Level.ACCOUNT, holder, "", owner));
      if (roster.watches().tellsOrgsApart(holder, owner)) {
        for (var org : usage.orgs(holder)) {
          seek(new Place(Level.ORG_OWN, holder, org, owner));
          seek(new Place(Level.ORG_SUBTREE, holder, org, owner));
        }
      }
    }
  }

  private void seek(Place place) {
    roster.at(place).forEach(this::note);
  }

  /** Groups that are not well, or of which something is still to be told. */
  private void reconsider(int complete, Instant now) {
    for (var key : groups.open()) {
      var watch = roster.find(key);
      boolean monitored = roster.has(key.monitor());
      if (key.place().isCost() && monitored) {
        budgets.rated(key.place().holder()); // a month ends by time alone
      } else if (watch.isEmpty()) {
        // A group of several orgs is known again when one of them is used.
        if (!key.place().isPart() || !monitored) {
          groups.forget(key);
        }
      } else if (!groups.close(key)) {
        reconsider(watch.get(), complete, now);
      }
    }
  }

  private void reconsider(Watch watch, int complete, Instant now) {
    if (watch.isBudget()) {
      budgets.used(watch); // a month ends by time alone
    } else if (!watch.isTracked() && groups.standing(watch).slot() < complete) {
      ended.over(watch, complete, now);
    }
    groups.passed(watch, now);
  }
}
