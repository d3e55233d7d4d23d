package io.tributary.aggregator.watch;

import io.tributary.alerting.Alert;
import io.tributary.alerting.Alert.Contributor;
import io.tributary.alerting.Alert.Reading;
import io.tributary.alerting.AlertIds;
import io.tributary.alerting.AlertState;
import io.tributary.alerting.Notices;
import io.tributary.alerting.Reasons;
import io.tributary.model.Contract;
import io.tributary.model.Directory;
import io.tributary.model.Hours;
import io.tributary.model.Quantity;
import io.tributary.model.RowQuery.Level;
import io.tributary.model.UsageType;
import io.tributary.monitor.BuiltIn;
import io.tributary.monitor.Metrics;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/** Tells once when an account uses a product that its contract does not have; once for each contract. */
public final class FirstUses {
  private final KeyValueStore<Bytes, byte[]> store;
  private final Usage usage;
  private final Supplier<Directory> directory;
  private final Consumer<Alert> tell;
  /** Types of each account of which nothing is to be told, in this hour and at this version. */
  private final Map<String, Set<Integer>> settled = new HashMap<>();
  private long version = -1;
  private int hour = Integer.MIN_VALUE;

  /** @param tell takes each alert, in the transaction that is open */
  public FirstUses(KeyValueStore<Bytes, byte[]> store, Usage usage, Supplier<Directory> directory, Consumer<Alert> tell) {
    this.store = store;
    this.usage = usage;
    this.directory = directory;
    this.tell = tell;
  }

  /**
   * The flush changed an hour of an account.
   *
   * @param owner the partner that the hour belongs to, or nothing
   * @param units counting units by usage type
   */
  public void touched(String account, String owner, int at, Map<Integer, Quantity> units, Instant caused, Instant now) {
    var known = directory.get();
    if (known.contractsOf(account).isEmpty()) {
      return;
    }
    if (known.version() != version || Hours.of(now) != hour) {
      version = known.version();
      hour = Hours.of(now);
      settled.clear();
    }
    var types = settled.computeIfAbsent(account, any -> new HashSet<>());
    for (var one : units.entrySet()) {
      if (at >= hour - 1 ? types.add(one.getKey()) : !types.contains(one.getKey())) {
        known.catalogue().byId(one.getKey()).filter(type -> BuiltIn.isOutside(known, account, type, at))
            .ifPresent(type -> used(known, new Place(Level.ACCOUNT, account, "", owner), type, at, one.getValue(), caused, now));
      }
    }
  }

  private void used(Directory known, Place place, UsageType type, int at, Quantity units, Instant caused, Instant now) {
    var contract = known.contractsOf(place.holder()).stream().filter(one -> one.startHour() <= at && at < one.end()).map(Contract::id)
        .findFirst().orElse("");
    var key = WatchStore.firstUse(place.holder(), type.id());
    var told = contract.getBytes(StandardCharsets.UTF_8);
    if (Arrays.equals(store.get(key), told)) {
      return;
    }
    store.put(key, told);
    if (!Hours.start(at + 1).plus(Notices.FRESH).isBefore(now)) {
      tell.accept(alert(known, place, type, contract, at, units, caused, now));
    }
  }

  private Alert alert(Directory known, Place place, UsageType type, String contract, int at, Quantity units, Instant caused, Instant now) {
    var account = known.account(place.holder());
    var name = account.map(one -> one.name()).orElse(place.holder());
    var monitor = BuiltIn.firstUsage(account.orElseThrow());
    var contributors = contributors(known, place, name, type, at);
    var reading = Reading.of(units.toBigDecimal().divide(BigDecimal.valueOf(type.measure().unitsPerOne()), MathContext.DECIMAL64)
        .stripTrailingZeros());
    var metric = Metrics.bareName(type);
    return new Alert(AlertIds.ofFirstUse(monitor.id(), place.holder(), type.id(), contract), Alert.Kind.FIRST_USAGE, monitor.id(),
        monitor.name(), "", place.holder(), place.forAlert(), Map.of(), metric, type.unit(), AlertState.OK, AlertState.ALERT, 1,
        false, now, caused, Hours.start(at), Duration.ofHours(1), reading, contributors,
        Reasons.of(monitor, metric, name, type.unit(), AlertState.ALERT, reading, contributors));
  }

  private List<Contributor> contributors(Directory known, Place place, String name, UsageType type, int at) {
    var found = new ArrayList<Contributor>();
    for (var org : usage.orgs(place.holder())) {
      Optional.ofNullable(usage.hours(new Place(Level.ORG_OWN, place.holder(), org, place.owner()), type.id(), at, at + 1).get(at))
          .ifPresent(units -> found.add(new Contributor(org, known.org(org).map(one -> one.name()).orElse(org), place.holder(), name,
              units.toBigDecimal().stripTrailingZeros(), BigDecimal.ZERO)));
    }
    return Contributors.most(found);
  }
}
