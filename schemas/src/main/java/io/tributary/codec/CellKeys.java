package io.tributary.codec;

import io.tributary.model.RowQuery.Bucket;
import io.tributary.model.RowQuery.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Keys of cells, as bytes that sort. A row of an hour or of five minutes: {@code h|f holder NUL org NUL level bucket owner}, so
 * that the buckets of one place lie together. A settled month: {@code m holder NUL month level org NUL owner}, so that a month
 * of all of a holder's orgs lies together. Ids hold no NUL (a rule of the intake), numbers are big-endian and positive.
 */
public final class CellKeys {
  private static final byte FIVE_MINUTES = 'f';
  private static final byte HOUR = 'h';
  private static final byte MONTH = 'm';

  private CellKeys() {}

  /**
   * The key of an hour's or a slot's row.
   *
   * @param bucket {@link Bucket#HOUR} or {@link Bucket#FIVE_MINUTES}
   * @param org empty at levels account and partner
   * @param at the hour or the slot
   * @param owner empty where the hour is no partner's
   */
  public record RowKey(Bucket bucket, String holder, String org, Level level, int at, String owner) {
    public byte[] bytes() {
      return new Writer(kind(bucket)).name(holder).name(org).level(level).number(at).rest(owner).bytes();
    }

    public static RowKey of(byte[] bytes) {
      var bucket = bucketOf(bytes);
      var in = new Reader(bytes, kind(bucket));
      var holder = in.name();
      var org = in.name();
      var level = in.level();
      return new RowKey(bucket, holder, org, level, in.number(), in.rest());
    }
  }

  /** The key of a place's month. */
  public record MonthKey(String holder, int month, Level level, String org, String owner) {
    public byte[] bytes() {
      return new Writer(MONTH).name(holder).number(month).level(level).name(org).rest(owner).bytes();
    }

    public static MonthKey of(byte[] bytes) {
      var in = new Reader(bytes, MONTH);
      return new MonthKey(in.name(), in.number(), in.level(), in.name(), in.rest());
    }
  }

  /** Whose key this is. */
  public static Bucket bucketOf(byte[] key) {
    return switch (key[0]) {
      case FIVE_MINUTES -> Bucket.FIVE_MINUTES;
      case HOUR -> Bucket.HOUR;
      case MONTH -> Bucket.MONTH;
      default -> throw new IllegalArgumentException("no cell has a key that begins with " + key[0]);
    };
  }

  private static byte kind(Bucket bucket) {
    return switch (bucket) {
      case FIVE_MINUTES -> FIVE_MINUTES;
      case HOUR -> HOUR;
      case MONTH -> throw new IllegalArgumentException("a month is no row of hours");
    };
  }

  /** What every row of this holder begins with. */
  public static byte[] holderRows(Bucket bucket, String holder) {
    return new Writer(kind(bucket)).name(holder).bytes();
  }

  /** What every row of this org, at any level, begins with. */
  public static byte[] orgRows(Bucket bucket, String holder, String org) {
    return new Writer(kind(bucket)).name(holder).name(org).bytes();
  }

  /** Not above any key of this place at this bucket or later, above all of its earlier ones. */
  public static byte[] firstRow(Bucket bucket, String holder, String org, Level level, int at) {
    return new Writer(kind(bucket)).name(holder).name(org).level(level).number(at).bytes();
  }

  /** Not above any key of this holder and level in this month, above all of its earlier months. */
  public static byte[] firstOfMonth(String holder, int month, Level level) {
    return new Writer(MONTH).name(holder).number(month).level(level).bytes();
  }

  /** What every key of this org's month begins with. */
  public static byte[] orgMonth(String holder, int month, Level level, String org) {
    return new Writer(MONTH).name(holder).number(month).level(level).name(org).bytes();
  }

  /** Above every key that begins with {@code prefix}. */
  public static byte[] after(byte[] prefix) {
    var next = prefix.clone();
    for (int i = next.length - 1; i >= 0; i--) {
      if (++next[i] != 0) {
        return next;
      }
    }
    throw new IllegalArgumentException("no key is above a prefix of 0xff bytes");
  }

  private static final class Writer {
    private ByteBuffer out = ByteBuffer.allocate(96);

    Writer(byte kind) {
      out.put(kind);
    }

    Writer name(String name) {
      rest(name);
      room(1).put((byte) 0);
      return this;
    }

    Writer rest(String name) {
      var bytes = name.getBytes(StandardCharsets.UTF_8);
      room(bytes.length).put(bytes);
      return this;
    }

    Writer level(Level level) {
      room(1).put((byte) level.ordinal());
      return this;
    }

    Writer number(int number) {
      room(4).putInt(number);
      return this;
    }

    private ByteBuffer room(int bytes) {
      if (out.remaining() < bytes) {
        out = ByteBuffer.allocate(out.capacity() * 2 + bytes).put(out.flip());
      }
      return out;
    }

    byte[] bytes() {
      var bytes = new byte[out.position()];
      out.get(0, bytes);
      return bytes;
    }
  }

  private static final class Reader {
    private static final Level[] LEVELS = Level.values();
    private final byte[] bytes;
    private int at = 1;

    Reader(byte[] bytes, byte kind) {
      if (bytes[0] != kind) {
        throw new IllegalArgumentException("a cell key of kind " + (char) bytes[0] + ", not " + (char) kind);
      }
      this.bytes = bytes;
    }

    String name() {
      int end = at;
      while (bytes[end] != 0) {
        end++;
      }
      var name = new String(bytes, at, end - at, StandardCharsets.UTF_8);
      at = end + 1;
      return name;
    }

    Level level() {
      return LEVELS[bytes[at++]];
    }

    int number() {
      int number = ByteBuffer.wrap(bytes, at, 4).getInt();
      at += 4;
      return number;
    }

    String rest() {
      return new String(bytes, at, bytes.length - at, StandardCharsets.UTF_8);
    }
  }
}
