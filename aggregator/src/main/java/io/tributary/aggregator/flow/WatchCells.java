package io.tributary.aggregator.flow;

import io.tributary.aggregator.watch.FirstUses;
import io.tributary.aggregator.watch.Place;
import io.tributary.aggregator.watch.Watcher;
import io.tributary.alerting.Alert;
import io.tributary.avro.AlertRecord;
import io.tributary.codec.AlertsCodec;
import io.tributary.model.Directory;
import io.tributary.model.Hours;
import io.tributary.model.RowQuery.Bucket;
import io.tributary.model.RowQuery.Level;
import io.tributary.topics.Partitions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Runs the monitors of accounts and their orgs, or of partners, on the cells that each flush changed, inside its commit: an alert leaves
 * with the transaction of the events that caused it. Once a second it does what time alone brings about.
 */
final class WatchCells implements Processor<String, Outcome, String, AlertRecord> {
  private static final Duration EVERY = Duration.ofSeconds(1);
  /** While nothing is watched: a punctuation makes its task commit, also when there is nothing to do. */
  private static final Duration IDLE = Duration.ofSeconds(5);

  private final Level level;
  private final Supplier<Directory> directory;
  private final int partitions;
  private final Supplier<Instant> asOf;
  private final Duration grace;
  private ProcessorContext<String, AlertRecord> context;
  private CellState state;
  private Causes causes;
  private Watcher watcher;
  private Optional<FirstUses> firstUses = Optional.empty();
  private Cancellable timer;
  private Duration pace;
  private boolean told;

  /**
   * @param level {@link Level#ACCOUNT} or {@link Level#PARTNER}
   * @param asOf append time up to which all usage is in the cells
   * @param grace how long after their end five minutes are taken to be complete, at the earliest
   */
  WatchCells(Level level, Supplier<Directory> directory, int partitions, Supplier<Instant> asOf, Duration grace) {
    this.level = level;
    this.directory = directory;
    this.partitions = partitions;
    this.asOf = asOf;
    this.grace = grace;
  }

  @Override
  public void init(ProcessorContext<String, AlertRecord> context) {
    this.context = context;
    boolean partner = level == Level.PARTNER;
    state = context.getStateStore(partner ? UsageTopology.FOLD_PARTNER : UsageTopology.FOLD_ACCOUNT);
    KeyValueStore<Bytes, byte[]> store = context.getStateStore(partner ? UsageTopology.WATCHED_PARTNER : UsageTopology.WATCHED_ACCOUNT);
    var totals = new StoredCells(context.getStateStore(partner ? UsageTopology.ESTIMATED_PARTNER : UsageTopology.ESTIMATED_ACCOUNT));
    var usage = new StoredUsage(totals, partner ? totals : new StoredCells(context.getStateStore(UsageTopology.ESTIMATED_ORG)),
        Optional.of(new StoredCosts(context.getStateStore(partner ? UsageTopology.RATED_PARTNER : UsageTopology.RATED_ACCOUNT))));
    causes = new Causes(directory);
    var isHere = Partitions.in(context.taskId().partition(), partitions);
    watcher = new Watcher(store, usage, directory, isHere, level, grace, causes::of, this::tell);
    firstUses = partner ? Optional.empty() : Optional.of(new FirstUses(store, usage, directory, this::tell));
    pace = null;
    timer = null;
    told = false;
    repeat(EVERY);
  }

  private void repeat(Duration every) {
    if (!every.equals(pace)) {
      if (timer != null) {
        timer.cancel();
      }
      pace = every;
      timer = context.schedule(every, PunctuationType.WALL_CLOCK_TIME, this::turn);
    }
  }

  private void tell(Alert alert) {
    told = true;
    context.forward(new Record<>(AlertsCodec.key(alert), AlertsCodec.toAvro(alert), alert.at().toEpochMilli()));
  }

  /** After the flush, in the same commit. */
  @Override
  public void process(Record<String, Outcome> bell) {
    long millis = context.currentSystemTimeMs();
    var now = Instant.ofEpochMilli(millis);
    var caused = Instant.ofEpochMilli(state.flushedTo());
    int running = Hours.slotOf(now);
    state.takeCauses((partner, cause) -> causes.told(partner, cause, running));
    boolean watching = watcher.isWatching(now);
    state.takeChanged(changed -> {
      var row = changed.row();
      if (row.bucket() == Bucket.FIVE_MINUTES && !watching) {
        return;
      }
      if (row.bucket() == Bucket.FIVE_MINUTES) {
        watcher.touched(new Place(row.level(), row.holder(), row.org(), row.owner()), row.at(), changed.units(), caused, now);
        if (row.level() == Level.ORG_OWN) {
          // Its subtree has grown too, and has no row of its own where nothing below the org has usage.
          var subtree = new Place(Level.ORG_SUBTREE, row.holder(), row.org(), row.owner());
          watcher.grown(subtree, row.at(), changed.units().keySet(), caused, now);
        }
      } else {
        firstUses.ifPresent(uses -> uses.touched(row.holder(), row.owner(), row.at(), changed.units(), caused, now));
      }
    });
  }

  private void turn(long millis) {
    var now = Instant.ofEpochMilli(millis);
    told = false;
    state.takeRated(watcher::rated);
    watcher.turn(now, asOf.get());
    if (told) {
      context.commit(); // it would leave with the next commit only
    }
    repeat(watcher.isIdle() ? IDLE : EVERY);
  }

  @Override
  public void close() {
    timer.cancel();
  }
}
