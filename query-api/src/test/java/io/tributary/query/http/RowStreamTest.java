package io.tributary.query.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tributary.query.http.Table.Column;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RowStreamTest {
  private static final List<Column<Integer>> COLUMNS = List.of(new Column<>("n", row -> Integer.toString(row)),
      new Column<>("text", row -> row % 2 == 0 ? null : "a \"b\", c"));

  private final AtomicInteger taken = new AtomicInteger();

  private RowStream<Integer> csv(int rows) {
    return new RowStream<>(() -> IntStream.range(0, rows).peek(row -> taken.incrementAndGet()).iterator(),
        out -> new CsvRows<>(COLUMNS, out));
  }

  @Test
  void fieldsAreQuotedWhereTheyMustBeAndEmptyWhereNothingIsKnown() throws IOException {
    assertEquals("n,text\r\n0,\r\n1,\"a \"\"b\"\", c\"\r\n", new String(csv(2).readAllBytes(), StandardCharsets.UTF_8));
    assertEquals("n,text\r\n", new String(csv(0).readAllBytes(), StandardCharsets.UTF_8));
  }

  @Test
  void rowsAreEncodedWhenTheyAreReadAndNotBefore() throws IOException {
    try (var stream = csv(1_000_000)) {
      assertEquals(0, taken.get());
      assertEquals(10, stream.readNBytes(10).length);
      assertTrue(taken.get() < 20_000, () -> taken + " rows for ten bytes");
    }
  }

  @Test
  void howItIsReadChangesNothing() throws IOException {
    var whole = csv(20_000).readAllBytes();
    var stream = csv(20_000);
    var single = new byte[whole.length];
    for (int i = 0; i < single.length; i++) {
      single[i] = (byte) stream.read();
    }
    assertEquals(-1, stream.read());
    assertArrayEquals(whole, single);
  }
}
