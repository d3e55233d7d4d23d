package io.tributary.query.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micronaut.core.io.buffer.ByteArrayBufferFactory;
import io.micronaut.http.body.ByteBodyFactory;
import io.tributary.query.http.Table.Column;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

class RowStreamTest {
  private static final List<Column<Integer>> COLUMNS = List.of(new Column<>("n", row -> Integer.toString(row)),
      new Column<>("text", row -> row % 2 == 0 ? null : "a \"b\", c"));

  private final AtomicInteger taken = new AtomicInteger();

  private RowStream<Integer> csv(int rows) {
    return new RowStream<>(() -> IntStream.range(0, rows).peek(row -> taken.incrementAndGet()).iterator(),
        out -> new CsvRows<>(COLUMNS, out));
  }

  private static byte[] all(RowStream<?> stream) throws IOException {
    var all = new ByteArrayOutputStream();
    new RowStreamWriter(ForkJoinPool.commonPool()).writeTo(null, null, stream, null, all);
    return all.toByteArray();
  }

  @Test
  void fieldsAreQuotedWhereTheyMustBeAndEmptyWhereNothingIsKnown() throws IOException {
    assertEquals("n,text\r\n0,\r\n1,\"a \"\"b\"\", c\"\r\n", new String(all(csv(2)), StandardCharsets.UTF_8));
    assertEquals("n,text\r\n", new String(all(csv(0)), StandardCharsets.UTF_8));
  }

  @Test
  void rowsAreEncodedWhenTheyAreAskedForAndNotBefore() {
    var stream = csv(1_000_000);
    assertEquals(0, taken.get());
    int length = stream.next().length;
    assertTrue(length < 200_000, () -> length + " bytes at once");
    assertTrue(taken.get() < 50_000, () -> taken + " rows for the first piece");
  }

  @Test
  void everyRowIsToldOnceAndThenNothing() throws IOException {
    var stream = csv(50_000);
    var lines = new String(all(stream), StandardCharsets.UTF_8).split("\r\n");
    assertEquals(50_001, lines.length);
    for (int row = 0; row < 50_000; row++) {
      assertTrue(lines[row + 1].startsWith(row + ","), lines[row + 1]);
    }
    assertEquals(0, stream.next().length);
  }

  @Test
  void whoTakesOnePieceIsNotSentTheRest() throws InterruptedException {
    int rows = 200_000; // encoded long before the wait is over, if anybody asked for them
    var pieces = new LinkedBlockingQueue<byte[]>();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor();
        var body = new RowStreamWriter(executor)
            .writePiece(ByteBodyFactory.createDefault(ByteArrayBufferFactory.INSTANCE), null, null, null, null, csv(rows))) {
      var slow = new BaseSubscriber<byte[]>() {
        @Override
        protected void hookOnSubscribe(Subscription subscription) {
          subscription.request(1);
        }

        @Override
        protected void hookOnNext(byte[] piece) {
          pieces.add(piece);
        }
      };
      body.toByteArrayPublisher().subscribe(slow);
      assertNotNull(pieces.poll(20, TimeUnit.SECONDS));
      assertNull(pieces.poll(1, TimeUnit.SECONDS));
      assertTrue(taken.get() < rows / 2, () -> taken + " rows for one piece");
      slow.cancel();
    }
  }
}
