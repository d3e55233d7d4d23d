package io.tributary.local.focus;

import io.tributary.model.Directory;
import io.tributary.model.Hours;
import io.tributary.model.OrgPath;
import io.tributary.model.Problem;
import io.tributary.model.UsageType;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Which org and which usage type a good row counts for, in the directory as it is. */
final class Landing {
  private final Directory directory;
  private final Home home;
  private final Map<String, UsageType> types;
  private final Map<RootAt, Optional<String>> roots = new HashMap<>();

  private record RootAt(String account, int hour) {}

  sealed interface Spot {
    /** @param closed whether its month is closed: then it is kept as an adjustment, and no total changes */
    record On(OrgPath path, UsageType type, boolean closed) implements Spot {}

    record Nowhere(Problem problem) implements Spot {}
  }

  Landing(Directory directory, Home home) {
    this.directory = directory;
    this.home = home;
    this.types = TypeNames.byTitle(directory.catalogue());
  }

  Spot of(Usage usage, Instant at) {
    int hour = Hours.of(at);
    var org = usage.subAccount().or(() -> root(usage.account(), hour));
    var path = org.flatMap(id -> directory.path(id, hour));
    var type = types.get(usage.what().title());
    if (path.isEmpty() || type == null) {
      return nowhere(type == null ? "the catalogue has no usage type with the title '" + usage.what().title() + "'"
          : "'" + org.orElse(usage.account()) + "' is in no account's tree at " + at);
    }
    var objection = home.objection(path.get(), usage.account());
    return objection.isPresent() ? nowhere(objection.get())
        : new Spot.On(path.get(), type, directory.close(path.get().account(), Hours.month(hour)).isPresent());
  }

  private Optional<String> root(String account, int hour) {
    return home instanceof Home.BelowOrg ? Optional.of(account)
        : roots.computeIfAbsent(new RootAt(account, hour), key -> Home.root(directory, account, hour));
  }

  private static Spot nowhere(String why) {
    return new Spot.Nowhere(new Problem(FocusFile.ACCOUNT, "no_place", why));
  }
}
