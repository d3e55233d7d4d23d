package io.tributary.bench.pipeline;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tributary.aggregator.boot.AggregatorSettings;
import io.tributary.aggregator.boot.StartOffsets;
import io.tributary.aggregator.flow.Cuts;
import io.tributary.aggregator.flow.UsageTopology;
import io.tributary.aggregator.flow.Waiting;
import io.tributary.aggregator.serving.StoreRows;
import io.tributary.bench.world.Workload;
import io.tributary.bench.world.World;
import io.tributary.model.Hours;
import io.tributary.model.RowQuery;
import io.tributary.model.RowQuery.Bucket;
import io.tributary.model.RowQuery.Level;
import io.tributary.model.Rows.Row;
import io.tributary.topics.AvroSerdes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Tributary's own topology with the settings that ship; it is done when the partner's months are what they must be. */
final class Ours {
  static final String PARTNER_MONTHS = Level.PARTNER + " months";

  private final Job job;
  private final int firstHour;
  private final int endHour;

  private Ours(Job job) {
    this.job = job;
    this.firstHour = job.firstHour() - Workload.LATE_HOURS;
    this.endHour = job.firstHour() + Workload.HOURS + 1;
  }

  static Measured run(Job job, World world, LongConsumer progress) {
    var shipped = AggregatorSettings.defaults(job.bootstrap(), job.registry(), Path.of(job.stateDir()));
    var meters = new SimpleMeterRegistry();
    var topology = new UsageTopology(world::directory, AvroSerdes.at(job.registry()), shipped.dedup(),
        StreamsRun.pace(job, shipped), shipped.partitions(),
        new Cuts(), new Waiting(), meters).build();
    try (var admin = Admin.create(Map.of("bootstrap.servers", job.bootstrap()))) {
      StartOffsets.ensure(admin, StreamsRun.config(job).getProperty("application.id"), shipped.partitions());
    }
    var ours = new Ours(job);
    var run = new StreamsRun(topology, StreamsRun.config(job), job);
    LongSupplier counted = () -> (long) meters.find("tributary.events").counters().stream().mapToDouble(Counter::count).sum();
    // Looking at the cells costs what is measured, so it waits until every event was seen.
    return run.run(counted, () -> counted.getAsLong() >= job.events() && ours.partnerMonths(run).equals(job.partnerMonths()),
        ours::cells, progress);
  }

  private String partnerMonths(StreamsRun run) {
    var digest = new CellDigest();
    var store = run.<byte[]>store(UsageTopology.ESTIMATED_PARTNER);
    if (store.isEmpty()) {
      return "";
    }
    try {
      add(digest, store.get(), Level.PARTNER, Bucket.MONTH, World.PARTNER);
    } catch (InvalidStateStoreException e) {
      return ""; // its task is on the move
    }
    var part = digest.parts().get(PARTNER_MONTHS);
    return part == null ? "" : part.hash();
  }

  private Map<String, CellDigest.Part> cells(StreamsRun run) {
    var digest = new CellDigest();
    for (var level : Level.values()) {
      ReadOnlyKeyValueStore<Bytes, byte[]> store = run.<byte[]>store(switch (level) {
        case ORG_OWN, ORG_SUBTREE, ORG_LATE -> UsageTopology.ESTIMATED_ORG;
        case ACCOUNT -> UsageTopology.ESTIMATED_ACCOUNT;
        case PARTNER -> UsageTopology.ESTIMATED_PARTNER;
      }).orElseThrow();
      var holders = level == Level.PARTNER ? List.of(World.PARTNER) : IntStream.range(0, World.ROOTS).mapToObj(World::account).toList();
      for (var bucket : Bucket.values()) {
        holders.forEach(holder -> add(digest, store, level, bucket, holder));
      }
    }
    return digest.parts();
  }

  /** As the aggregator's own readers see them: not all that they say is written out in the store. */
  private void add(CellDigest digest, ReadOnlyKeyValueStore<Bytes, byte[]> store, Level level, Bucket bucket, String holder) {
    var rows = new ArrayList<Row>();
    new StoreRows(store, query(level, bucket, holder)).collect(holder, rows);
    for (var row : rows) {
      var place = new Place(level, holder, row.org().orElse(""), row.owner().orElse(""));
      row.cells().forEach((type, cell) -> {
        switch (bucket) {
          case FIVE_MINUTES -> digest.fiveMinutes(place, row.bucket(), type, cell.sum());
          case HOUR -> digest.hour(place, row.bucket(), type, cell.sum());
          case MONTH -> digest.month(place, row.bucket(), type, cell);
        }
      });
    }
  }

  private RowQuery query(Level level, Bucket bucket, String holder) {
    var holders = List.of(holder);
    return switch (bucket) {
      case FIVE_MINUTES -> RowQuery.fiveMinutes(level, holders, Set.of(), firstHour * Hours.SLOTS, endHour * Hours.SLOTS);
      case HOUR -> RowQuery.hours(level, holders, Set.of(), firstHour, endHour);
      case MONTH -> RowQuery.months(level, holders, Set.of(), Hours.month(firstHour), Hours.month(endHour) + 1);
    };
  }
}
