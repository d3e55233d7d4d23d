package io.tributary.query.reader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tributary.model.Directory;
import io.tributary.model.NotReady;
import io.tributary.model.RowQuery;
import io.tributary.model.RowQuery.Level;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class AggregatorReaderTest extends UsageReaderContract {
  private static final RowQuery ANY = RowQuery.hours(Level.ACCOUNT, List.of("acme"), Set.of(), 0, 1);

  private FakeAggregator aggregator;
  private AggregatorReader reader;

  @Override
  protected UsageReader readerOf(Directory directory, List<Usage> usage) throws IOException {
    aggregator = new FakeAggregator(InMemoryReaderTest.filled(directory, usage));
    reader = new AggregatorReader(List.of(aggregator.url()));
    return reader;
  }

  @AfterAll
  void close() {
    reader.close();
    aggregator.close();
  }

  @Test
  void theNextAggregatorIsAskedWhenOneIsGoneAndStaysTheFirst() throws IOException {
    var gone = goneUrl();
    try (var alive = new FakeAggregator(new InMemoryReader()); var reader = new AggregatorReader(List.of(gone, alive.url()))) {
      assertEquals(List.of(), reader.read(ANY).rows());
      assertEquals(List.of(), reader.read(ANY).rows());
      assertEquals(2, alive.questions.get());
    }
  }

  @Test
  void theNextAggregatorIsAskedWhenOneIsNotReady() throws IOException {
    var unready = new InMemoryReader();
    unready.refuse(Duration.ofSeconds(3));
    try (var first = new FakeAggregator(unready); var second = new FakeAggregator(new InMemoryReader());
        var reader = new AggregatorReader(List.of(first.url(), second.url()))) {
      reader.read(ANY);
      reader.read(ANY);
      assertEquals(1, first.questions.get());
      assertEquals(2, second.questions.get());
    }
  }

  @Test
  void whenNobodyIsReadyTheAnswerIsNotReadyAndSaysForHowLong() throws IOException {
    var unready = new InMemoryReader();
    unready.refuse(Duration.ofSeconds(3));
    try (var first = new FakeAggregator(unready); var reader = new AggregatorReader(List.of(first.url()))) {
      assertEquals(Duration.ofSeconds(3), assertThrows(NotReady.class, () -> reader.read(ANY)).retryAfter());
    }
  }

  @Test
  void whenNobodyAnswersTheAnswerIsNotReadyNeverEmpty() throws IOException {
    try (var reader = new AggregatorReader(List.of(goneUrl(), goneUrl()))) {
      assertThrows(NotReady.class, () -> reader.read(ANY));
      assertThrows(NotReady.class, reader::progress);
    }
  }

  @Test
  void anAnswerThatCannotBeReadIsNoAnswer() throws IOException {
    try (var strange = new FakeAggregator(new InMemoryReader()); var reader = new AggregatorReader(List.of(strange.url()))) {
      strange.answer = new byte[] {(byte) 0xc3, 1, 9, 9, 9, 9, 9, 9, 9, 9, 0};
      assertThrows(NotReady.class, () -> reader.read(ANY));
      strange.answer = new byte[0];
      assertThrows(NotReady.class, () -> reader.read(ANY));
    }
  }

  @Test
  void freshnessAndProgressComeThrough() throws IOException {
    var asOf = Instant.parse("2026-03-15T10:19:59.250Z");
    var slow = new InMemoryReader().asOf(asOf);
    slow.stall();
    try (var aggregator = new FakeAggregator(slow); var reader = new AggregatorReader(List.of(URI.create(aggregator.url() + "/")))) {
      assertEquals(asOf, reader.read(ANY).asOf());
      assertFalse(reader.progress().healthy());
      assertEquals(asOf, reader.progress().asOf());
      assertTrue(reader.progress().lag() > 0);
    }
  }

  /** An address that nobody listens at any more. */
  private static URI goneUrl() throws IOException {
    try (var gone = new FakeAggregator(new InMemoryReader())) {
      return gone.url();
    }
  }
}
