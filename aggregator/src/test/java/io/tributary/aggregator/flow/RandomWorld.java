package io.tributary.aggregator.flow;

import io.tributary.aggregator.flow.Flow.Some;
import io.tributary.model.Account;
import io.tributary.model.Connection;
import io.tributary.model.Directory;
import io.tributary.model.Directory.Change;
import io.tributary.model.Hours;
import io.tributary.model.Measure;
import io.tributary.model.MonthlyFunction;
import io.tributary.model.Org;
import io.tributary.model.Org.Placement;
import io.tributary.model.Partner;
import io.tributary.model.Quantity;
import io.tributary.model.UsageType;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;

/**
 * A seeded world: trees of depth 1 to 6, orgs that move between trees at effective hours, connections that begin, end and
 * change hands; and events of every measure, out of order, a tenth of them sent again.
 */
final class RandomWorld {
  static final int FIRST = Hours.of(Flow.NOW) - 24 * 60;
  static final int LAST = Hours.of(Flow.NOW);
  static final List<UsageType> TYPES = List.of(
      UsageType.plain(1001, "test", "fine", "unit", 15, Measure.SUM, MonthlyFunction.SUM),
      UsageType.plain(1002, "test", "coarse", "unit", 0, Measure.SUM, MonthlyFunction.AVG),
      UsageType.plain(1003, "test", "hosts", "host", 0, Measure.DISTINCT, MonthlyFunction.TOP99P),
      UsageType.plain(1004, "test", "slots", "container", 0, Measure.DISTINCT5, MonthlyFunction.AVG),
      UsageType.plain(1005, "test", "users", "user", 0, Measure.MTD_DISTINCT, MonthlyFunction.SUM),
      UsageType.plain(1006, "test", "peak", "unit", 3, Measure.MAX, MonthlyFunction.MAX));

  final List<Account> accounts = new ArrayList<>();
  final List<Org> orgs = new ArrayList<>();
  private final Random random;

  RandomWorld(long seed) {
    random = new Random(seed);
    for (int i = 0; i < 5; i++) {
      accounts.add(new Account("acc" + i, "Account " + i, connections(i)));
    }
    for (int account = 0; account < accounts.size(); account++) {
      int depth = 1 + (account + random.nextInt(6)) % 6;
      String parent = null;
      for (int level = 0; level < depth; level++) {
        var id = "o" + account + "-" + level;
        orgs.add(new Org(id, id, "us1", List.of(parent == null
            ? Placement.rootOf("acc" + account, FIRST - 24) : Placement.under(parent, FIRST - 24))));
        parent = id;
      }
    }
    for (int extra = 0; extra < 8; extra++) {
      var id = "x" + extra;
      var placements = new ArrayList<Placement>();
      int hour = FIRST - random.nextInt(48);
      do {
        placements.add(Placement.under(orgs.get(random.nextInt(orgs.size() - extra)).publicId(), hour));
        hour += 24 * 5 + random.nextInt(24 * 20);
      } while (hour < LAST && random.nextInt(3) > 0);
      orgs.add(new Org(id, id, "eu1", placements));
    }
  }

  private List<Connection> connections(int account) {
    int middle = FIRST + random.nextInt(LAST - FIRST);
    return switch (account) {
      case 0 -> List.of(new Connection("p0", FIRST - 24, OptionalInt.empty()));
      case 1 -> List.of(new Connection("p0", middle, OptionalInt.empty()));
      case 2 -> List.of(new Connection("p1", FIRST - 2000, OptionalInt.of(middle - Connection.GRACE_HOURS)));
      case 3 -> List.of(new Connection("p0", FIRST - 2000, OptionalInt.of(middle - Connection.GRACE_HOURS)),
          new Connection("p1", middle, OptionalInt.empty()));
      default -> List.of();
    };
  }

  List<Change> changes() {
    var changes = new ArrayList<Change>();
    changes.add(new Change.PutPartner(new Partner("p0", "Partner 0", "us1")));
    changes.add(new Change.PutPartner(new Partner("p1", "Partner 1", "us1")));
    accounts.forEach(account -> changes.add(new Change.PutAccount(account)));
    orgs.forEach(org -> changes.add(new Change.PutOrg(org)));
    TYPES.forEach(type -> changes.add(new Change.PutUsageType(type)));
    return changes;
  }

  /** Good events of orgs that have a place at their hour, shuffled, a tenth of them twice. */
  List<Some> events(int count) {
    var directory = Directory.empty().with(changes(), 1);
    var events = new ArrayList<Some>();
    while (events.size() < count) {
      var org = orgs.get(random.nextInt(orgs.size())).publicId();
      // Few hours, so that cells meet many events and months have hours that rise past each other; some of them just past, for the
      // five-minute slots.
      int hour = switch (random.nextInt(5)) {
        case 0 -> LAST - 1 - random.nextInt(2);
        case 1 -> FIRST + random.nextInt(LAST - FIRST);
        default -> LAST - 24 * (1 + random.nextInt(50));
      };
      if (directory.path(org, hour).isPresent()) {
        events.add(event(events.size(), org, TYPES.get(random.nextInt(TYPES.size())), hour));
      }
    }
    for (int i = 0; i < count / 10; i++) {
      events.add(events.get(random.nextInt(count)));
    }
    Collections.shuffle(events, random);
    return events;
  }

  private Some event(int number, String org, UsageType type, int hour) {
    var event = Some.event(type.key().toString()).id("id" + number).by(org)
        .at(Hours.start(hour).plusMillis(random.nextInt(3_600_000)));
    if (type.measure().countsEntities()) {
      return event.seeing("entity-" + random.nextInt(6));
    }
    int scale = type.scale();
    var step = BigInteger.TEN.pow(Quantity.SCALE - scale);
    var value = new BigInteger(random.nextInt(4) == 0 ? 30 + 3 * scale : 10, random).multiply(step);
    return event.of(Quantity.ofUnscaled(value));
  }
}
