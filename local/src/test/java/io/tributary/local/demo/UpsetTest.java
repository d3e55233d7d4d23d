package io.tributary.local.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tributary.model.Quantity;
import io.tributary.model.UsageEvent;
import io.tributary.model.UsageType;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UpsetTest {
  private static final Instant NOW = Instant.parse("2026-11-18T14:23:10Z");
  private static final UsageType.Key LOGS = new UsageType.Key("logs", "billable_ingested_bytes");
  private static final UsageType.Key HOSTS = new UsageType.Key("infra_hosts", "host_count");

  private final Upset upset = Upset.soon("shop", NOW);

  private static UsageEvent used(String org, String at) {
    return UsageEvent.used("id", "test", org, LOGS, Instant.parse(at), new BigDecimal("7"));
  }

  @Test
  void theSecondFiveMinutesHaveFiveTimesAsMuchAndTheThirdAfterThemNothing() {
    assertEquals(Instant.parse("2026-11-18T14:30:00Z"), upset.spikesAt());
    assertEquals(upset.spikesAt().plus(Duration.ofMinutes(15)), upset.dropsAt());
    for (var normal : new String[] {"2026-11-18T14:29:59Z", "2026-11-18T14:35:00Z", "2026-11-18T14:44:59Z", "2026-11-18T14:50:00Z"}) {
      assertEquals(Optional.of(used("shop", normal)), upset.upset(used("shop", normal)));
    }
    assertEquals(Quantity.ofUnits(35), upset.upset(used("shop", "2026-11-18T14:34:59Z")).orElseThrow().quantity());
    assertTrue(upset.upset(used("shop", "2026-11-18T14:45:00Z")).isEmpty());
  }

  @Test
  void othersAreNotUpsetAndEntitiesAreNotMultiplied() {
    var spike = "2026-11-18T14:30:00Z";
    assertEquals(Optional.of(used("other", spike)), upset.upset(used("other", spike)));
    var host = UsageEvent.seen("id", "test", "shop", HOSTS, Instant.parse(spike), "host-1");
    assertEquals(Optional.of(host), upset.upset(host));
  }
}
