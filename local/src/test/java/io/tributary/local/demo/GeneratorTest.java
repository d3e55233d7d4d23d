package io.tributary.local.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tributary.model.Directory;
import io.tributary.model.Hours;
import io.tributary.model.UsageEvent;
import io.tributary.rules.Validation;
import io.tributary.rules.Verdict;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class GeneratorTest {
  private static final Instant NOW = Instant.parse("2026-11-18T14:23:10Z"); // a Wednesday
  private static final long SECOND = NOW.getEpochSecond();
  private static final int HOUR = Hours.of(NOW);

  private final Generator generator = new Generator(7, HOUR);

  @Test
  void theSameSeedTellsTheSameStory() {
    var again = new Generator(7, HOUR);
    assertEquals(generator.past(SECOND - 600, SECOND), again.past(SECOND - 600, SECOND));
    assertEquals(generator.second(SECOND, 40), again.second(SECOND, 40));
    assertNotEquals(generator.second(SECOND, 40), new Generator(8, HOUR).second(SECOND, 40));
  }

  @Test
  void everyEventIsOneThatTheDoorAccepts() {
    var directory = Directory.empty().with(World.changes(NOW), 1);
    var events = generator.past(SECOND - 1000, SECOND);
    events.addAll(generator.second(SECOND, 1000));
    for (var event : events) {
      assertInstanceOf(Verdict.Good.class, Validation.judge(event, directory, NOW, OptionalLong.empty()), event::toString);
    }
  }

  @Test
  void everyEventLiesInItsSpanAndHasAnIdOfItsOwn() {
    long hourStart = SECOND - SECOND % 3600;
    var ids = new HashSet<List<String>>();
    long count = 0;
    var cuts = new long[] {hourStart - 3600, hourStart, SECOND, SECOND + 1, SECOND + 300};
    for (int i = 1; i < cuts.length; i++) {
      for (var event : generator.past(cuts[i - 1], cuts[i])) {
        long at = event.time().getEpochSecond();
        assertTrue(at >= cuts[i - 1] && at < cuts[i], event::toString);
        ids.add(List.of(event.org(), event.id()));
        count++;
      }
    }
    for (long second = SECOND + 300; second < SECOND + 320; second++) {
      for (var event : generator.second(second, 100)) {
        assertEquals(second, event.time().getEpochSecond());
        ids.add(List.of(event.org(), event.id()));
        count++;
      }
    }
    assertEquals(count, ids.size());
  }

  @Test
  void aHundredDaysAreLessThanTwoMillionEvents() {
    // One hour of each day, another one each day.
    long events = LongStream.range(0, 100).map(day -> (HOUR - day * 24 - day % 24) * 3600)
        .map(from -> generator.past(from, from + 3600).size() * 24L).sum();
    assertTrue(events > 1_200_000 && events < 2_000_000, () -> events + " events");
  }

  @Test
  void bothWaysOfTellingAnHourGiveAboutTheSameUsage() {
    long from = HOUR * 3600L;
    var dense = generator.past(from, from + 3600);
    var live = LongStream.range(from, from + 3600).boxed().flatMap(second -> generator.second(second, 60).stream()).toList();
    Predicate<UsageEvent> logs = event -> event.usageType().equals("indexed_events_count") && event.family().equals("logs");
    double expected = sum(dense, logs);
    assertEquals(expected, sum(live, logs), expected * 0.03);
    assertEquals(entities(dense, "host_count"), entities(live, "host_count"));
    assertEquals(entities(dense, "container_count"), entities(live, "container_count"));
  }

  @Test
  void daysAreBusierThanNightsAndWeekends() {
    Predicate<UsageEvent> all = event -> event.usageType().equals("rum_lite_session_count") && event.org().equals(World.direct());
    double day = at("2026-11-18T14:00:00Z", all);
    assertTrue(at("2026-11-18T03:00:00Z", all) < day / 2);
    assertTrue(at("2026-11-21T14:00:00Z", all) < day * 0.8);
    assertTrue(at("2026-08-19T14:00:00Z", all) < day, "it grows");
  }

  private double at(String hour, Predicate<UsageEvent> which) {
    long from = Instant.parse(hour).getEpochSecond();
    return sum(generator.past(from, from + 3600), which);
  }

  private static double sum(List<UsageEvent> events, Predicate<UsageEvent> which) {
    return events.stream().filter(which).map(event -> event.quantity().toBigDecimal())
        .reduce(BigDecimal.ZERO, BigDecimal::add).doubleValue();
  }

  private static Set<String> entities(List<UsageEvent> events, String type) {
    return events.stream().filter(event -> event.usageType().equals(type))
        .map(event -> event.org() + " " + event.entity() + (type.startsWith("container") ? event.time().getEpochSecond() / 300 : ""))
        .collect(Collectors.toSet());
  }
}
