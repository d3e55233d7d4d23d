package io.tributary.monitor;

import io.tributary.model.Account;
import io.tributary.model.Contract;
import io.tributary.model.Directory;
import io.tributary.model.Hours;
import io.tributary.model.RateCard;
import io.tributary.model.UsageType;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Monitors that are there without anybody's doing: each account's notification of a product's first use outside its contract. */
public final class BuiltIn {
  /** Ids from here on, below 2⁵³ so that every reader of JSON keeps them, are of built-in monitors. */
  public static final long FIRST_ID = 1L << 52;

  private BuiltIn() {}

  static Query everything(Filter filter) {
    return new Query(Metrics.OWN_PREFIX + "*", filter, List.of(), Query.As.PLAIN, Optional.empty());
  }

  /** The account's notification; its id is the same for good. */
  public static Monitor firstUsage(Account account) {
    var rule = new Rule.FirstUsage(everything(Filter.ALL));
    return new Monitor(FIRST_ID | hash(account.publicId()) >>> 12, Owner.account(account.publicId()), "First usage outside the contract",
        "query alert", rule.text(), rule,
        "A product was used that the contract does not have.", List.of(), OptionalInt.empty(),
        Options.of(Options.Thresholds.of(BigDecimal.ZERO)), Hours.start(0), Hours.start(0), Optional.empty());
  }

  private static long hash(String text) {
    try {
      return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8))).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * Whether an hour's usage of a type is of a product that the account's contract of that hour does not price. Of an account without
   * a contract, and of a type that is not billed, nothing is outside.
   */
  public static boolean isOutside(Directory directory, String account, UsageType type, int hour) {
    return type.billingDimension().isPresent() && contractAt(directory, account, hour).flatMap(contract -> cardAt(contract, hour))
        .filter(card -> card.rates().stream().noneMatch(rate -> rate.dimension().equals(type.billingDimension().get()))).isPresent();
  }

  private static Optional<Contract> contractAt(Directory directory, String account, int hour) {
    return directory.contractsOf(account).stream().filter(contract -> contract.startHour() <= hour && hour < contract.end()).findFirst();
  }

  private static Optional<RateCard> cardAt(Contract contract, int hour) {
    return contract.cards().stream().filter(card -> card.fromHour() <= hour).reduce((earlier, later) -> later);
  }
}
