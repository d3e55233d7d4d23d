package io.tributary.codec;

import io.tributary.model.RowQuery.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Keys of cells, as bytes that sort. An hour row: {@code h holder NUL org NUL level hour owner}, so that the hours of one
 * place lie together. A month cell: {@code m holder NUL month level org NUL type owner}, so that a month of all of a holder's
 * orgs lies together. Ids hold no NUL (a rule of the intake), numbers are big-endian and positive.
 */
public final class CellKeys {
  private static final byte HOUR = 'h';
  private static final byte MONTH = 'm';

  private CellKeys() {}

  /** A decoded key. {@code org} is empty at levels account and partner, {@code owner} where the hour is no partner's. */
  public record HourKey(String holder, String org, Level level, int hour, String owner) {
    public byte[] bytes() {
      return new Writer(HOUR).name(holder).name(org).level(level).number(hour).rest(owner).bytes();
    }

    public static HourKey of(byte[] bytes) {
      var in = new Reader(bytes, HOUR);
      return new HourKey(in.name(), in.name(), in.level(), in.number(), in.rest());
    }
  }

  public record MonthKey(String holder, int month, Level level, String org, int type, String owner) {
    public byte[] bytes() {
      return new Writer(MONTH).name(holder).number(month).level(level).name(org).number(type).rest(owner).bytes();
    }

    public static MonthKey of(byte[] bytes) {
      var in = new Reader(bytes, MONTH);
      return new MonthKey(in.name(), in.number(), in.level(), in.name(), in.number(), in.rest());
    }
  }

  /** Whether this is the key of an hour row, not of a month cell. */
  public static boolean isHour(byte[] key) {
    return key[0] == HOUR;
  }

  /** What every hour row of this holder begins with. */
  public static byte[] holderHours(String holder) {
    return new Writer(HOUR).name(holder).bytes();
  }

  /** What every hour row of this org, at any level, begins with. */
  public static byte[] orgHours(String holder, String org) {
    return new Writer(HOUR).name(holder).name(org).bytes();
  }

  /** Not above any key of this place at this hour or later, above all of its earlier ones. */
  public static byte[] firstHour(String holder, String org, Level level, int hour) {
    return new Writer(HOUR).name(holder).name(org).level(level).number(hour).bytes();
  }

  /** Not above any key of this holder and level in this month, above all of its earlier months. */
  public static byte[] firstOfMonth(String holder, int month, Level level) {
    return new Writer(MONTH).name(holder).number(month).level(level).bytes();
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
