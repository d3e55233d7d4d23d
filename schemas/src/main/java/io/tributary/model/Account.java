package io.tributary.model;

import java.util.List;
import java.util.Optional;

/**
 * A customer's billing account (the contract holder).
 *
 * @param connections contracts that name a partner, by ascending start, each beginning at the end of the one before or later
 */
public record Account(String publicId, String name, List<Connection> connections) {
  public Account {
    connections = List.copyOf(connections);
  }

  /**
   * The partner this account is connected to at an hour. For good: totals, rows and access all use this one rule. A new
   * contract ends the grace of the one before, so the latest that covers the hour wins.
   */
  public Optional<String> partnerAt(int hour) {
    for (var connection : connections.reversed()) {
      if (connection.covers(hour)) {
        return Optional.of(connection.partner());
      }
    }
    return Optional.empty();
  }
}
