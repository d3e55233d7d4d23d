package io.tributary.bench.query;

import io.tributary.bench.node.Latency;
import io.tributary.bench.query.CostClient.Answer;
import io.tributary.bench.query.Measured.Asked;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** Asks all questions again and again, one after the other, and keeps how long each took. Every answer must be complete. */
final class Rounds {
  private final CostClient client;
  private final int accounts;
  private final Duration every;
  private final Map<Question, List<Answer>> answers = new EnumMap<>(Question.class);
  private final Map<Question, Long> bytes = new EnumMap<>(Question.class);
  private final Set<String> problems = new LinkedHashSet<>();
  private int notReady;

  /** @param every from the beginning of a round to the next, at least */
  Rounds(CostClient client, int accounts, Duration every) {
    this.client = client;
    this.accounts = accounts;
    this.every = every;
  }

  /** Until so much time is over. */
  void run(long millis) throws IOException, InterruptedException {
    long end = System.nanoTime() + millis * 1_000_000;
    for (long round = System.nanoTime(); round < end; round = System.nanoTime()) {
      for (var question : Question.values()) {
        ask(question);
      }
      long next = Math.min(end, round + every.toNanos());
      for (long left = next - System.nanoTime(); left > 0; left = next - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
    }
  }

  private void ask(Question question) throws IOException, InterruptedException {
    var answer = client.ask(question);
    if (answer.isEmpty()) {
      notReady++;
      return;
    }
    bytes.merge(question, (long) answer.get().body().length, Math::max);
    problems.addAll(question.isOfCost() ? Costs.read(answer.get().body()).gaps(question, accounts)
        : Summary.gaps(answer.get().body(), question, accounts));
    answers.computeIfAbsent(question, any -> new ArrayList<>()).add(answer.get().withoutBody());
  }

  /** In the order of the questions. */
  List<Asked> asked() {
    return Arrays.stream(Question.values()).map(this::asked).toList();
  }

  private Asked asked(Question question) {
    var all = answers.getOrDefault(question, List.of());
    return new Asked(question, Latency.of(all.stream().mapToLong(Answer::wholeNanos).toArray()),
        Latency.of(all.stream().mapToLong(Answer::firstNanos).toArray()), bytes.getOrDefault(question, 0L));
  }

  /** Of the questions for cost. */
  Latency behind() {
    return Latency.of(answers.entrySet().stream().filter(each -> each.getKey().isOfCost()).flatMap(each -> each.getValue().stream())
        .mapToLong(answer -> Duration.ofMillis(answer.behindMillis()).toNanos()).toArray());
  }

  /** Each once. */
  List<String> problems() {
    var all = new ArrayList<>(problems);
    if (notReady > 0) {
      all.add(notReady + " questions were answered 503");
    }
    return all;
  }
}
