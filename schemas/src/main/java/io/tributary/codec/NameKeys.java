package io.tributary.codec;

import io.tributary.model.NameQuery.Bucket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Keys of usage by name, as bytes that sort: {@code n org NUL type month number} for a name, {@code h|d|m org NUL type bucket number}
 * for its usage in an hour, a day or a month. A name is a number within an org, usage type and month, so that it is written out once.
 */
public final class NameKeys {
  /** The number of all names together that are beyond those that are kept. */
  public static final int REST = 0;

  private static final byte NAME = 'n';
  private static final byte HOUR = 'h';
  private static final byte DAY = 'd';
  private static final byte MONTH = 'm';

  private NameKeys() {}

  /** The key of a name, or, with {@link #REST}, not above any of its org, type and month. */
  public static byte[] name(String org, int type, int month, int number) {
    return key(NAME, org, type, month, number);
  }

  /** The key of a name's usage, or, with {@link #REST}, not above any of this bucket. */
  public static byte[] usage(Bucket bucket, String org, int type, int at, int number) {
    return key(kind(bucket), org, type, at, number);
  }

  private static byte[] key(byte kind, String org, int type, int at, int number) {
    var id = org.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(id.length + 14).put(kind).put(id).put((byte) 0).putInt(type).putInt(at).putInt(number).array();
  }

  private static byte kind(Bucket bucket) {
    return switch (bucket) {
      case HOUR -> HOUR;
      case DAY -> DAY;
      case MONTH -> MONTH;
    };
  }

  /** The bucket, or the month of a name, that a key is about. */
  public static int at(byte[] key) {
    return ByteBuffer.wrap(key, key.length - 8, 4).getInt();
  }

  public static int number(byte[] key) {
    return ByteBuffer.wrap(key, key.length - 4, 4).getInt();
  }

  /** What a key's {@link #at} counts: that of a name counts months. */
  public static Bucket bucket(byte[] key) {
    return switch (key[0]) {
      case HOUR -> Bucket.HOUR;
      case DAY -> Bucket.DAY;
      case NAME, MONTH -> Bucket.MONTH;
      default -> throw new IllegalArgumentException("no usage by name has a key that begins with " + key[0]);
    };
  }
}
