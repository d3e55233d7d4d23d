package io.tributary.query.boot;

import io.micronaut.context.annotation.Factory;
import io.tributary.query.access.Control;
import io.tributary.query.access.Gate;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** What the server is made of, beside what it was started with. */
@Factory
final class Wiring {
  @Singleton
  Gate gate(Control control, InstantSource clock) {
    return new Gate(control, clock);
  }
}
