package io.tributary.query.query;

/**
 * How much of the estimated usage is told apart.
 *
 * @param accounts of each metric, those with the most usage of the month so far
 * @param orgs of each metric, likewise, of all accounts
 */
public record EstimatedUsageQuery(int accounts, int orgs) {
  static final int MOST_ACCOUNTS = 500;
  static final int MOST_ORGS = 500;
  private static final int ACCOUNTS = 100;
  private static final int ORGS = 50;

  /** @throws InvalidQuery with everything that is wrong */
  public static EstimatedUsageQuery of(Parameters parameters) {
    var query = new EstimatedUsageQuery(parameters.number("accounts", 1, MOST_ACCOUNTS, ACCOUNTS),
        parameters.number("orgs", 0, MOST_ORGS, ORGS));
    parameters.check();
    return query;
  }
}
