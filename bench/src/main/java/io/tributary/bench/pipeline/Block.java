package io.tributary.bench.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.bench.DataDir;
import io.tributary.bench.pipeline.CellDigest.Part;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.LongConsumer;

/** The variants that are compared on the same records, and those records. */
final class Block implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<Variant> variants;
  private final long events;
  private final long seed;
  private final int firstHour;
  private final Path dir;
  private Cluster cluster;
  private Map<String, Part> exact;
  private Map<String, Part> plain;

  /**
   * @param variants the one that the others are compared with comes first
   * @param dir for everything that the block writes
   */
  Block(List<Variant> variants, long events, long seed, int firstHour, Path dir) {
    this.variants = variants;
    this.events = events;
    this.seed = seed;
    this.firstHour = firstHour;
    this.dir = dir;
  }

  long events() {
    return events;
  }

  List<Variant> variants() {
    return variants;
  }

  /** The variants in a pair's order: each comes first in turn. */
  List<Variant> order(int pair) {
    var order = new ArrayList<>(variants);
    Collections.rotate(order, -pair);
    return order;
  }

  /** Starts the broker and writes the records. */
  void load(LongConsumer progress) {
    cluster = Cluster.start(dir.resolve("broker"), dir.resolve("broker.log"));
    var world = World.from(Workload.placedFrom(firstHour));
    var oracle = new Oracle(world, firstHour);
    cluster.load(world, new Workload(world, events, seed, firstHour), oracle, progress);
    exact = oracle.exact();
    plain = oracle.plain();
  }

  Run run(Variant variant, int pair, LongConsumer progress) {
    var name = "bench-" + variant.label() + "-" + pair;
    var state = dir.resolve(name);
    var before = cluster.cpu();
    Measured measured = null;
    var problems = new ArrayList<String>();
    var job = new Job(variant, name, cluster.bootstrap(), cluster.registry(), state.toString(), events, seed, firstHour,
        exact.get(Ours.PARTNER_MONTHS).hash());
    try (var jvm = ChildJvm.start(VariantMain.class, ChildJvm.VARIANT_FLAGS, dir.resolve(name + ".log"), JSON.writeValueAsString(job))) {
      measured = JSON.readValue(jvm.result(progress), Measured.class);
      jvm.awaitEnd();
      problems.addAll(differences(variant.isPlain() ? plain : exact, measured.cells()));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    } catch (IllegalStateException e) {
      problems.add(e.getMessage());
    }
    long broker = cluster.cpu().minus(before).toNanos();
    cluster.forget(name);
    DataDir.delete(state);
    return new Run(variant, variants.getFirst(), pair, events, measured, broker, problems);
  }

  private static List<String> differences(Map<String, Part> wanted, Map<String, Part> got) {
    var names = new TreeSet<>(wanted.keySet());
    names.addAll(got.keySet());
    return names.stream().filter(name -> !got.getOrDefault(name, new Part(0, "")).equals(wanted.get(name)))
        .map(name -> name + " are wrong: " + count(got, name) + " cells, where " + count(wanted, name) + " are right").toList();
  }

  private static long count(Map<String, Part> parts, String name) {
    return parts.getOrDefault(name, new Part(0, "")).cells();
  }

  @Override
  public void close() {
    if (cluster != null) {
      cluster.close();
    }
  }
}
