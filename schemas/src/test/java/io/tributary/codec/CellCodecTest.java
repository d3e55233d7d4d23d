package io.tributary.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tributary.codec.CellKeys.MonthKey;
import io.tributary.codec.CellKeys.RowKey;
import io.tributary.model.MonthCell;
import io.tributary.model.MonthCell.HourValue;
import io.tributary.model.Quantity;
import io.tributary.model.RowQuery.Bucket;
import io.tributary.model.RowQuery.Level;
import io.tributary.model.Rows;
import io.tributary.model.SettledMonth;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CellCodecTest {
  private static final String[] NAMES = {"", "a", "a0", "ab", "b", "ü", "日本",
      "a-very-long-name-that-needs-more-room-than-a-small-buffer-gives-it-"
      + "a-very-long-name-that-needs-more-room-than-a-small-buffer-gives-it"};
  private final Random random = new Random(7);

  @Test
  void keysComeBack() {
    for (int i = 0; i < 2_000; i++) {
      var row = row(name());
      assertEquals(row, RowKey.of(row.bytes()));
      assertEquals(row.bucket(), CellKeys.bucketOf(row.bytes()));
      var month = new MonthKey(name(), random.nextInt(30_000), level(), name(), name());
      assertEquals(month, MonthKey.of(month.bytes()));
      assertEquals(Bucket.MONTH, CellKeys.bucketOf(month.bytes()));
    }
  }

  @Test
  void rowsOfOnePlaceSortByTimeAndLieTogether() {
    var keys = new ArrayList<RowKey>();
    for (int i = 0; i < 2_000; i++) {
      keys.add(row(""));
    }
    var byBytes = new ArrayList<>(keys);
    byBytes.sort((a, b) -> Arrays.compareUnsigned(a.bytes(), b.bytes()));
    var place = Comparator.comparing(RowKey::bucket)
        .<byte[]>thenComparing(key -> key.holder().getBytes(java.nio.charset.StandardCharsets.UTF_8), Arrays::compareUnsigned)
        .thenComparing(key -> key.org().getBytes(java.nio.charset.StandardCharsets.UTF_8), Arrays::compareUnsigned)
        .thenComparing(RowKey::level);
    keys.sort(place.thenComparingInt(RowKey::at));
    assertEquals(keys, byBytes);
  }

  @Test
  void rangeEndsEncloseJustTheirKeys() {
    for (int i = 0; i < 2_000; i++) {
      var key = row(name());
      var bytes = key.bytes();
      var first = CellKeys.firstRow(key.bucket(), key.holder(), key.org(), key.level(), key.at());
      var next = CellKeys.firstRow(key.bucket(), key.holder(), key.org(), key.level(), key.at() + 1);
      assertTrue(Arrays.compareUnsigned(first, bytes) <= 0 && Arrays.compareUnsigned(bytes, next) < 0);
      var org = CellKeys.orgRows(key.bucket(), key.holder(), key.org());
      assertTrue(Arrays.compareUnsigned(org, bytes) <= 0 && Arrays.compareUnsigned(bytes, CellKeys.after(org)) < 0);
    }
  }

  @Test
  void valuesComeBack() {
    for (int i = 0; i < 2_000; i++) {
      var units = new TreeMap<Integer, Quantity>();
      for (int cells = random.nextInt(30); cells > 0; cells--) {
        units.put(random.nextInt(2_000), quantity());
      }
      assertEquals(units, CellValues.row(CellValues.row(units)));
      var hours = new ArrayList<HourValue>();
      for (int hour = random.nextInt(20); hour > 0; hour--) {
        hours.add(new HourValue(500_000 + hour, quantity()));
      }
      var month = new SettledMonth(500_020, new TreeMap<>(Map.of(random.nextInt(2_000), MonthCell.of(hours), 2_000, MonthCell.EMPTY)));
      assertEquals(month, CellValues.month(CellValues.month(month)));
      assertEquals(500_020, CellValues.through(CellValues.month(month)));
    }
  }

  @Test
  void rowsBetweenServicesComeBack() {
    var cell = MonthCell.of(List.of(new HourValue(1, Quantity.parse("1.5")), new HourValue(2, Quantity.ofUnits(7))));
    var rows = new Rows(Instant.ofEpochMilli(1234), List.of(
        new Rows.Row("acc", Optional.of("org"), Optional.of("partner"), 5, Map.of(3, cell, 1004, MonthCell.EMPTY)),
        new Rows.Row("acc", Optional.empty(), Optional.empty(), 6, Map.of())));
    assertEquals(rows, RowsCodec.decode(RowsCodec.encode(rows)));
  }

  @Test
  void quantitiesTakeTheBytesOfAnAvroDecimal() {
    for (int i = 0; i < 5_000; i++) {
      var quantity = quantity();
      assertArrayEquals(quantity.unscaled().toByteArray(), quantity.toBytes());
      assertEquals(quantity, Quantity.ofBytes(quantity.toBytes(), 0, quantity.toBytes().length));
    }
  }

  private RowKey row(String owner) {
    return new RowKey(random.nextBoolean() ? Bucket.HOUR : Bucket.FIVE_MINUTES, name(), name(), level(), random.nextInt(600_000), owner);
  }

  private String name() {
    return NAMES[random.nextInt(NAMES.length)];
  }

  private Level level() {
    return Level.values()[random.nextInt(4)];
  }

  private Quantity quantity() {
    var value = new BigInteger(random.nextInt(120), random);
    return Quantity.ofUnscaled(random.nextBoolean() ? value : value.negate());
  }
}
