package io.tributary.query.boot;

import io.micronaut.core.async.publisher.AsyncSingleResultPublisher;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.scheduling.TaskExecutors;
import io.tributary.model.NotReady;
import io.tributary.query.access.Control;
import io.tributary.query.query.Timestamps;
import io.tributary.query.reader.UsageReader;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.concurrent.ExecutorService;
import org.reactivestreams.Publisher;

/** Down when no right and fresh answer can be given: the stream stands still, cannot be asked, or the directory is not read yet. */
@Singleton
final class StreamHealth implements HealthIndicator {
  private final UsageReader reader;
  private final Control control;
  private final ExecutorService waiting;

  StreamHealth(UsageReader reader, Control control, @Named(TaskExecutors.VIRTUAL) ExecutorService waiting) {
    this.reader = reader;
    this.control = control;
    this.waiting = waiting;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    return new AsyncSingleResultPublisher<>(waiting, this::result);
  }

  private HealthResult result() {
    var details = new LinkedHashMap<String, Object>();
    boolean caughtUp = control.isCaughtUp();
    details.put("directory", caughtUp ? "read up to version " + control.directory().version() : "still being read");
    boolean healthy;
    try {
      var progress = reader.progress();
      healthy = progress.healthy();
      details.put("stream", progress.detail());
      details.put("as_of", Timestamps.precise(progress.asOf()));
      details.put("lag", progress.lag());
    } catch (NotReady e) {
      healthy = false;
      details.put("stream", e.getMessage());
    }
    return HealthResult.builder("stream", caughtUp && healthy ? HealthStatus.UP : HealthStatus.DOWN).details(details).build();
  }
}
