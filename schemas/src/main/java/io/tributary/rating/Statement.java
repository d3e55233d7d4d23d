package io.tributary.rating;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A closed month of one contract, frozen as billed. Made once, from committed usage, by the one process that owns the account;
 * made of the same events it is the same to the byte.
 *
 * @param row its charges and adjustments; no day, no projection
 * @param orgs by public id: each org's own monthly value by billing dimension, in usage units: what the charges are shared out by
 * @param parent the account's root org, which bears what nobody used
 * @param contractVersion tells the contract and the prices that it was made of from others
 */
public record Statement(CostRow row, Map<String, Map<String, BigDecimal>> orgs, String parent, String contractVersion) {
  public Statement {
    var sorted = new TreeMap<String, Map<String, BigDecimal>>();
    orgs.forEach((org, values) -> sorted.put(org, Collections.unmodifiableMap(new TreeMap<>(values))));
    orgs = Collections.unmodifiableMap(sorted); // one order, so that its bytes are the same whenever it is made
  }
}
