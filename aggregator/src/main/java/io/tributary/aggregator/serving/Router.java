package io.tributary.aggregator.serving;

import io.tributary.aggregator.flow.Cuts;
import io.tributary.aggregator.flow.StoredCosts;
import io.tributary.aggregator.flow.StoredNames;
import io.tributary.aggregator.flow.UsageTopology;
import io.tributary.aggregator.watch.WatchStore;
import io.tributary.alerting.GroupStatus;
import io.tributary.alerting.GroupStatuses;
import io.tributary.codec.CostQueryJson;
import io.tributary.codec.CostsCodec;
import io.tributary.codec.MonitorQueryJson;
import io.tributary.codec.MonitorStatesCodec;
import io.tributary.codec.NameQueryJson;
import io.tributary.codec.NamedUsageCodec;
import io.tributary.codec.RowQueryJson;
import io.tributary.codec.RowsCodec;
import io.tributary.model.CostQuery;
import io.tributary.model.NameQuery;
import io.tributary.model.NamedUsage;
import io.tributary.model.NotReady;
import io.tributary.model.RowQuery;
import io.tributary.model.RowQuery.Level;
import io.tributary.model.Rows;
import io.tributary.rating.CostRow;
import io.tributary.rating.CostRows;
import io.tributary.rating.CostSums;
import io.tributary.rating.Statement;
import io.tributary.topics.Partitions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
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
  private final Supplier<Instant> costsAsOf;
  private final int partitions;
  private final StringSerializer keys = new StringSerializer();
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2))
      .version(HttpClient.Version.HTTP_1_1).build();
  private final ExecutorService asking = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * @param asOf append time up to which cells are complete
   * @param costsAsOf the same of the usage that rows of cost are made of
   * @param partitions of each level
   */
  public Router(KafkaStreams streams, HostInfo self, Cuts cuts, Supplier<Instant> asOf, Supplier<Instant> costsAsOf, int partitions) {
    this.streams = streams;
    this.self = self;
    this.cuts = cuts;
    this.asOf = asOf;
    this.costsAsOf = costsAsOf;
    this.partitions = partitions;
  }

  @Override
  public Rows read(RowQuery query, boolean forwarded) {
    var complete = asOf.get(); // before the rows: they are at least this fresh
    var rows = new ArrayList<Rows.Row>();
    var others = gather(store(query.level()), query.holders(), forwarded,
        (partition, holders) -> local(query, partition, holders, rows),
        (host, holders) -> RowsCodec.decode(ask(host, RowServer.ROWS, RowQueryJson.toJson(query.forHolders(holders)))));
    for (var part : others) {
      complete = earlier(complete, part.asOf());
      rows.addAll(part.rows());
    }
    return new Rows(complete, rows);
  }

  @Override
  public CostRows costs(CostQuery query, boolean forwarded) {
    var complete = costsAsOf.get();
    var rows = new ArrayList<CostRow>();
    boolean ofPartners = query.level() == CostQuery.Level.PARTNER;
    var name = ofPartners ? UsageTopology.RATED_PARTNER : UsageTopology.RATED_ACCOUNT;
    var others = gather(name, query.holders(), forwarded,
        (partition, holders) -> {
          var found = new ArrayList<byte[]>();
          reading(ofPartners, name, partition, store -> {
            var costs = new StoredCosts(store);
            holders.forEach(holder -> costs.bytes(holder, query.grain(), query.from(), query.to(), found::add));
          });
          // Not while the cut is read: nothing of the partition could be committed until then.
          found.forEach(bytes -> CostsCodec.row(bytes, query.part())
              .ifPresent(row -> rows.add(ofPartners ? CostSums.readable(row) : row)));
        },
        (host, holders) -> CostsCodec.answer(ask(host, RowServer.COSTS, CostQueryJson.toJson(query.forHolders(holders)))));
    for (var part : others) {
      complete = earlier(complete, part.asOf());
      rows.addAll(part.rows());
    }
    return new CostRows(complete, rows);
  }

  @Override
  public List<Statement> statements(CostQuery query, boolean forwarded) {
    var found = new ArrayList<Statement>();
    var others = gather(UsageTopology.STATEMENTS, query.holders(), forwarded,
        (partition, holders) -> reading(false, UsageTopology.STATEMENTS, partition, store -> {
          var statements = new StoredCosts(store);
          holders.forEach(holder -> statements.statements(holder, query.from(), query.to(), found::add));
        }),
        (host, holders) -> CostsCodec.statements(ask(host, RowServer.STATEMENTS, CostQueryJson.toJson(query.forHolders(holders)))));
    others.forEach(found::addAll);
    return List.copyOf(found);
  }

  @Override
  public NamedUsage named(NameQuery query, boolean forwarded) {
    var complete = asOf.get();
    var rows = new ArrayList<NamedUsage.Row>();
    var others = gather(UsageTopology.NAMES, query.orgs(), forwarded,
        (partition, orgs) -> reading(cuts.ofNames(partition), UsageTopology.NAMES, partition, store -> {
          var names = new StoredNames(store);
          orgs.forEach(org -> names.rows(org, query, rows::add));
        }),
        (host, orgs) -> NamedUsageCodec.decode(ask(host, RowServer.NAMES, NameQueryJson.toJson(query.forOrgs(orgs)))));
    for (var part : others) {
      complete = earlier(complete, part.asOf());
      rows.addAll(part.rows());
    }
    return new NamedUsage(complete, rows);
  }

  /** The groups of a monitor may be in every partition, so every process is asked for those that it has. */
  @Override
  public GroupStatuses monitorStates(Set<Long> monitors, boolean forwarded) {
    var groups = new ArrayList<GroupStatus>();
    var covered = new TreeSet<Integer>();
    for (int partition = 0; partition < partitions; partition++) {
      for (boolean ofPartners : new boolean[] {false, true}) {
        if (cuts.of(ofPartners, partition).isOpenNow()) {
          reading(ofPartners, ofPartners ? UsageTopology.WATCHED_PARTNER : UsageTopology.WATCHED_ACCOUNT, partition, store -> {
            var watched = new WatchStore(store);
            monitors.forEach(monitor -> groups.addAll(watched.statuses(monitor)));
          });
          covered.add(ofPartners ? partitions + partition : partition);
        }
      }
    }
    if (!forwarded && covered.size() < 2 * partitions) {
      ask(monitors).forEach(part -> {
        if (!covered.containsAll(part.partitions())) { // one that has just moved would be there twice
          groups.addAll(part.groups());
          covered.addAll(part.partitions());
        }
      });
      if (covered.size() < 2 * partitions) {
        throw new NotReady("some partitions of monitors are not complete anywhere yet", SOON);
      }
    }
    return new GroupStatuses(groups, covered);
  }

  private List<GroupStatuses> ask(Set<Long> monitors) {
    var asked = new ArrayList<Future<GroupStatuses>>();
    for (var client : streams.metadataForAllStreamsClients()) {
      if (!client.hostInfo().equals(self)) {
        asked.add(asking.submit(() ->
            MonitorStatesCodec.answer(ask(client.hostInfo(), RowServer.MONITORS, MonitorQueryJson.toJson(monitors)))));
      }
    }
    return answers(asked);
  }

  private static Instant earlier(Instant one, Instant other) {
    return other.isBefore(one) ? other : one;
  }

  /** Asks this process for the holders of its partitions, and each other owner, all at once, for those of its own. */
  private <A> List<A> gather(String store, List<String> holders, boolean forwarded, BiConsumer<Integer, List<String>> local,
      BiFunction<HostInfo, List<String>, A> remote) {
    var here = new HashMap<Integer, List<String>>();
    var there = new HashMap<HostInfo, List<String>>();
    var owners = new HashMap<Integer, KeyQueryMetadata>();
    for (var holder : holders) {
      // Once a partition: a partner has thousands of holders.
      var owner = owners.computeIfAbsent(Partitions.of(holder, partitions), any -> owner(store, holder));
      if (owner.activeHost().equals(self)) {
        here.computeIfAbsent(owner.partition(), any -> new ArrayList<>()).add(holder);
      } else if (forwarded) {
        throw new NotReady("the rows of " + holder + " have just moved to another process", SOON);
      } else {
        there.computeIfAbsent(owner.activeHost(), any -> new ArrayList<>()).add(holder);
      }
    }
    var asked = new ArrayList<Future<A>>();
    there.forEach((host, some) -> asked.add(asking.submit(() -> remote.apply(host, some))));
    here.forEach(local);
    return answers(asked);
  }

  private static <A> List<A> answers(List<Future<A>> asked) {
    try {
      var answers = new ArrayList<A>();
      for (var answer : asked) {
        answers.add(answer.get());
      }
      return answers;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof NotReady notReady ? notReady : new NotReady("another process failed to answer: " + e.getCause(), SOON);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NotReady("interrupted while reading", SOON);
    }
  }

  private KeyQueryMetadata owner(String store, String holder) {
    try {
      var owner = streams.queryMetadataForKey(store, holder, keys);
      if (owner == null || owner.equals(KeyQueryMetadata.NOT_AVAILABLE) || owner.activeHost().equals(HostInfo.unavailable())) {
        throw new NotReady("nobody owns the rows of " + holder + " at this moment", SOON);
      }
      return owner;
    } catch (IllegalStateException | StreamsNotStartedException e) {
      throw new NotReady("the stream is not running: " + e.getMessage(), SOON);
    }
  }

  private void local(RowQuery query, int partition, List<String> holders, List<Rows.Row> into) {
    reading(query.level() == Level.PARTNER, store(query.level()), partition, store -> {
      var rows = new StoreRows(store, query);
      holders.forEach(holder -> rows.collect(holder, into));
    });
  }

  /** Reads one partition's store as of one cut. */
  private void reading(boolean ofPartners, String name, int partition, Consumer<ReadOnlyKeyValueStore<Bytes, byte[]>> read) {
    reading(cuts.of(ofPartners, partition), name, partition, read);
  }

  private void reading(Cuts.Cut cut, String name, int partition, Consumer<ReadOnlyKeyValueStore<Bytes, byte[]>> read) {
    cut.lock().readLock().lock();
    try {
      if (!cut.isOpen()) {
        throw new NotReady("partition " + partition + " is not complete here yet", SOON);
      }
      read.accept(streams.store(StoreQueryParameters
          .fromNameAndType(name, QueryableStoreTypes.<Bytes, byte[]>keyValueStore()).withPartition(partition)));
    } catch (InvalidStateStoreException | IllegalStateException e) {
      throw new NotReady("partition " + partition + " cannot be read now: " + e.getMessage(), SOON);
    } finally {
      cut.lock().readLock().unlock();
    }
  }

  private byte[] ask(HostInfo host, String path, String question) {
    var request = HttpRequest.newBuilder(URI.create("http://" + host.host() + ":" + host.port() + path))
        .timeout(PATIENCE).header(RowServer.HOP, "1").POST(HttpRequest.BodyPublishers.ofString(question)).build();
    try {
      var response = http.send(request, BodyHandlers.ofByteArray());
      if (response.statusCode() != 200) {
        throw new NotReady("the owner of some rows answers " + response.statusCode() + ": " + new String(response.body()), SOON);
      }
      return response.body();
    } catch (IOException e) {
      throw new NotReady("the owner of some rows does not answer: " + e.getMessage(), SOON);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NotReady("interrupted while asking another process", SOON);
    }
  }

  private static String store(Level level) {
    return switch (level) {
      case ORG_OWN, ORG_SUBTREE, ORG_LATE -> UsageTopology.ESTIMATED_ORG;
      case ACCOUNT -> UsageTopology.ESTIMATED_ACCOUNT;
      case PARTNER -> UsageTopology.ESTIMATED_PARTNER;
    };
  }

  @Override
  public void close() {
    asking.shutdownNow();
  }
}
