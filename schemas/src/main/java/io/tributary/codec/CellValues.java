package io.tributary.codec;

import io.tributary.model.MonthCell;
import io.tributary.model.MonthCell.HourValue;
import io.tributary.model.Quantity;
import io.tributary.model.SettledMonth;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Values of cells. A row holds every usage type of its place and bucket, and so does a settled month: one read and one write
 * serve them all.
 */
public final class CellValues {
  private CellValues() {}

  /** @param units counting units by usage type id */
  public static byte[] row(SortedMap<Integer, Quantity> units) {
    var out = new ByteArrayOutputStream(units.size() * 12 + 2);
    number(out, units.size());
    for (Map.Entry<Integer, Quantity> cell : units.entrySet()) {
      number(out, cell.getKey());
      quantity(out, cell.getValue());
    }
    return out.toByteArray();
  }

  public static SortedMap<Integer, Quantity> row(byte[] bytes) {
    var in = new Reader(bytes);
    var units = new TreeMap<Integer, Quantity>();
    for (int left = in.number(); left > 0; left--) {
      units.put(in.number(), in.quantity());
    }
    return units;
  }

  public static byte[] month(SettledMonth month) {
    var out = new ByteArrayOutputStream(16 + month.cells().size() * 96);
    number(out, month.through());
    number(out, month.cells().size());
    for (Map.Entry<Integer, MonthCell> entry : month.cells().entrySet()) {
      var cell = entry.getValue();
      number(out, entry.getKey());
      quantity(out, cell.sum());
      number(out, cell.hours());
      number(out, cell.top().size());
      for (var top : cell.top()) {
        number(out, top.hour());
        quantity(out, top.value());
      }
    }
    return out.toByteArray();
  }

  public static SettledMonth month(byte[] bytes) {
    var in = new Reader(bytes);
    int through = in.number();
    var cells = new TreeMap<Integer, MonthCell>();
    for (int left = in.number(); left > 0; left--) {
      int type = in.number();
      var sum = in.quantity();
      int hours = in.number();
      int count = in.number();
      var top = new ArrayList<HourValue>(count);
      for (int i = 0; i < count; i++) {
        top.add(new HourValue(in.number(), in.quantity()));
      }
      cells.put(type, new MonthCell(sum, hours, top));
    }
    return new SettledMonth(through, cells);
  }

  /** Only {@link SettledMonth#through} of a month: what the next hour is held against. */
  public static int through(byte[] month) {
    return new Reader(month).number();
  }

  private static void quantity(ByteArrayOutputStream out, Quantity quantity) {
    var bytes = quantity.toBytes();
    out.write(bytes.length);
    out.writeBytes(bytes);
  }

  /** Not negative; seven bits a byte, lowest first. */
  private static void number(ByteArrayOutputStream out, int number) {
    int rest = number;
    while (rest > 0x7f) {
      out.write(rest & 0x7f | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }

  private static final class Reader {
    private final byte[] bytes;
    private int at;

    Reader(byte[] bytes) {
      this.bytes = bytes;
    }

    int number() {
      int number = 0;
      for (int shift = 0; ; shift += 7) {
        byte next = bytes[at++];
        number |= (next & 0x7f) << shift;
        if (next >= 0) {
          return number;
        }
      }
    }

    Quantity quantity() {
      int length = bytes[at++];
      var quantity = Quantity.ofBytes(bytes, at, length);
      at += length;
      return quantity;
    }
  }
}
