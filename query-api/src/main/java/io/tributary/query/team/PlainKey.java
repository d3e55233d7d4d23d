package io.tributary.query.team;

import io.tributary.model.Access;
import io.tributary.model.Access.Origin;
import io.tributary.query.access.Caller;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;

/** A new key as it is shown once. */
record PlainKey(String text) {
  private static final int API_KEY_BYTES = 16;
  private static final int APPLICATION_KEY_BYTES = 20;
  private static final int LAST = 4;

  static PlainKey api() {
    return random(API_KEY_BYTES);
  }

  static PlainKey application() {
    return random(APPLICATION_KEY_BYTES);
  }

  private static PlainKey random(int length) {
    var bytes = new byte[length];
    new SecureRandom().nextBytes(bytes);
    return new PlainKey(HexFormat.of().formatHex(bytes));
  }

  String hash() {
    return Access.hash(text);
  }

  Origin origin(Caller by, Instant now) {
    return new Origin(text.substring(text.length() - LAST), now, now, by.user());
  }

  /** Keys are not for logs. */
  @Override
  public String toString() {
    return "PlainKey[…]";
  }
}
