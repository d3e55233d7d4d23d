package io.tributary.query.query;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.Optional;

/**
 * A row's place in the order of the hourly usage, which no later event changes: a row is never shown on two pages, and
 * none that was there is left out.
 */
public record Cursor(int hour, String account, String org, String family) implements Comparable<Cursor> {
  private static final Comparator<Cursor> ORDER = Comparator.comparingInt(Cursor::hour).thenComparing(Cursor::account)
      .thenComparing(Cursor::org).thenComparing(Cursor::family);
  /** Public ids and families are printable. */
  private static final String BETWEEN = "\u001f";

  @Override
  public int compareTo(Cursor other) {
    return ORDER.compare(this, other);
  }

  /** @param digest of the question that it belongs to */
  public String opaque(String digest) {
    var text = String.join(BETWEEN, digest, Integer.toString(hour), account, org, family);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Empty when the text is no cursor, or one of another question. */
  static Optional<Cursor> parse(String opaque, String digest) {
    try {
      var parts = new String(Base64.getUrlDecoder().decode(opaque), StandardCharsets.UTF_8).split(BETWEEN, -1);
      return parts.length == 5 && parts[0].equals(digest)
          ? Optional.of(new Cursor(Integer.parseInt(parts[1]), parts[2], parts[3], parts[4])) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
