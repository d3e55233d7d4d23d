package io.tributary.aggregator.serving;

import io.tributary.aggregator.flow.Cuts;
import io.tributary.aggregator.flow.UsageTopology;
import io.tributary.codec.RowQueryJson;
import io.tributary.codec.RowsCodec;
import io.tributary.model.NotReady;
import io.tributary.model.RowQuery;
import io.tributary.model.RowQuery.Level;
import io.tributary.model.Rows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.StreamsNotStartedException;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * Answers a question from the stores of this process and, once, from those of the others that own a part. A holder whose
 * owner is unknown, moving, restoring or silent makes the whole answer {@link NotReady}: a part is never passed off as all.
 */
public final class Router implements RowServer.Answerer, AutoCloseable {
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final KafkaStreams streams;
  private final HostInfo self;
  private final Cuts cuts;
  private final Supplier<Instant> asOf;
  private final StringSerializer keys = new StringSerializer();
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).version(HttpClient.Version.HTTP_1_1).build();
  private final ExecutorService asking = Executors.newVirtualThreadPerTaskExecutor();

  public Router(KafkaStreams streams, HostInfo self, Cuts cuts, Supplier<Instant> asOf) {
    this.streams = streams;
    this.self = self;
    this.cuts = cuts;
    this.asOf = asOf;
  }

  @Override
  public Rows read(RowQuery query, boolean forwarded) {
    var complete = asOf.get(); // before the rows: they are at least this fresh
    var here = new HashMap<Integer, List<String>>();
    var there = new HashMap<HostInfo, List<String>>();
    for (var holder : query.holders()) {
      var owner = owner(query.level(), holder);
      if (owner.activeHost().equals(self)) {
        here.computeIfAbsent(owner.partition(), any -> new ArrayList<>()).add(holder);
      } else if (forwarded) {
        throw new NotReady("the rows of " + holder + " have just moved to another process", SOON);
      } else {
        there.computeIfAbsent(owner.activeHost(), any -> new ArrayList<>()).add(holder);
      }
    }
    var others = new ArrayList<Callable<Rows>>();
    there.forEach((host, holders) -> others.add(() -> ask(host, query.forHolders(holders))));
    try {
      var asked = others.stream().map(asking::submit).toList();
      var rows = new ArrayList<Rows.Row>();
      here.forEach((partition, holders) -> local(query, partition, holders, rows));
      for (var answer : asked) {
        var part = answer.get();
        complete = part.asOf().isBefore(complete) ? part.asOf() : complete;
        rows.addAll(part.rows());
      }
      return new Rows(complete, rows);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof NotReady notReady ? notReady : new NotReady("another process failed to answer: " + e.getCause(), SOON);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NotReady("interrupted while reading", SOON);
    }
  }

  private KeyQueryMetadata owner(Level level, String holder) {
    try {
      var owner = streams.queryMetadataForKey(store(level), holder, keys);
      if (owner == null || owner.equals(KeyQueryMetadata.NOT_AVAILABLE) || owner.activeHost().equals(HostInfo.unavailable())) {
        throw new NotReady("nobody owns the rows of " + holder + " at this moment", SOON);
      }
      return owner;
    } catch (IllegalStateException | StreamsNotStartedException e) {
      throw new NotReady("the stream is not running: " + e.getMessage(), SOON);
    }
  }

  private void local(RowQuery query, int partition, List<String> holders, List<Rows.Row> into) {
    var cut = cuts.of(query.level() == Level.PARTNER, partition);
    cut.lock().readLock().lock();
    try {
      if (!cut.isOpen()) {
        throw new NotReady("partition " + partition + " is not complete here yet", SOON);
      }
      ReadOnlyKeyValueStore<Bytes, byte[]> store = streams.store(StoreQueryParameters
          .fromNameAndType(store(query.level()), QueryableStoreTypes.<Bytes, byte[]>keyValueStore()).withPartition(partition));
      var rows = new StoreRows(store, query);
      holders.forEach(holder -> rows.collect(holder, into));
    } catch (InvalidStateStoreException | IllegalStateException e) {
      throw new NotReady("partition " + partition + " cannot be read now: " + e.getMessage(), SOON);
    } finally {
      cut.lock().readLock().unlock();
    }
  }

  private Rows ask(HostInfo host, RowQuery query) {
    var request = HttpRequest.newBuilder(URI.create("http://" + host.host() + ":" + host.port() + "/internal/rows"))
        .timeout(PATIENCE).header(RowServer.HOP, "1").POST(HttpRequest.BodyPublishers.ofString(RowQueryJson.toJson(query))).build();
    try {
      var response = http.send(request, BodyHandlers.ofByteArray());
      if (response.statusCode() != 200) {
        throw new NotReady("the owner of some rows answers " + response.statusCode() + ": " + new String(response.body()), SOON);
      }
      return RowsCodec.decode(response.body());
    } catch (IOException | UncheckedIOException e) {
      throw new NotReady("the owner of some rows does not answer: " + e.getMessage(), SOON);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NotReady("interrupted while asking another process", SOON);
    }
  }

  private static String store(Level level) {
    return switch (level) {
      case ORG_OWN, ORG_SUBTREE -> UsageTopology.ESTIMATED_ORG;
      case ACCOUNT -> UsageTopology.ESTIMATED_ACCOUNT;
      case PARTNER -> UsageTopology.ESTIMATED_PARTNER;
    };
  }

  @Override
  public void close() {
    asking.shutdownNow();
  }
}
