package io.tributary.query.admin;

import io.micronaut.context.annotation.Requires;
import io.micronaut.scheduling.annotation.Scheduled;
import io.tributary.rules.MonthTimer;
import io.tributary.topics.ControlWriter.Decision;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes months whose time has come. Every process may: what another has closed is no change, decided on the latest state. */
@Singleton
@Requires(beans = Admin.class)
final class MonthCloser {
  private static final Logger LOG = LoggerFactory.getLogger(MonthCloser.class);

  private final EditableControl control;
  private final InstantSource clock;

  MonthCloser(Admin admin, InstantSource clock) {
    this.control = admin.control();
    this.clock = clock;
  }

  @Scheduled(fixedDelay = "1m", initialDelay = "1m")
  void close() {
    if (!control.isCaughtUp() || MonthTimer.due(control.directory(), clock.instant()).isEmpty()) {
      return;
    }
    try {
      control.write((directory, access) -> new Decision.Write(MonthTimer.due(directory, clock.instant()), List.of()));
    } catch (RuntimeException e) {
      LOG.warn("months that are due could not be closed; the next minute tries again", e);
    }
  }
}
