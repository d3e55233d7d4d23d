package io.tributary.model;

import io.tributary.catalog.Catalogue;
import io.tributary.monitor.Downtime;
import io.tributary.monitor.Monitor;
import io.tributary.monitor.Monitors;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Who is who and who pays what, at one version: partners, accounts, orgs with their effective-dated places, contracts and
 * sell prices, monitors, the catalogue with what was added at run time, and the closed months. Immutable; {@link #with} gives the
 * next one. Every process reads the same records in the same order, so equal versions are equal directories.
 */
public final class Directory {
  private final long version;
  private final Map<String, Partner> partners;
  private final Map<String, Account> accounts;
  private final Map<String, Org> orgs;
  private final Map<ClosedMonth, MonthClose> closes;
  private final Map<String, Contract> contracts;
  private final Map<String, List<Contract>> contractsByAccount;
  private final Map<String, Pricing> pricings;
  private final Monitors monitors;
  private final List<UsageType> addedTypes;
  private final Catalogue catalogue;
  private final Map<String, NavigableMap<Integer, Optional<OrgPath>>> paths = new ConcurrentHashMap<>();

  private record ClosedMonth(String account, int month) {}

  /** One record of the directory topic. A later change of the same thing replaces the earlier. */
  public sealed interface Change {
    record PutPartner(Partner partner) implements Change {}

    record PutAccount(Account account) implements Change {}

    record PutOrg(Org org) implements Change {}

    record PutUsageType(UsageType type) implements Change {}

    /** @param version the offset after this record; whatever the writer gives is replaced by it */
    record CloseMonth(String account, int month, long version) implements Change {}

    record PutContract(Contract contract) implements Change {}

    record PutPricing(Pricing pricing) implements Change {}

    record PutMonitor(Monitor monitor) implements Change {}

    record DeleteMonitor(long id) implements Change {}

    record PutDowntime(Downtime downtime) implements Change {}
  }

  private Directory(long version, Map<String, Partner> partners, Map<String, Account> accounts, Map<String, Org> orgs,
      Map<ClosedMonth, MonthClose> closes, Map<String, Contract> contracts, Map<String, List<Contract>> contractsByAccount,
      Map<String, Pricing> pricings, Monitors monitors, List<UsageType> addedTypes, Catalogue catalogue) {
    this.version = version;
    this.partners = partners;
    this.accounts = accounts;
    this.orgs = orgs;
    this.closes = closes;
    this.contracts = contracts;
    this.contractsByAccount = contractsByAccount;
    this.pricings = pricings;
    this.monitors = monitors;
    this.addedTypes = addedTypes;
    this.catalogue = catalogue;
  }

  /** Nobody yet, the built-in catalogue, version 0. */
  public static Directory empty() {
    return new Directory(0, Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(),
        Monitors.NONE, List.of(), Catalogue.builtIn());
  }

  /**
   * The directory after these changes.
   *
   * @param version of the result; not below this one's
   */
  public Directory with(Collection<Change> changes, long version) {
    var nextPartners = new HashMap<>(partners);
    var nextAccounts = new HashMap<>(accounts);
    var nextOrgs = new HashMap<>(orgs);
    var nextCloses = new HashMap<>(closes);
    var nextContracts = new HashMap<>(contracts);
    var nextPricings = new HashMap<>(pricings);
    var nextMonitors = monitors.next();
    var nextTypes = new ArrayList<>(addedTypes);
    for (var change : changes) {
      switch (change) {
        case Change.PutPartner(var partner) -> nextPartners.put(partner.publicId(), partner);
        case Change.PutAccount(var account) -> nextAccounts.put(account.publicId(), account);
        case Change.PutOrg(var org) -> nextOrgs.put(org.publicId(), org);
        case Change.PutUsageType(var type) -> {
          nextTypes.removeIf(known -> known.id() == type.id());
          nextTypes.add(type);
        }
        case Change.CloseMonth(var account, var month, var closedAt) ->
            nextCloses.putIfAbsent(new ClosedMonth(account, month), new MonthClose(account, month, closedAt));
        case Change.PutContract(var contract) -> nextContracts.put(contract.id(), contract);
        case Change.PutPricing(var pricing) -> nextPricings.put(pricing.contract(), pricing);
        case Change.PutMonitor(var monitor) -> nextMonitors.put(monitor);
        case Change.DeleteMonitor(var id) -> nextMonitors.delete(id);
        case Change.PutDowntime(var downtime) -> nextMonitors.put(downtime);
      }
    }
    boolean sameTypes = nextTypes.equals(addedTypes);
    boolean sameContracts = changes.stream().noneMatch(Change.PutContract.class::isInstance);
    return new Directory(version, nextPartners, nextAccounts, nextOrgs, nextCloses, nextContracts,
        sameContracts ? contractsByAccount : byAccount(nextContracts.values()), nextPricings,
        nextMonitors.done(), nextTypes, sameTypes ? catalogue : Catalogue.builtIn().with(nextTypes));
  }

  private static Map<String, List<Contract>> byAccount(Collection<Contract> contracts) {
    return contracts.stream().sorted(Comparator.comparingInt(Contract::startHour).thenComparing(Contract::id))
        .collect(Collectors.groupingBy(Contract::account, Collectors.toUnmodifiableList()));
  }

  /** Grows with every change; a process that has this version has all changes up to it. */
  public long version() {
    return version;
  }

  public Catalogue catalogue() {
    return catalogue;
  }

  public Collection<Partner> partners() {
    return Collections.unmodifiableCollection(partners.values());
  }

  public Collection<Account> accounts() {
    return Collections.unmodifiableCollection(accounts.values());
  }

  public Collection<Org> orgs() {
    return Collections.unmodifiableCollection(orgs.values());
  }

  /** What was added to the built-in catalogue at run time. */
  public List<UsageType> addedUsageTypes() {
    return Collections.unmodifiableList(addedTypes);
  }

  public Collection<MonthClose> closes() {
    return Collections.unmodifiableCollection(closes.values());
  }

  public Optional<Partner> partner(String publicId) {
    return Optional.ofNullable(partners.get(publicId));
  }

  public Optional<Account> account(String publicId) {
    return Optional.ofNullable(accounts.get(publicId));
  }

  public Optional<Org> org(String publicId) {
    return Optional.ofNullable(orgs.get(publicId));
  }

  public Optional<MonthClose> close(String account, int month) {
    return Optional.ofNullable(closes.get(new ClosedMonth(account, month)));
  }

  public Collection<Contract> contracts() {
    return Collections.unmodifiableCollection(contracts.values());
  }

  public Optional<Contract> contract(String id) {
    return Optional.ofNullable(contracts.get(id));
  }

  /** By ascending start; none for an account that pays nothing, or is not known. */
  public List<Contract> contractsOf(String account) {
    return contractsByAccount.getOrDefault(account, List.of());
  }

  public Collection<Pricing> pricings() {
    return Collections.unmodifiableCollection(pricings.values());
  }

  /** What a partner charges for a contract's usage; empty where it never set a price. */
  public Optional<Pricing> pricing(String contract) {
    return Optional.ofNullable(pricings.get(contract));
  }

  /** Every monitor and downtime that somebody made. */
  public Monitors monitors() {
    return monitors;
  }

  /**
   * Where an hour of this org's usage belongs. Empty when the org is unknown, was not placed yet at that hour, or hangs
   * under an org that was not.
   */
  public Optional<OrgPath> path(String org, int hour) {
    var at = turns(org).floorEntry(hour);
    return at == null ? Optional.empty() : at.getValue();
  }

  /** Every path that this org has at some hour from {@code from} on and before {@code to}, in the order of time. */
  public List<OrgPath> paths(String org, int from, int to) {
    if (from >= to) {
      return List.of();
    }
    var turns = turns(org);
    var first = turns.floorKey(from);
    return turns.subMap(first == null ? from : first, true, to, false).values().stream().flatMap(Optional::stream).distinct().toList();
  }

  private NavigableMap<Integer, Optional<OrgPath>> turns(String org) {
    var timeline = paths.get(org);
    if (timeline == null) {
      timeline = timeline(org);
      paths.put(org, timeline);
    }
    return timeline;
  }

  /** The hours at which this org's path changes, each with the path from then on. */
  private NavigableMap<Integer, Optional<OrgPath>> timeline(String org) {
    var turns = new TreeSet<Integer>();
    var lineage = new LinkedHashSet<String>();
    collectTurns(org, turns, lineage);
    var timeline = new TreeMap<Integer, Optional<OrgPath>>();
    for (int hour : turns) {
      timeline.put(hour, walk(org, hour));
    }
    return timeline;
  }

  private void collectTurns(String publicId, TreeSet<Integer> turns, LinkedHashSet<String> lineage) {
    var org = orgs.get(publicId);
    if (org == null || !lineage.add(publicId)) {
      return;
    }
    for (var placement : org.placements()) {
      turns.add(placement.fromHour());
      placement.parent().ifPresent(parent -> collectTurns(parent, turns, lineage));
      placement.account().map(accounts::get).ifPresent(account -> account.connections().forEach(connection -> {
        turns.add(connection.startHour());
        turns.add(connection.disconnectHour());
      }));
    }
  }

  private Optional<OrgPath> walk(String leaf, int hour) {
    var lineage = new LinkedHashSet<String>();
    String next = leaf;
    while (true) {
      var org = orgs.get(next);
      if (org == null || !lineage.add(next)) {
        return Optional.empty();
      }
      var placement = org.placementAt(hour).orElse(null);
      if (placement == null) {
        return Optional.empty();
      }
      if (placement.account().isPresent()) {
        var account = accounts.get(placement.account().get());
        return account == null ? Optional.empty()
            : Optional.of(new OrgPath(List.copyOf(lineage), account.publicId(), account.partnerAt(hour)));
      }
      next = placement.parent().orElseThrow();
    }
  }
}
