package io.tributary.bench.query;

import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What the partner asks, over the public API. */
enum Question {
  /** Each product of all accounts together. */
  BY_PRODUCT("/api/v2/tributary/cost?kind=projected&group_by=product"),
  /** Each product of each account. */
  BY_ACCOUNT("/api/v2/tributary/cost?kind=projected&group_by=account,product");

  private final String path;

  Question(String path) {
    this.path = path;
  }

  String path() {
    return path;
  }

  /** The cells that a complete answer has. */
  Stream<Costs.Cell> cells(int accounts) {
    return this == BY_PRODUCT ? Card.DIMENSIONS.stream().map(dimension -> new Costs.Cell("", dimension))
        : IntStream.range(0, accounts).mapToObj(Fleet::account)
            .flatMap(account -> Card.DIMENSIONS.stream().map(dimension -> new Costs.Cell(account, dimension)));
  }
}
