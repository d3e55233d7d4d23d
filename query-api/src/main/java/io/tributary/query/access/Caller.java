package io.tributary.query.access;

import io.tributary.model.Directory;
import io.tributary.model.Org;
import java.util.Optional;
import java.util.Set;

/**
 * Who asks.
 *
 * @param org public id of the org, or partner admin org, that both keys belong to
 * @param place where it stands now; it decides what is seen
 * @param key id of the application key, or what stands for one, see {@link io.tributary.model.Access#signedIn}
 * @param user id of the user whose key it is; empty for a key that is nobody's
 */
public record Caller(String org, Set<String> permissions, Place place, String key, Optional<String> user) {
  public Caller {
    permissions = Set.copyOf(permissions);
  }

  /** For where it only matters what is seen. */
  public Caller(String org, Set<String> permissions, Place place) {
    this(org, permissions, place, "", Optional.empty());
  }

  /** Where an org stands. */
  public sealed interface Place {
    /** A partner's admin org: sees the hours of accounts that belonged to it. */
    record PartnerAdmin(String partner) implements Place {}

    /** The parent org of an account: sees the account. */
    record AccountRoot(String account) implements Place {}

    /** An org below the parent org of an account: sees itself and what is below it. */
    record Child(String account) implements Place {}

    /** In no tree. */
    record Nowhere() implements Place {}
  }

  static Place placeOf(String org, Directory directory, int hour) {
    if (directory.partner(org).isPresent()) {
      return new Place.PartnerAdmin(org);
    }
    return directory.org(org).flatMap(known -> directory.path(org, presentHour(known, hour)))
        .<Place>map(path -> path.root().equals(org) ? new Place.AccountRoot(path.account()) : new Place.Child(path.account()))
        .orElse(new Place.Nowhere());
  }

  /** Now; or, for an org whose first placement begins with the next hour, that hour: its keys work at once. */
  static int presentHour(Org org, int now) {
    return Math.max(now, org.placements().get(0).fromHour());
  }

  /** The partner, where a partner's admin org asks. */
  public Optional<String> partner() {
    return place instanceof Place.PartnerAdmin(var partner) ? Optional.of(partner) : Optional.empty();
  }
}
