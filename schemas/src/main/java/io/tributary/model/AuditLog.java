package io.tributary.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who changed what, at one version. Immutable; {@link #with} gives the next one. */
public final class AuditLog {
  /** How long it is kept: the topic's retention. */
  public static final int DAYS = 90;

  private static final long SECONDS = DAYS * 24L * 3600;

  private final Map<String, List<AuditEvent>> byOrg;

  private AuditLog(Map<String, List<AuditEvent>> byOrg) {
    this.byOrg = byOrg;
  }

  public static AuditLog empty() {
    return new AuditLog(Map.of());
  }

  /** Drops, of the orgs that these are about, what is older than the newest by more than is kept. */
  public AuditLog with(Collection<AuditEvent> events) {
    var next = new HashMap<>(byOrg);
    var added = new HashMap<String, List<AuditEvent>>();
    events.forEach(event -> added.computeIfAbsent(event.org(), org -> new ArrayList<>(byOrg.getOrDefault(org, List.of()))).add(event));
    added.forEach((org, all) -> {
      Instant oldest = all.getLast().at().minusSeconds(SECONDS);
      next.put(org, all.stream().filter(event -> !event.at().isBefore(oldest)).toList());
    });
    return new AuditLog(next);
  }

  /** What was changed of an org's, in the order in which it was written. */
  public List<AuditEvent> of(String org) {
    return byOrg.getOrDefault(org, List.of());
  }
}
