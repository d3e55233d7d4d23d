package io.tributary.aggregator.watch;

import io.tributary.aggregator.watch.Watch.GroupKey;
import io.tributary.aggregator.watch.Watch.SeriesKey;
import io.tributary.alerting.Alert;
import io.tributary.alerting.Alert.Contributor;
import io.tributary.alerting.Alert.Reading;
import io.tributary.alerting.AlertIds;
import io.tributary.alerting.AlertState;
import io.tributary.alerting.GroupStatus;
import io.tributary.alerting.Judgement;
import io.tributary.alerting.Notices;
import io.tributary.alerting.Notices.Finding;
import io.tributary.alerting.Notices.Notice;
import io.tributary.alerting.Reasons;
import io.tributary.alerting.Standing;
import io.tributary.detection.Sensitivity;
import io.tributary.detection.Verdict;
import io.tributary.model.Account;
import io.tributary.model.Directory;
import io.tributary.model.Hours;
import io.tributary.model.Partner;
import io.tributary.model.Quantity;
import io.tributary.model.RowQuery.Level;
import io.tributary.monitor.Metrics;
import io.tributary.monitor.Monitors;
import io.tributary.monitor.Query;
import io.tributary.monitor.Rule;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Runs the monitors of one partition of one level. A cell that changed is compared at once, with what is remembered of the slots before
 * it: usage only grows, so what has crossed is certain before the five minutes are over. What is not certain before (a drop, an end,
 * no data, what a detector learns) waits until they are over and complete, and is done in turns, some series in each.
 */
public final class Watcher {
  /** Groups that are remembered, per task; the one that was used longest ago is forgotten, and read again when it is needed. */
  private static final int REMEMBERED = 65_536;
  /** Series that are looked at in one turn when their five minutes have ended. */
  private static final int SERIES_A_TURN = 1_000;
  /** Five minutes of history that are learned in one turn of series that are new. */
  private static final int LEARNED_A_TURN = 20_000;
  /** Accounts whose orgs are looked through in one turn after monitors have changed. */
  private static final int HOLDERS_A_TURN = 20;
  /** After monitors changed, or the task began, accounts tell partners who caused what within this time. */
  private static final Duration TOLD_WITHIN = Duration.ofSeconds(20);
  /** As long as five-minute cells are kept. */
  private static final int HISTORY = Hours.SLOT_RETENTION - 2 * Hours.SLOTS;
  private static final int FRESH_SLOTS = Hours.SLOTS;

  private final KeyValueStore<Bytes, byte[]> store;
  private final WatchStore stored;
  private final Usage usage;
  private final Supplier<Directory> directory;
  private final Predicate<String> isHere;
  private final Level level;
  private final Duration grace;
  private final Causes causes;
  private final Consumer<Alert> tell;
  private final Readings readings;
  private final Map<GroupKey, GroupStatus> statuses = new HashMap<>();
  /** Those that time may change. */
  private final Set<GroupKey> open = new LinkedHashSet<>();
  private final Map<Place, List<Watch>> places = new LinkedHashMap<>(64, 0.75f, true) {
    @Override
    protected boolean removeEldestEntry(Map.Entry<Place, List<Watch>> eldest) {
      return size() > REMEMBERED;
    }
  };
  /** Series that may have to be kept from now on. */
  private final Set<SeriesKey> pending = new LinkedHashSet<>();
  private final Set<Watch> budgets = new LinkedHashSet<>();
  /** Holders whose cost changed. */
  private final Set<String> rated = new LinkedHashSet<>();
  /** Holders whose series are to be looked through. */
  private final ArrayDeque<String> holders = new ArrayDeque<>();
  private Watches watches;
  private Spendings spendings;
  private Monitors monitors = Monitors.NONE;
  private long version = -1;
  private int hour = Integer.MIN_VALUE;
  private Instant changed = Instant.EPOCH;
  /** Every series is looked at up to here. */
  private int walked = Integer.MIN_VALUE;
  private int walkingTo = Integer.MIN_VALUE;
  private Bytes next;

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
    this.store = store;
    this.stored = new WatchStore(store);
    this.usage = usage;
    this.directory = directory;
    this.isHere = isHere;
    this.level = level;
    this.grace = grace;
    this.causes = causes;
    this.tell = tell;
    this.readings = new Readings(usage);
    stored.statuses((key, status) -> {
      statuses.put(key, status);
      if (status.standing().isOpen()) {
        open.add(key);
      }
    });
  }

  /** Whether nothing is watched and nothing is to be told. */
  public boolean isIdle() {
    return watches != null && watches.isEmpty() && spendings.isEmpty() && statuses.isEmpty();
  }

  /** Whether any cell is watched. */
  public boolean isWatching(Instant now) {
    refresh(now);
    return !watches.isEmpty();
  }

  /** What a holder's usage costs is another than before. */
  public void rated(String holder) {
    rated.add(holder);
  }

  /**
   * The flush changed a five-minute cell.
   *
   * @param units the whole row: counting units by usage type
   * @param caused append time of the newest event in it
   */
  public void touched(Place place, int slot, Map<Integer, Quantity> units, Instant caused, Instant now) {
    refresh(now);
    int running = Hours.slotOf(now);
    for (var watch : at(place)) {
      var value = units.get(watch.type.id());
      if (value != null) {
        if (watch.shared) {
          readings.joined(watch, watches, place.org());
        }
        changed(watch, slot, value, running, caused, now);
      }
    }
  }

  /** The flush changed an org's own five-minute cell of these usage types: what monitors of its subtree take is read. */
  public void grown(Place subtree, int slot, Set<Integer> types, Instant caused, Instant now) {
    refresh(now);
    if (!watches.ofOrgs()) {
      return;
    }
    int running = Hours.slotOf(now);
    for (var watch : at(subtree)) {
      if (types.contains(watch.type.id())) {
        var value = usage.slots(subtree, watch.type.id(), slot, slot + 1).get(slot);
        if (value != null) {
          changed(watch, slot, value, running, caused, now);
        }
      }
    }
  }

  private List<Watch> at(Place place) {
    var known = places.get(place);
    if (known == null) {
      known = watches.at(place, hour);
      places.put(place, known);
    }
    return known;
  }

  private void changed(Watch watch, int slot, Quantity value, int running, Instant caused, Instant now) {
    if (watch.isTracked() && !watch.kept) {
      pending.add(watch.series());
    }
    if (watch.isBudget()) {
      budgets.add(watch);
      return;
    }
    boolean early = watch.isAnomaly() ? ((Rule.Anomaly) watch.monitor.rule()).direction() != Rule.Direction.BELOW
        : watch.monitor.rule().comparison().isUpward();
    if (slot < running - FRESH_SLOTS) {
      watch.forget();
    } else if (!watch.shared && (slot >= running || watch.slot != Watch.NONE && slot >= watch.slot)) {
      boolean same = watch.slot == slot && watch.seen.equals(value);
      watch.begin(slot);
      watch.seen = value;
      if (early && !same || standing(watch).state() == AlertState.NO_DATA) {
        evaluate(watch, slot, Optional.of(value), caused, now);
      }
    } else if (early) {
      watch.forget(); // an earlier slot than those that are remembered
      int last = Math.min(running, slot + windowSlots(watch.monitor.rule()) - 1);
      for (int end = slot; end <= Math.max(slot, last); end++) {
        evaluate(watch, end, Optional.empty(), caused, now);
      }
      watch.forget();
      watch.begin(slot); // what comes now is of this slot or later, also when the stream is behind
    }
  }

  private static int windowSlots(Rule rule) {
    return switch (rule) {
      case Rule.Threshold threshold -> FRESH_SLOTS;
      case Rule.Change change -> change.window().slots();
      case Rule.Anomaly any -> 1;
      case Rule.Budget any -> 1;
      case Rule.FirstUsage any -> 1;
    };
  }

  /** Before the slot has ended. */
  private void evaluate(Watch watch, int slot, Optional<Quantity> running, Instant caused, Instant now) {
    if (standing(watch).state() == AlertState.ALERT) {
      return; // it cannot become worse
    }
    if (watch.monitor.rule() instanceof Rule.Anomaly rule) {
      peek(watch, rule, slot, running, caused, now);
      return;
    }
    if (isFull(watch, slot)) {
      readings.window(watch, watches, slot, running).ifPresent(reading -> judge(watch, reading, slot, false, caused, now));
    }
  }

  private boolean isFull(Watch watch, int slot) {
    if (!watch.monitor.options().requireFullWindow() || watch.full || !(watch.monitor.rule() instanceof Rule.Threshold rule)) {
      return true;
    }
    int first = rule.window().first(slot);
    watch.full = !readings.slots(watch, watches, first - HISTORY, first + 1).isEmpty();
    return watch.full;
  }

  private void peek(Watch watch, Rule.Anomaly rule, int slot, Optional<Quantity> running, Instant caused, Instant now) {
    var value = running.or(() -> Optional.ofNullable(readings.slots(watch, watches, slot, slot + 1).get(slot)));
    if (value.isEmpty()) {
      return;
    }
    double units = value.get().toBigDecimal().doubleValue();
    int slots = rule.alertWindow().slots();
    if (watch.band == null || watch.slot != slot) {
      var record = stored.series(watch.series());
      var detector = record.flatMap(SeriesRecord::detector);
      if (detector.isEmpty()) {
        return; // it is made in one of the next turns
      }
      watch.begin(slot);
      watch.band = Band.of(detector.get().peek(end(slot), units, 1));
      // The five minutes between the last that was looked at and this one are not certain yet.
      watch.outside = record.get().outside(rule, Math.max(0, slots - (slot - record.get().through)));
    }
    var verdict = watch.band.verdict(units, false);
    int outside = watch.outside + (Band.isOutside(verdict, rule) ? 1 : 0);
    judge(watch, anomaly(rule, value.get().toBigDecimal(), watch.band), part(outside, slots), slot, false, caused, now);
  }

  private static BigDecimal part(int outside, int slots) {
    return BigDecimal.valueOf(outside).divide(BigDecimal.valueOf(slots), MathContext.DECIMAL64);
  }

  private static Reading anomaly(Rule.Anomaly rule, BigDecimal value, Band band) {
    var reading = Reading.of(value.stripTrailingZeros());
    if (band.isLearning()) {
      return reading;
    }
    var sensitivity = new Sensitivity(rule.bounds().doubleValue());
    var verdict = band.verdict(0, true);
    return reading.withExpected(Band.shown(band.expected()))
        .withBand(Band.shown(verdict.low(sensitivity)), Band.shown(verdict.high(sensitivity)));
  }

  private static long end(int slot) {
    return Hours.slotStart(slot + 1).getEpochSecond();
  }

  private void judge(Watch watch, Reading reading, int slot, boolean finished, Instant caused, Instant now) {
    judge(watch, reading, reading.value().orElseThrow(), slot, finished, caused, now);
  }

  /** @param compared what thresholds are of, which is not what people read where it is a part of the slots */
  private void judge(Watch watch, Reading reading, BigDecimal compared, int slot, boolean finished, Instant caused, Instant now) {
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

  private Standing standing(Watch watch) {
    var status = statuses.get(watch.key());
    return status == null ? Standing.NEW : status.standing();
  }

  private GroupStatus status(Watch watch) {
    var status = statuses.get(watch.key());
    return status != null ? status
        : new GroupStatus(watch.monitor.id(), Watches.group(watch), watch.place.forAlert(), Standing.NEW, Reading.NONE);
  }

  private void found(Watch watch, Finding finding, Reading reading, Instant caused, Instant now) {
    var was = status(watch);
    take(watch, was, Notices.found(was.standing(), finding, watch.monitor.options(), isSilenced(watch, now), now), reading, caused, now);
  }

  private void take(Watch watch, GroupStatus was, Notices.Step step, Reading reading, Instant caused, Instant now) {
    var next = step.standing();
    if (!was.standing().isOpen() && !next.isOpen() && next.transition() == was.standing().transition()) {
      return; // nothing to remember
    }
    if (!next.equals(was.standing())) {
      var status = new GroupStatus(was.monitor(), Watches.group(watch), watch.place.forAlert(), next, reading);
      statuses.put(watch.key(), status);
      if (next.isOpen()) {
        open.add(watch.key());
      } else {
        open.remove(watch.key());
      }
      WatchStore.put(store, watch.key(), status);
    }
    step.notice().ifPresent(notice -> tell.accept(alert(watch, next, notice, reading, caused, now)));
  }

  private Alert alert(Watch watch, Standing standing, Notice notice, Reading reading, Instant caused, Instant now) {
    var monitor = watch.monitor;
    int to = standing.slot() + 1;
    var rule = monitor.rule();
    int from = rule instanceof Rule.Threshold threshold ? Math.max(threshold.window().first(standing.slot()), to - FRESH_SLOTS)
        : rule instanceof Rule.Change change ? Math.max(to - change.window().slots(), to - FRESH_SLOTS) : to - 1;
    boolean bad = notice.to() == AlertState.WARN || notice.to() == AlertState.ALERT;
    var contributors = !bad || watch.type.id() == Spendings.NO_TYPE ? List.<Contributor>of()
        : level == Level.PARTNER ? causes.of(watch.place, watch.type.id(), from, to)
        : new Contributors(usage).of(watch, watches, from, to);
    var metric = Metrics.bareName(watch.type);
    var group = Watches.group(watch);
    var message = notice.isRepeat() ? monitor.options().escalation().orElse(monitor.message()) : monitor.message();
    return new Alert(AlertIds.of(monitor.id(), watch.place.key(), notice, standing.slot()), Alert.Kind.MONITOR, monitor.id(), monitor.name(),
        message, monitor.owner().id(), watch.place.forAlert(), group, metric, unit(watch), notice.from(), notice.to(), notice.transition(),
        notice.isRepeat(), now, caused, standing.since(), window(rule), reading, contributors,
        Reasons.of(monitor, metric, whose(watch, group), unit(watch), notice.to(), reading, contributors));
  }

  private static String unit(Watch watch) {
    return watch.type.unit() + (watch.monitor.rule().query().as() == Query.As.RATE ? "/s" : "");
  }

  private static Duration window(Rule rule) {
    return switch (rule) {
      case Rule.Threshold threshold -> Duration.ofMinutes(5L * (1 - threshold.window().first(0)));
      case Rule.Change change -> change.window().duration();
      case Rule.Anomaly anomaly -> anomaly.alertWindow().duration();
      case Rule.Budget any -> Duration.ZERO;
      case Rule.FirstUsage any -> Duration.ZERO;
    };
  }

  private String whose(Watch watch, Map<String, String> group) {
    if (!group.isEmpty()) {
      return String.join(", ", group.values());
    }
    var place = watch.place;
    return switch (place.level()) {
      case PARTNER -> directory.get().partner(place.holder()).map(partner -> partner.name()).orElse(place.holder());
      case ACCOUNT -> watches.accountName(place.holder());
      case ORG_OWN, ORG_SUBTREE, ORG_LATE -> place.isPart() ? watches.accountName(place.holder()) : watches.orgName(place.org());
    };
  }

  private boolean isSilenced(Watch watch, Instant now) {
    for (var downtime : monitors.downtimesOf(watch.monitor.owner())) {
      if (downtime.silences(watch.monitor, watch.tags, now)) {
        return true;
      }
    }
    return false;
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
      begin(complete, now);
      walk(complete, now);
    }
    spend(now);
    cost(now);
    reconsider(complete, now);
  }

  private void refresh(Instant now) {
    var known = directory.get();
    if (known.version() == version && Hours.of(now) == hour) {
      return;
    }
    boolean others = known.monitors() != monitors;
    spendings = new Spendings(known, level);
    if (others || Hours.of(now) != hour) {
      // Orgs and accounts change their places at full hours.
      watches = new Watches(known, new HashMap<>());
      places.clear();
      readings.forget();
    } else {
      watches = new Watches(known, watches.shared());
    }
    version = known.version();
    hour = Hours.of(now);
    if (others) {
      monitors = known.monitors();
      changed = now;
      holders.clear();
      if (!watches.isEmpty() || !spendings.isEmpty()) {
        (level == Level.PARTNER ? known.partners().stream().map(Partner::publicId) : known.accounts().stream().map(Account::publicId))
            .filter(isHere).forEach(holders::add);
      }
      open.addAll(statuses.keySet()); // to see which are still watched
    }
  }

  /** A monitor that is new may be of series that nothing comes for any more: a drop is one. */
  private void seek() {
    for (int left = HOLDERS_A_TURN; left > 0 && !holders.isEmpty(); left--) {
      var holder = holders.poll();
      rated.add(holder);
      if (level == Level.PARTNER) {
        seek(new Place(Level.PARTNER, holder, "", holder));
        continue;
      }
      var owner = directory.get().account(holder).flatMap(account -> account.partnerAt(hour)).orElse("");
      seek(new Place(Level.ACCOUNT, holder, "", owner));
      if (watches.tellsOrgsApart(holder, owner)) {
        for (var org : usage.orgs(holder)) {
          seek(new Place(Level.ORG_OWN, holder, org, owner));
          seek(new Place(Level.ORG_SUBTREE, holder, org, owner));
        }
      }
    }
  }

  private void seek(Place place) {
    for (var watch : at(place)) {
      if (watch.isTracked() && !watch.kept) {
        pending.add(watch.series());
      }
      if (watch.isBudget()) {
        budgets.add(watch);
      }
    }
  }

  /** Keeps what is to be kept from now on: its history is learned at once, and told of by nobody. */
  private void begin(int complete, Instant now) {
    var series = pending.iterator();
    int learned = 0;
    for (int looked = 0; looked < SERIES_A_TURN && learned < LEARNED_A_TURN && series.hasNext(); looked++) {
      var key = series.next();
      series.remove();
      var tracked = tracked(key);
      if (!tracked.isEmpty()) {
        tracked.forEach(watch -> watch.kept = true);
        boolean detecting = tracked.stream().anyMatch(Watch::isAnomaly);
        if (stored.series(key).filter(record -> !detecting || record.detector().isPresent()).isEmpty()) {
          learned += begin(key, tracked, detecting, complete, now);
        }
      }
    }
  }

  /** @return how many five minutes were learned */
  private int begin(SeriesKey key, List<Watch> tracked, boolean detecting, int complete, Instant now) {
    var slots = readings.slots(tracked.getFirst(), watches, complete - HISTORY, complete + FRESH_SLOTS);
    if (slots.isEmpty()) {
      tracked.forEach(watch -> watch.kept = false); // nobody ever used it: there is nothing to miss
      return 0;
    }
    int first = Math.min(complete, slots.firstKey());
    var record = SeriesRecord.from(first - 1, first, detecting);
    for (int slot = first; slot < complete; slot++) {
      learn(record, slots, slot, tracked);
    }
    advance(key, record, tracked, complete, now);
    return complete - first + 1;
  }

  /** The monitors that want to know of a series at the end of each five minutes. */
  private List<Watch> tracked(SeriesKey key) {
    var found = key.place().isPart() ? watches.part(key.monitor(), key.place()).map(List::of).orElse(List.of())
        : at(key.place()).stream().filter(watch -> !watch.shared).toList();
    return found.stream().filter(watch -> watch.type.id() == key.type() && watch.isTracked()).toList();
  }

  /** Looks at each series whose five minutes are over, some in each turn. */
  private void walk(int complete, Instant now) {
    if (next == null) {
      if (walked >= complete) {
        return;
      }
      walkingTo = complete;
    }
    var some = stored.series(next, SERIES_A_TURN);
    for (var series : some) {
      next = WatchStore.after(series.key());
      var tracked = tracked(series.key());
      if (tracked.isEmpty()) {
        if (series.key().monitor() == 0 || monitors.find(series.key().monitor()).isEmpty()) {
          store.delete(WatchStore.bytes(series.key()));
        }
      } else if (series.record().isEmpty()) {
        pending.add(series.key());
      } else if (series.record().get().through < walkingTo) {
        advance(series.key(), series.record().get(), tracked, walkingTo, now);
      }
    }
    if (some.size() < SERIES_A_TURN) {
      next = null;
      walked = walkingTo;
    }
  }

  private void advance(SeriesKey key, SeriesRecord record, List<Watch> tracked, int to, Instant now) {
    int from = Math.max(record.through + 1, to - HISTORY);
    var slots = readings.slots(tracked.getFirst(), watches, from, to + 1);
    for (int slot = from; slot <= to; slot++) {
      var verdict = learn(record, slots, slot, tracked);
      if (!Hours.slotStart(slot + 1).plus(Notices.FRESH).isBefore(now)) {
        for (var watch : tracked) {
          finished(watch, record, verdict, slots.getOrDefault(slot, Quantity.ZERO), slot, now);
        }
      }
    }
    tracked.forEach(watch -> {
      watch.kept = true;
      watch.band = null;
    });
    if (record.lastUsed < to - HISTORY && tracked.stream().noneMatch(watch -> standing(watch).isOpen())) {
      store.delete(WatchStore.bytes(key)); // nobody is there any more
      tracked.forEach(watch -> watch.kept = false);
    } else {
      store.put(WatchStore.bytes(key), record.bytes());
    }
  }

  private static Optional<Verdict> learn(SeriesRecord record, NavigableMap<Integer, Quantity> slots, int slot, List<Watch> tracked) {
    var units = slots.get(slot);
    if (units != null) {
      record.lastUsed = slot;
    }
    boolean zero = tracked.stream().anyMatch(watch -> watch.monitor.rule() instanceof Rule.Anomaly rule && rule.emptyIsZero());
    var verdict = units == null && !zero ? Optional.<Verdict>empty()
        : record.detector().map(detector -> detector.observe(end(slot), units == null ? 0 : units.toBigDecimal().doubleValue()));
    int most = tracked.stream().mapToInt(watch -> watch.monitor.rule() instanceof Rule.Anomaly rule ? rule.alertWindow().slots() : 0)
        .max().orElse(0);
    record.remember(verdict, most);
    record.through = slot;
    return verdict;
  }

  /** A slot of a series is over, and all of its usage is there. */
  private void finished(Watch watch, SeriesRecord record, Optional<Verdict> verdict, Quantity units, int slot, Instant now) {
    boolean silent = watch.monitor.options().noDataAfter()
        .filter(after -> 300L * (slot - record.lastUsed) >= after.toSeconds()).isPresent();
    if (silent) {
      found(watch, new Finding(AlertState.NO_DATA, slot, true), Reading.NONE, now, now);
    } else if (watch.monitor.rule() instanceof Rule.Anomaly rule) {
      int slots = rule.alertWindow().slots();
      verdict.ifPresent(one -> judge(watch, anomaly(rule, units.toBigDecimal(), Band.of(one)), part(record.outside(rule, slots), slots),
          slot, true, now, now));
    } else {
      ended(watch, slot, now);
    }
  }

  private void ended(Watch watch, int slot, Instant now) {
    if (!watch.isBudget() && isFull(watch, slot)) {
      readings.window(watch, watches, slot, Optional.empty()).ifPresent(reading -> judge(watch, reading, slot, true, now, now));
    }
  }

  /** Months to date of the series that something came for. */
  private void spend(Instant now) {
    int slot = Hours.slotOf(now);
    for (var watch : budgets) {
      if (watch.monitor.rule() instanceof Rule.Budget rule && !watch.shared) {
        readings.month(watch, rule, now).ifPresent(reading -> judge(watch, reading, slot, true, now, now));
      }
    }
    budgets.clear();
  }

  /** What the month costs, of the holders for which that has changed. */
  private void cost(Instant now) {
    int slot = Hours.slotOf(now);
    for (var holder : spendings.isEmpty() ? List.<String>of() : List.copyOf(rated)) {
      for (var spent : spendings.of(holder, usage, now)) {
        var watch = new Watch(spent.monitor(), spent.type(), spent.part(), spent.tags(), false);
        judge(watch, Reading.of(spent.amount().stripTrailingZeros()), slot, true, now, now);
      }
    }
    rated.clear();
  }

  /** Groups that are not well, or of which something is still to be told. */
  private void reconsider(int complete, Instant now) {
    for (var key : List.copyOf(open)) {
      var watch = find(key);
      if (key.place().isCost() && monitors.find(key.monitor()).isPresent()) {
        rated.add(key.place().holder()); // a month ends by time alone
      } else if (watch.isEmpty()) {
        // A group of several orgs is known again when one of them is used.
        if (!key.place().isPart() || monitors.find(key.monitor()).isEmpty()) {
          open.remove(key);
          statuses.remove(key);
          WatchStore.delete(store, key);
        }
      } else if (!statuses.get(key).standing().isOpen()) {
        open.remove(key);
      } else {
        reconsider(watch.get(), complete, now);
      }
    }
  }

  private Optional<Watch> find(GroupKey key) {
    return key.place().isPart() ? watches.part(key.monitor(), key.place())
        : at(key.place()).stream().filter(watch -> watch.monitor.id() == key.monitor()).findFirst();
  }

  private void reconsider(Watch watch, int complete, Instant now) {
    if (watch.isBudget()) {
      budgets.add(watch); // a month ends by time alone
    } else if (!watch.isTracked() && standing(watch).slot() < complete) {
      over(watch, complete, now);
    }
    var is = status(watch);
    take(watch, is, Notices.passed(is.standing(), watch.monitor.options(), isSilenced(watch, now), now), is.reading(), now, now);
  }

  /** An alert of a rule that only rises ends when its window has passed, also when nothing comes any more. */
  private void over(Watch watch, int slot, Instant now) {
    var reading = readings.window(watch, watches, slot, Optional.empty());
    if (reading.isPresent()) {
      judge(watch, reading.get(), slot, true, now, now);
    } else {
      found(watch, new Finding(AlertState.OK, slot, true), Reading.NONE, now, now);
    }
  }
}
