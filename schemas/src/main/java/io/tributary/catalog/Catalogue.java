package io.tributary.catalog;

import io.tributary.model.Problem;
import io.tributary.model.UsageType;
import io.tributary.model.UsageType.SummaryKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every usage type that is known, the families they belong to, and the keys of the usage summary that none of them
 * feeds. Immutable: types added at run time make a new catalogue, {@link #with}.
 */
public final class Catalogue {
  /** Stands for every family in a filter; no usage type belongs to it. */
  public static final String ALL_FAMILIES = "all";

  /** The built-in types have the ids below, so that a later release can add some without meeting one of a customer's. */
  public static final int FIRST_ADDED_ID = 1000;

  /** Where in the usage summary a key stands. */
  public enum Level {
    /** The whole answer. */
    RESPONSE("response", SummaryKey::response),
    /** A month: {@code usage[]}. */
    DATE("date", SummaryKey::date),
    /** An org's month: {@code usage[].orgs[]}. */
    DATE_ORG("org", SummaryKey::org);

    private final String label;
    private final Function<SummaryKey, Optional<String>> name;

    Level(String label, Function<SummaryKey, Optional<String>> name) {
      this.label = label;
      this.name = name;
    }

    /** The key's name at this level; empty when it does not occur here. */
    public Optional<String> of(SummaryKey key) {
      return name.apply(key);
    }

    /** The level's name in the catalogue file and in a usage type's JSON. */
    String label() {
      return label;
    }

    Set<String> fedBy(Collection<UsageType> types) {
      return types.stream().flatMap(type -> type.summaryKeys().stream()).flatMap(key -> of(key).stream()).collect(Collectors.toSet());
    }

    static List<String> all(SummaryKey key) {
      return Stream.of(values()).flatMap(level -> level.of(key).stream()).distinct().toList();
    }
  }

  private final Map<Integer, UsageType> byId = new LinkedHashMap<>();
  private final Map<UsageType.Key, UsageType> byKey = new LinkedHashMap<>();
  private final Map<String, UsageType> byDimension = new LinkedHashMap<>();
  private final Set<String> families = new LinkedHashSet<>();
  private final Map<Level, Set<String>> nullKeys;
  private final Map<Level, Set<String>> unfedKeys = new EnumMap<>(Level.class);

  private Catalogue(Set<String> families, Collection<UsageType> types, Map<Level, Set<String>> nullKeys, Map<Level, Set<String>> unfed) {
    this.families.addAll(families);
    for (var type : types) {
      byId.put(type.id(), type);
      byKey.put(type.key(), type);
      type.billingDimension().ifPresent(dimension -> byDimension.put(dimension, type));
      this.families.add(type.family());
    }
    this.nullKeys = nullKeys;
    for (var level : Level.values()) {
      var fed = level.fedBy(types);
      unfedKeys.put(level, unfed.get(level).stream().filter(name -> !fed.contains(name)).collect(Collectors.toUnmodifiableSet()));
    }
  }

  /**
   * The usage types that come with the product. Reads the file anew: take it once and pass it on.
   *
   * @throws IllegalStateException with everything that is wrong in the file
   */
  public static Catalogue builtIn() {
    var file = CatalogueFile.load();
    return new Catalogue(file.families(), file.types(), file.nullKeys(), file.unfedKeys());
  }

  /** In the order of the file, then in that of their addition. */
  public Collection<UsageType> types() {
    return Collections.unmodifiableCollection(byId.values());
  }

  public Optional<UsageType> find(UsageType.Key key) {
    return Optional.ofNullable(byKey.get(key));
  }

  public Optional<UsageType> byId(int id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** The one usage type that is billed as this dimension. */
  public Optional<UsageType> byDimension(String billingDimension) {
    return Optional.ofNullable(byDimension.get(billingDimension));
  }

  /** Every name that {@code filter[product_families]} takes, {@link #ALL_FAMILIES} and the deprecated one among them. */
  public Set<String> families() {
    return Collections.unmodifiableSet(families);
  }

  public boolean isFamily(String name) {
    return families.contains(name);
  }

  /** Keys that the API keeps but has answered with null since October 2024. */
  public Set<String> nullSummaryKeys(Level level) {
    return Collections.unmodifiableSet(nullKeys.get(level));
  }

  /** Keys of the API that no usage type feeds: nothing is known of them, so an answer leaves them out. */
  public Set<String> unfedSummaryKeys(Level level) {
    return unfedKeys.get(level);
  }

  /**
   * This catalogue and the given types, with ids from {@link #FIRST_ADDED_ID} on. A family that is not known yet
   * becomes known, and an unfed summary key that one of them names is fed from then on.
   *
   * @throws InvalidUsageType with every problem of every added type; this catalogue stays as it is
   */
  public Catalogue with(Collection<UsageType> added) {
    var problems = new ArrayList<Problem>();
    var unique = new UniqueNames(problems);
    types().forEach(unique::claimAll);
    for (var type : added) {
      new UsageTypeRules(type.key().toString(), problems).check(type);
      unique.claimAll(type);
      if (type.id() < FIRST_ADDED_ID) {
        problems.add(new Problem(type.key() + ".id", "out_of_range",
            "an added type's id is at least " + FIRST_ADDED_ID + ", not " + type.id()));
      }
      for (var level : Level.values()) {
        level.fedBy(List.of(type)).stream().filter(nullKeys.get(level)::contains).forEach(name -> problems.add(
            new Problem(type.key() + ".summary_keys." + level.label(), "always_null", name + " has no value any more")));
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidUsageType(problems);
    }
    return new Catalogue(families, Stream.concat(types().stream(), added.stream()).toList(), nullKeys, unfedKeys);
  }
}
