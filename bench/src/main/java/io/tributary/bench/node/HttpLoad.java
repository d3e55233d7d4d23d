package io.tributary.bench.node;

import io.tributary.avro.UsageEventRecord;
import io.tributary.model.Quantity;
import io.tributary.model.UsageEvent;
import io.tributary.sender.SenderSettings;
import io.tributary.sender.UsageSender;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Over ingest, in batches, as programs send; but what is sent waits a little longer for company, and is not compressed, because on
 * loopback that would only take the cores that the node is to be measured on.
 */
public final class HttpLoad implements Load {
  private static final Duration LINGER = Duration.ofMillis(50);

  private final UsageSender sender;

  public HttpLoad(URI ingest, String apiKey) {
    this.sender = UsageSender.start(SenderSettings.of(ingest, apiKey).withLinger(LINGER).withGzip(false));
  }

  @Override
  public void send(UsageEventRecord event) throws InterruptedException {
    sender.send(new UsageEvent(event.getId(), event.getSource(), event.getOrg(), event.getProductFamily(), event.getUsageType(),
        event.getTime(), event.getQuantity() == null ? null : Quantity.of(event.getQuantity()), event.getEntity(), event.getTags()));
  }

  @Override
  public void flush() throws InterruptedException {
    sender.flush();
  }

  @Override
  public long accepted() {
    return sender.metrics().accepted();
  }

  @Override
  public List<String> problems() {
    var metrics = sender.metrics();
    var problems = new ArrayList<String>();
    if (metrics.refused() > 0) {
      problems.add(metrics.refused() + " events of the load were refused");
    }
    if (metrics.gaveUp() > 0) {
      problems.add(metrics.gaveUp() + " events of the load were given up: " + metrics.lastError().orElse("no reason"));
    }
    return problems;
  }

  @Override
  public void close() {
    sender.close();
  }
}
