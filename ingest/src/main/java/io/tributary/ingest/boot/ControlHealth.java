package io.tributary.ingest.boot;

import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.tributary.ingest.intake.Control;
import jakarta.inject.Singleton;
import java.util.Map;
import org.reactivestreams.Publisher;

/** Down until the control plane has been read: until then every event would be refused. */
@Singleton
final class ControlHealth implements HealthIndicator {
  private final Control control;

  ControlHealth(Control control) {
    this.control = control;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    return Publishers.just(HealthResult.builder("control", control.isCaughtUp() ? HealthStatus.UP : HealthStatus.DOWN)
        .details(Map.of("directory_version", control.directory().version())).build());
  }
}
