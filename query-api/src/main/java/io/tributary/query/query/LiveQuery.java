package io.tributary.query.query;

import io.tributary.catalog.Catalogue;
import io.tributary.model.Directory;
import io.tributary.model.Hours;
import io.tributary.model.UsageType;
import io.tributary.query.access.Caller;
import io.tributary.query.access.GroupBy;
import io.tributary.query.access.Scope;
import io.tributary.query.access.VisibleSlots;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What a live stream is asked for.
 *
 * @param rows slots times groups that are watched for it
 * @param window slots before the running one that the snapshot shows
 * @param types empty for all
 * @param families empty for all; a type must be of both
 */
public record LiveQuery(Scope scope, GroupBy groupBy, int rows, int window, Set<UsageType.Key> types, Set<String> families) {
  /** Slots from now on that may have usage: an event may be an hour ahead, the running slot counts too. */
  public static final int AHEAD = Hours.SLOTS + 1;

  /** Slots times groups that one stream may watch: what bounds the memory and the time of a look at them. */
  public static final int MOST_ROWS = 30_000;

  private static final String SCOPE = "scope";
  private static final String GROUP_BY = "group_by";
  private static final String WINDOW = "window";
  private static final String TYPES = "filter[usage_types]";
  private static final String FAMILIES = "filter[product_families]";
  private static final Pattern SPAN = Pattern.compile("(\\d{1,5})([mhd])");
  private static final int SLOT_MINUTES = 60 / Hours.SLOTS;

  public LiveQuery {
    types = Set.copyOf(types);
    families = Set.copyOf(families);
  }

  /**
   * Reads and checks the parameters.
   *
   * @throws InvalidQuery with every problem
   */
  public static LiveQuery of(Parameters parameters, Caller caller, Directory directory, Instant now) {
    var groupBy = groupBy(parameters);
    int window = window(parameters);
    var families = families(parameters, directory.catalogue());
    var types = types(parameters, directory.catalogue(), families);
    var scope = scope(parameters, caller);
    var visible = scope.flatMap(one -> visible(caller, directory, one, groupBy, now));
    if (visible.isEmpty()) {
      parameters.invalid(SCOPE, parameters.text(SCOPE).orElse(""),
          "partner, account:<public_id> or org:<public_id>, of what these keys see");
    } else if (Hours.slotOf(now) - window < watchedFrom(visible.get().groups(), now)) {
      parameters.problem(visible.get().groups() + " groups over " + (window + AHEAD) + " slots are more than the " + MOST_ROWS
          + " that a live stream may watch; ask for a shorter window, a smaller scope or another group_by");
    }
    parameters.check();
    int groups = visible.orElseThrow().groups();
    int rows = groups * (Hours.slotOf(now) + AHEAD - watchedFrom(groups, now));
    return new LiveQuery(scope.orElseThrow(), groupBy, rows, window, types, families);
  }

  /** What the caller sees of a scope in all slots that are kept and those that are ahead. */
  public static Optional<VisibleSlots> visible(Caller caller, Directory directory, Scope scope, GroupBy groupBy, Instant now) {
    return VisibleSlots.of(caller, directory, scope, groupBy, oldestWatched(now), Hours.slotOf(now) + AHEAD);
  }

  /** The first slot in which changes are looked for: as far back as slots are kept, or as the number of groups allows. */
  public static int watchedFrom(int groups, Instant now) {
    return Math.max(oldestWatched(now), Hours.slotOf(now) + AHEAD - MOST_ROWS / Math.max(1, groups));
  }

  /** One later than is kept: a question may arrive when the next slot has begun. */
  private static int oldestWatched(Instant now) {
    return Hours.oldestSlotKept(now) + 1;
  }

  /** The first slot of the snapshot. */
  public int from(Instant now) {
    return Hours.slotOf(now) - window;
  }

  /** Whether the stream shows this type. */
  public boolean takes(UsageType type) {
    return (types.isEmpty() || types.contains(type.key())) && (families.isEmpty() || families.contains(type.family()));
  }

  private static Optional<Scope> scope(Parameters parameters, Caller caller) {
    var text = parameters.text(SCOPE);
    if (text.isEmpty()) {
      return Optional.of(Scope.natural(caller));
    }
    var parts = text.get().split(":", 2);
    return switch (parts[0]) {
      case "partner" -> parts.length == 1 ? caller.partner().map(Scope.OfPartner::new) : Optional.empty();
      case "account" -> parts.length == 2 ? Optional.of(new Scope.OfAccount(parts[1])) : Optional.empty();
      case "org" -> parts.length == 2 ? Optional.of(new Scope.OfOrg(parts[1])) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static GroupBy groupBy(Parameters parameters) {
    var text = parameters.text(GROUP_BY).orElse("none");
    for (var one : GroupBy.values()) {
      if (one.name().toLowerCase(Locale.ROOT).equals(text)) {
        return one;
      }
    }
    parameters.invalid(GROUP_BY, text, "(none|account|org)");
    return GroupBy.NONE;
  }

  /** Whole slots: a part of one counts as one. */
  private static int window(Parameters parameters) {
    var text = parameters.text(WINDOW).orElse("1h");
    var match = SPAN.matcher(text);
    if (match.matches()) {
      int number = Integer.parseInt(match.group(1));
      var span = switch (match.group(2)) {
        case "m" -> Duration.ofMinutes(number);
        case "h" -> Duration.ofHours(number);
        default -> Duration.ofDays(number);
      };
      long slots = Math.ceilDiv(span.toMinutes(), SLOT_MINUTES);
      if (slots >= 1 && slots <= Hours.SLOT_RETENTION) {
        // The oldest slot of seven days is about to be forgotten, see above.
        return (int) Math.min(slots, Hours.SLOT_RETENTION - 1);
      }
    }
    parameters.invalid(WINDOW, text, "minutes, hours or days from 5m to 7d, such as 30m, 1h or 7d");
    return 1;
  }

  private static Set<String> families(Parameters parameters, Catalogue catalogue) {
    var families = new TreeSet<String>();
    for (var family : parameters.list(FAMILIES)) {
      if (!catalogue.isFamily(family)) {
        parameters.invalid(FAMILIES, family, "(" + String.join("|", catalogue.families()) + ")");
      }
      families.add(family);
    }
    return families.contains(Catalogue.ALL_FAMILIES) ? Set.of() : families;
  }

  private static Set<UsageType.Key> types(Parameters parameters, Catalogue catalogue, Set<String> families) {
    var types = new HashSet<UsageType.Key>();
    for (var text : parameters.list(TYPES)) {
      var named = catalogue.types().stream().map(UsageType::key)
          .filter(key -> key.name().equals(text) || key.toString().equals(text)).toList();
      if (named.isEmpty()) {
        parameters.invalid(TYPES, text, "a usage type, usage_type or product_family:usage_type");
      } else if (!families.isEmpty() && named.stream().noneMatch(key -> families.contains(key.family()))) {
        parameters.problem("The usage type " + text + " is of none of the " + FAMILIES + " " + String.join(",", families));
      }
      types.addAll(named);
    }
    return types;
  }
}
