package io.tributary.model;

import java.util.List;
import java.util.Optional;

/**
 * An organization that uses products. Its place in a tree is effective-dated to the hour.
 *
 * @param publicId identifies it everywhere
 * @param region e.g. {@code us1}
 * @param placements by ascending {@code fromHour}, never empty; each holds until the next
 */
public record Org(String publicId, String name, String region, List<Placement> placements) {
  public Org {
    placements = List.copyOf(placements);
  }

  /**
   * From this hour on the org sits under {@code parent}, or, where there is none, is the root (parent org) of {@code account}.
   * Exactly one of the two is present.
   */
  public record Placement(int fromHour, Optional<String> parent, Optional<String> account) {
    public static Placement under(String parent, int fromHour) {
      return new Placement(fromHour, Optional.of(parent), Optional.empty());
    }

    public static Placement rootOf(String account, int fromHour) {
      return new Placement(fromHour, Optional.empty(), Optional.of(account));
    }
  }

  /** The placement in force at an hour; empty before the first. */
  public Optional<Placement> placementAt(int hour) {
    Placement found = null;
    for (var placement : placements) {
      if (placement.fromHour() > hour) {
        break;
      }
      found = placement;
    }
    return Optional.ofNullable(found);
  }
}
