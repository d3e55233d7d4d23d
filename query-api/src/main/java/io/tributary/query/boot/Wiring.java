package io.tributary.query.boot;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.tributary.query.access.Control;
import io.tributary.query.access.Gate;
import io.tributary.query.console.OidcSettings;
import io.tributary.query.live.LiveHub;
import io.tributary.query.pages.Pages;
import io.tributary.query.rate.Rates;
import io.tributary.query.reader.UsageReader;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** What the server is made of, beside what it was started with. */
@Factory
final class Wiring {
  @Singleton
  Gate gate(Control control, InstantSource clock) {
    return new Gate(control, clock);
  }

  @Singleton
  Pages pages(ObjectMapper json, InstantSource clock, QuerySettings settings, MeterRegistry metrics) {
    var pages = new Pages(json, clock, settings.pages());
    Gauge.builder("tributary.query.pages.answers", pages, Pages::answers).description("answers that are kept for their later pages")
        .register(metrics);
    Gauge.builder("tributary.query.pages.bytes", pages, Pages::bytes).description("bytes of them").baseUnit("bytes").register(metrics);
    return pages;
  }

  @Singleton
  @Requires(beans = QuerySettings.class)
  Rates rates(InstantSource clock, QuerySettings settings) {
    return new Rates(settings.rates(), clock);
  }

  @Singleton
  OidcSettings oidc(QuerySettings settings) {
    return settings.oidc();
  }

  @Singleton
  LiveHub liveHub(UsageReader reader, Control control, InstantSource clock, QuerySettings settings, MeterRegistry metrics) {
    var hub = new LiveHub(reader, control, clock, settings.live());
    Gauge.builder("tributary.query.live.streams", hub, LiveHub::streams).description("live streams that are open").register(metrics);
    return hub;
  }
}
