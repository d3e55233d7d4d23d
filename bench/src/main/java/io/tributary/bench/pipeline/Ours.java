package io.tributary.bench.pipeline;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tributary.aggregator.boot.AggregatorSettings;
import io.tributary.aggregator.boot.StartOffsets;
import io.tributary.aggregator.flow.Cuts;
import io.tributary.aggregator.flow.UsageTopology;
import io.tributary.aggregator.flow.Waiting;
import io.tributary.codec.CellKeys;
import io.tributary.codec.CellKeys.HourKey;
import io.tributary.codec.CellKeys.MonthKey;
import io.tributary.codec.CellValues;
import io.tributary.topics.AvroSerdes;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Tributary's own topology with the settings that ship; it is done when the partner's months are what they must be. */
final class Ours {
  private static final List<String> STORES =
      List.of(UsageTopology.ESTIMATED_ORG, UsageTopology.ESTIMATED_ACCOUNT, UsageTopology.ESTIMATED_PARTNER);

  private Ours() {}

  static Measured run(Job job, World world, LongConsumer progress) {
    var shipped = AggregatorSettings.defaults(job.bootstrap(), job.registry(), Path.of(job.stateDir()));
    var meters = new SimpleMeterRegistry();
    var topology = new UsageTopology(world::directory, AvroSerdes.at(job.registry()), shipped.dedup(), shipped.partitions(),
        new Cuts(), new Waiting(), meters).build();
    try (var admin = Admin.create(Map.of("bootstrap.servers", job.bootstrap()))) {
      StartOffsets.ensure(admin, StreamsRun.config(job).getProperty("application.id"), shipped.partitions());
    }
    var run = new StreamsRun(topology, StreamsRun.config(job), job);
    return run.run(
        () -> (long) meters.find("tributary.events").counters().stream().mapToDouble(Counter::count).sum(),
        () -> partnerMonths(run).equals(job.partnerMonths()),
        Ours::cells, progress);
  }

  private static String partnerMonths(StreamsRun run) {
    var digest = new CellDigest();
    var store = run.<byte[]>store(UsageTopology.ESTIMATED_PARTNER);
    if (store.isEmpty()) {
      return "";
    }
    try {
      add(digest, store.get(), true);
    } catch (InvalidStateStoreException e) {
      return ""; // its task is on the move
    }
    var part = digest.parts().get("PARTNER months");
    return part == null ? "" : part.hash();
  }

  private static Map<String, CellDigest.Part> cells(StreamsRun run) {
    var digest = new CellDigest();
    STORES.forEach(name -> add(digest, run.<byte[]>store(name).orElseThrow(), false));
    return digest.parts();
  }

  private static void add(CellDigest digest, ReadOnlyKeyValueStore<Bytes, byte[]> store, boolean onlyMonths) {
    try (var rows = store.all()) {
      while (rows.hasNext()) {
        var row = rows.next();
        var bytes = row.key.get();
        if (!CellKeys.isHour(bytes)) {
          var key = MonthKey.of(bytes);
          digest.month(new Place(key.level(), key.holder(), key.org(), key.owner()), key.month(), key.type(), CellValues.month(row.value));
        } else if (!onlyMonths) {
          var key = HourKey.of(bytes);
          var place = new Place(key.level(), key.holder(), key.org(), key.owner());
          CellValues.hour(row.value).forEach((type, units) -> digest.hour(place, key.hour(), type, units));
        }
      }
    }
  }
}
