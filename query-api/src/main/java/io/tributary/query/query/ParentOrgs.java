package io.tributary.query.query;

import io.tributary.model.Directory;
import io.tributary.model.Hours;
import io.tributary.model.OrgPath;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The parent org of each account, as it was in a month's last hour, or is now. */
final class ParentOrgs {
  private final Directory directory;
  private final int now;
  private final Map<Integer, Map<String, String>> months = new HashMap<>();

  ParentOrgs(Directory directory, Instant now) {
    this.directory = directory;
    this.now = Hours.of(now);
  }

  /** Empty for an account that has no org. */
  Optional<String> of(String account, int month) {
    return Optional.ofNullable(months.computeIfAbsent(month, this::at).get(account));
  }

  private Map<String, String> at(int month) {
    int hour = Math.min(now, Hours.firstOfMonth(month + 1) - 1);
    var parents = new HashMap<String, String>();
    for (var org : directory.orgs()) {
      directory.path(org.publicId(), hour).filter(path -> path.orgs().size() == 1).map(OrgPath::account)
          .ifPresent(account -> parents.put(account, org.publicId()));
    }
    return parents;
  }
}
