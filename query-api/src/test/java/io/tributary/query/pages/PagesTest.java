package io.tributary.query.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.model.NotReady;
import io.tributary.query.Hand;
import io.tributary.query.World;
import io.tributary.query.access.Caller;
import io.tributary.query.pages.Pages.Page;
import io.tributary.query.query.InvalidQuery;
import io.tributary.query.query.PageQuery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PagesTest {
  private static final List<String> QUESTION = List.of("things", "all");
  private static final Caller A = new Caller("a", Set.of(), new Caller.Place.AccountRoot("acme"));
  private static final Caller B = new Caller("b", Set.of(), new Caller.Place.AccountRoot("bolt"));

  private final Hand clock = new Hand();
  private final List<Object> rows = new ArrayList<>();
  private final Pages pages = pages(1 << 20, 1000);
  private int readings;

  private Pages pages(long bytes, int most) {
    return new Pages(new ObjectMapper(), clock, new Pages.Limits(bytes, most));
  }

  private record Row(int number, String text) {}

  private void fill(int count) {
    rows.clear();
    IntStream.range(0, count).forEach(number -> rows.add(new Row(number, "line\nbreak, \u00fc")));
  }

  private Page page(Pages from, Caller caller, List<String> question, int limit, Optional<String> cursor) {
    return from.page(caller, question, new PageQuery(limit, cursor, "page[next_record_id]"), () -> World.AS_OF, sink -> {
      readings++;
      List.copyOf(rows).forEach(sink);
      return World.AS_OF;
    });
  }

  private Page page(int limit, Optional<String> cursor) {
    return page(pages, A, QUESTION, limit, cursor);
  }

  private String cursor() {
    return page(1, Optional.empty()).next().orElseThrow();
  }

  private String refusal(Caller caller, List<String> question, String cursor) {
    return assertThrows(InvalidQuery.class, () -> page(pages, caller, question, 1, Optional.of(cursor))).getMessage();
  }

  private static List<String> texts(Page page) {
    return page.rows().stream().map(row -> row.rawValue().toString()).toList();
  }

  @Test
  void pagesOfAnySizeHoldEveryRowOnce() {
    for (int count : new int[] {0, 1, 99, 100, 101, 250}) {
      fill(count);
      for (int size : new int[] {1, 7, 100, 249, 250, 500}) {
        var all = new ArrayList<String>();
        var page = page(size, Optional.empty());
        all.addAll(texts(page));
        while (page.next().isPresent()) {
          assertEquals(size, page.rows().size());
          page = page(size, page.next());
          all.addAll(texts(page));
          assertEquals(count, page.total());
          assertEquals(World.AS_OF, page.asOf());
        }
        assertEquals(IntStream.range(0, count).mapToObj(number ->
            "{\"number\":" + number + ",\"text\":\"line\\nbreak, \u00fc\"}").toList(), all, count + " in pages of " + size);
      }
    }
  }

  @Test
  void laterPagesShowWhatTheFirstReadingFound() {
    fill(3);
    var first = page(2, Optional.empty());
    rows.clear();
    rows.add(new Row(7, "new"));
    assertEquals(List.of("{\"number\":2,\"text\":\"line\\nbreak, \u00fc\"}"), texts(page(2, first.next())));
    assertEquals(1, readings);
    assertEquals(List.of("{\"number\":7,\"text\":\"new\"}"), texts(page(2, Optional.empty())), "a new question sees what is new");
  }

  @Test
  void aPageMayBeAskedForAgain() {
    fill(5);
    var cursor = Optional.of(cursor());
    assertEquals(texts(page(2, cursor)), texts(page(2, cursor)));
    assertEquals(texts(page(4, cursor)), texts(page(9, cursor)), "also the last");
  }

  @Test
  void anAnswerOfOnePageIsNotKept() {
    fill(5);
    assertTrue(page(5, Optional.empty()).next().isEmpty());
    assertEquals(0, pages.answers());
    assertEquals(0, pages.bytes());
  }

  @Test
  void anAnswerIsKeptForTenMinutesAfterItWasAskedForLast() {
    fill(5);
    var cursor = cursor();
    clock.forward(Duration.ofMinutes(9));
    var next = page(1, Optional.of(cursor)).next().orElseThrow();
    clock.forward(Duration.ofMinutes(9));
    assertEquals(1, page(1, Optional.of(next)).rows().size());
    clock.forward(Duration.ofMinutes(10));
    assertEquals("cursor expired", refusal(A, QUESTION, next));
    assertEquals(0, pages.answers());
    assertEquals(0, pages.bytes());
  }

  @Test
  void aCursorHoldsForItsQuestionAndItsCallerOnly() {
    fill(5);
    var cursor = cursor();
    var invalid = "Invalid page[next_record_id] parameter " + cursor
        + ". Must be the next_record_id of the page before, with the same parameters";
    assertEquals(invalid, refusal(B, QUESTION, cursor));
    assertEquals(invalid, refusal(A, List.of("things", "some"), cursor));
    assertEquals(invalid, refusal(new Caller("a", Set.of(), new Caller.Place.Child("acme")), QUESTION, cursor), "it has moved");
    for (var nonsense : List.of("x", "bnVsbA", "%00", "\u00fc", cursor + "A", "")) {
      assertTrue(refusal(A, QUESTION, nonsense).startsWith("Invalid page[next_record_id]"), nonsense);
    }
    assertEquals(1, page(1, Optional.of(cursor)).rows().size(), "and still does");
  }

  @Test
  void aCursorOfAnotherProcessHasExpired() {
    fill(5);
    var other = page(pages(1 << 20, 1000), A, QUESTION, 1, Optional.empty()).next().orElseThrow();
    assertEquals("cursor expired", refusal(A, QUESTION, other));
  }

  @Test
  void whatAClientWritesForAnAbsentCursorMeansThatThereIsNothing() {
    fill(5);
    var page = page(2, Optional.of("null"));
    assertEquals(List.of(), page.rows());
    assertEquals(World.AS_OF, page.asOf());
    assertTrue(page.next().isEmpty());
    assertEquals(0, readings);
  }

  @Test
  void anAnswerThatIsTooLongIsRefusedAndTakesNoRoom() {
    fill(1001);
    assertTrue(assertThrows(InvalidQuery.class, this::cursor).getMessage().startsWith("the answer has more than 1000 rows"));
    assertEquals(0, pages.bytes());
    var small = pages(2000, 1000);
    random(200);
    assertTrue(assertThrows(InvalidQuery.class, () -> page(small, A, QUESTION, 1, Optional.empty())).getMessage()
        .startsWith("the answer is longer than what is kept"));
    assertEquals(0, small.bytes());
  }

  private void random(int count) {
    var random = new Random(1);
    rows.clear();
    IntStream.range(0, count).forEach(number -> rows.add(new Row(number, Long.toHexString(random.nextLong()))));
  }

  @Test
  void whoKeepsMostLosesTheOldestFirst() {
    random(100);
    var one = pages(1 << 20, 1000);
    page(one, A, QUESTION, 1, Optional.empty());
    var tight = pages(one.bytes() * 7 / 2, 1000);
    var first = page(tight, A, QUESTION, 1, Optional.empty()).next();
    var second = page(tight, A, QUESTION, 1, Optional.empty()).next();
    var others = page(tight, B, QUESTION, 1, Optional.empty()).next();
    page(tight, A, QUESTION, 1, first);
    page(tight, B, QUESTION, 1, Optional.empty());
    assertEquals(3, tight.answers());
    assertTrue(tight.bytes() <= one.bytes() * 7 / 2);
    assertEquals(1, page(tight, A, QUESTION, 1, first).rows().size(), "it was asked for since");
    assertEquals(1, page(tight, B, QUESTION, 1, others).rows().size(), "it is another org's");
    assertThrows(InvalidQuery.class, () -> page(tight, A, QUESTION, 1, second));
  }

  @Test
  void anAnswerThatCannotBeReadLeavesNothing() {
    assertThrows(NotReady.class, () -> pages.page(A, QUESTION, new PageQuery(1, Optional.empty(), ""), () -> World.AS_OF, sink -> {
      IntStream.range(0, 150).forEach(sink::accept);
      throw new NotReady("rebalancing", Duration.ofSeconds(1));
    }));
    assertEquals(0, pages.answers());
    assertEquals(0, pages.bytes());
  }
}
