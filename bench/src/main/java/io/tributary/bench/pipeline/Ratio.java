package io.tributary.bench.pipeline;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Events per second of one variant over another's, pair by pair: runs of a pair share what else the machine is doing.
 *
 * @param median of the pairs; NaN without one
 * @param pairs in which both runs count
 * @param must what it has to reach; 0 for no goal
 * @param stretch what would be better still
 */
record Ratio(Variant over, Variant under, long events, double median, List<Double> pairs, double must, double stretch) {
  static Ratio of(List<Run> runs, long events, Variant over, Variant under, double must, double stretch) {
    var unders = byPair(runs, under, under);
    var pairs = byPair(runs, over, under).entrySet().stream().filter(run -> unders.containsKey(run.getKey()))
        .sorted(Map.Entry.comparingByKey())
        .map(run -> run.getValue().eventsPerSecond() / unders.get(run.getKey()).eventsPerSecond()).toList();
    return new Ratio(over, under, events, median(pairs), pairs, must, stretch);
  }

  private static Map<Integer, Run> byPair(List<Run> runs, Variant variant, Variant against) {
    return runs.stream().filter(run -> run.variant().equals(variant) && run.against().equals(against) && run.counts())
        .collect(Collectors.toMap(Run::pair, Function.identity()));
  }

  /** Of two middle ones, their mean; NaN of nothing. */
  static double median(List<Double> values) {
    var sorted = values.stream().sorted().toList();
    int half = sorted.size() / 2;
    return sorted.isEmpty() ? Double.NaN
        : sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }
}
