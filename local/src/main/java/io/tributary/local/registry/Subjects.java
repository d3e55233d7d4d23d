package io.tributary.local.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.Schema;

/** What the registry knows, in memory: rebuilt from the log at every start, and changed only by what the log holds. Not thread-safe. */
final class Subjects {
  private final Map<String, TreeMap<Integer, Registered>> subjects = new TreeMap<>();
  private final Map<String, Compatibility> levels = new TreeMap<>();
  private final Map<Integer, Registered> byId = new TreeMap<>();
  private final Map<String, Integer> idByText = new TreeMap<>();
  private Compatibility defaultLevel = Compatibility.BACKWARD;
  private int lastId;

  void put(Registered one) {
    subjects.computeIfAbsent(one.subject(), s -> new TreeMap<>()).put(one.version(), one);
    byId.putIfAbsent(one.id(), one);
    idByText.putIfAbsent(one.text(), one.id());
    lastId = Math.max(lastId, one.id());
  }

  /** @param subject null for the level of all subjects that have none of their own */
  void put(String subject, Compatibility level) {
    if (subject == null) {
      defaultLevel = level;
    } else {
      levels.put(subject, level);
    }
  }

  /** The version and id that the schema gets, or has: nothing is changed here. */
  Registered place(String subject, Schema schema) {
    return find(subject, schema).orElseGet(() -> {
      var versions = subjects.get(subject);
      var id = Objects.requireNonNullElse(idByText.get(schema.toString()), lastId + 1);
      return new Registered(subject, versions == null ? 1 : versions.lastKey() + 1, id, schema);
    });
  }

  Optional<Registered> find(String subject, Schema schema) {
    var text = schema.toString();
    return subjects.getOrDefault(subject, new TreeMap<>()).values().stream().filter(one -> one.text().equals(text)).findFirst();
  }

  List<String> names() {
    return List.copyOf(subjects.keySet());
  }

  /** @throws Refusal when the subject is unknown */
  List<Registered> versions(String subject) {
    var versions = subjects.get(subject);
    if (versions == null) {
      throw Refusal.subjectNotFound(subject);
    }
    return List.copyOf(versions.values());
  }

  /**
   * @param version a number from 1, {@code latest} or {@code -1}
   * @throws Refusal when the subject or the version is unknown
   */
  Registered version(String subject, String version) {
    var versions = versions(subject);
    if (version.equals("latest") || version.equals("-1")) {
      return versions.getLast();
    }
    if (!version.matches("[1-9][0-9]{0,8}")) {
      throw Refusal.invalidVersion(version);
    }
    return versions.stream().filter(one -> one.version() == Integer.parseInt(version)).findFirst()
        .orElseThrow(() -> Refusal.versionNotFound(version));
  }

  Optional<Registered> byId(int id) {
    return Optional.ofNullable(byId.get(id));
  }

  List<Registered> usesOf(int id) {
    return subjects.values().stream().flatMap(versions -> versions.values().stream()).filter(one -> one.id() == id).toList();
  }

  /** The schemas of the subject, oldest first; none when it is unknown. */
  List<Schema> history(String subject) {
    return new ArrayList<>(subjects.getOrDefault(subject, new TreeMap<>()).values()).stream().map(Registered::schema).toList();
  }

  Compatibility defaultLevel() {
    return defaultLevel;
  }

  Optional<Compatibility> ownLevel(String subject) {
    return Optional.ofNullable(levels.get(subject));
  }

  Compatibility level(String subject) {
    return levels.getOrDefault(subject, defaultLevel);
  }
}
