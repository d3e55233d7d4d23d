package io.tributary.bench.query;

import java.time.YearMonth;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What the partner asks, over the public API. */
enum Question {
  /** What each product of all accounts together will cost. */
  BY_PRODUCT("/api/v2/tributary/cost?kind=projected&group_by=product", 50),
  /** What each product of each account will cost. */
  BY_ACCOUNT("/api/v2/tributary/cost?kind=projected&group_by=account,product", 400),
  /** What all accounts together used this month. */
  SUMMARY("/api/v1/usage/summary?start_month=%s&include_connected_accounts=true", 50),
  /** The same, and what each of their orgs used. */
  SUMMARY_OF_ORGS("/api/v1/usage/summary?start_month=%s&include_connected_accounts=true&include_org_details=true", 250);

  private final String path;
  private final double mostMillis;

  Question(String path, double mostMillis) {
    this.path = path;
    this.mostMillis = mostMillis;
  }

  String path(YearMonth running) {
    return path.formatted(running);
  }

  /** What 99 of 100 answers must stay below. */
  double mostMillis() {
    return mostMillis;
  }

  boolean isOfCost() {
    return this == BY_PRODUCT || this == BY_ACCOUNT;
  }

  /** For people. */
  String label() {
    return switch (this) {
      case BY_PRODUCT -> "projected cost by product";
      case BY_ACCOUNT -> "projected cost by account and product";
      case SUMMARY -> "usage summary of a month";
      case SUMMARY_OF_ORGS -> "usage summary with each org";
    };
  }

  /** The cells that a complete answer for cost has. */
  Stream<Costs.Cell> cells(int accounts) {
    return this == BY_PRODUCT ? Card.DIMENSIONS.stream().map(dimension -> new Costs.Cell("", dimension))
        : IntStream.range(0, accounts).mapToObj(Fleet::account)
            .flatMap(account -> Card.DIMENSIONS.stream().map(dimension -> new Costs.Cell(account, dimension)));
  }
}
