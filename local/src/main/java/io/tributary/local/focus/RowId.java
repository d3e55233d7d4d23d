package io.tributary.local.focus;

import io.tributary.local.focus.FocusFile.Row;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** What a row is known by, and its event's id: 128 bits of a hash of what it says of usage, and of its number among equal rows. */
record RowId(long high, long low) {
  /** {@link #toString}'s length. */
  static final int DIGITS = 32;

  /** @param digits 32 hexadecimal ones */
  static RowId parse(String digits) {
    return new RowId(HexFormat.fromHexDigitsToLong(digits, 0, 16), HexFormat.fromHexDigitsToLong(digits, 16, DIGITS));
  }

  @Override
  public String toString() {
    return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
  }

  /**
   * Gives the rows of one file their ids. Costs and discounts are left out: providers restate them until a month is final, and the
   * usage is the same. Two rows that are equal in the rest are two rows, told apart by which comes first.
   */
  static final class Counter {
    private static final List<String> TOLD_APART_BY = List.of(FocusFile.END, "ChargeDescription", "RegionId", "AvailabilityZone",
        "ResourceId", "SkuId", "SkuPriceId");

    private final Map<RowId, Integer> seen = new HashMap<>();
    private final MessageDigest sha = sha256();

    RowId next(Row row, Usage usage) {
      put(usage.account());
      put(usage.subAccount().orElse(""));
      put(usage.what().service());
      put(usage.what().unit());
      put(usage.start().toString());
      put(usage.quantity().toString());
      TOLD_APART_BY.forEach(column -> put(row.text(column).orElse("")));
      var content = digest();
      put(content + " " + seen.merge(content, 1, Integer::sum));
      return digest();
    }

    private void put(String text) {
      sha.update(text.getBytes(StandardCharsets.UTF_8));
      sha.update((byte) 0);
    }

    private RowId digest() {
      return parse(HexFormat.of().formatHex(sha.digest(), 0, DIGITS / 2));
    }

    private static MessageDigest sha256() {
      try {
        return MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java platform has SHA-256", e);
      }
    }
  }
}
