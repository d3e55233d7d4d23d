package io.tributary.aggregator.flow;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tributary.avro.RejectReason;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Counts every outcome for the operator. A process's own counters: after a crash the events of the lost commit are counted again. */
final class Tally {
  private final Counter counted;
  private final Counter repeat;
  private final Counter parked;
  private final Counter late;
  private final Counter misplaced;
  private final Map<RejectReason, Counter> rejected;

  Tally(MeterRegistry registry) {
    Function<String, Counter> verdict = name -> Counter.builder("tributary.events").tag("verdict", name)
        .description("usage events by what became of them").register(registry);
    counted = verdict.apply("counted");
    repeat = verdict.apply("repeat");
    parked = verdict.apply("parked");
    late = verdict.apply("late");
    misplaced = verdict.apply("misplaced");
    rejected = Arrays.stream(RejectReason.values())
        .collect(Collectors.toMap(Function.identity(), reason -> verdict.apply("rejected_" + reason.name().toLowerCase(Locale.ROOT))));
  }

  void count(Outcome outcome) {
    switch (outcome) {
      case Outcome.Counted c -> counted.increment();
      case Outcome.Repeat r -> repeat.increment();
      case Outcome.Parked p -> parked.increment();
      case Outcome.Late l -> late.increment();
      case Outcome.Misplaced m -> misplaced.increment();
      case Outcome.Rejected r -> rejected.get(r.record().getReason()).increment();
      case Outcome.Bell b -> { }
      case Outcome.Upward u -> { }
    }
  }
}
