package io.tributary.local.registry;

import java.util.List;
import java.util.function.Function;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.kafka.common.KafkaException;

/** The questions and changes, one at a time: a change is in the log before it is seen by anybody. */
final class Registry {
  private final SchemaLog log;
  private Subjects subjects;

  Registry(SchemaLog log) {
    this.log = log;
    this.subjects = log.read();
  }

  /** @throws Refusal when the schema cannot be read */
  static Schema parse(String text) {
    try {
      return new Schema.Parser().parse(text);
    } catch (AvroRuntimeException e) {
      throw Refusal.invalidSchema(e.getMessage());
    }
  }

  synchronized <T> T ask(Function<Subjects, T> question) {
    return question.apply(subjects);
  }

  /** Registers the schema, or finds it: the same schema under the same subject has one version, whoever registers it and how often. */
  synchronized Registered register(String subject, Schema schema) {
    var found = subjects.find(subject, schema);
    if (found.isPresent()) {
      return found.get();
    }
    var problems = problems(subject, schema);
    if (!problems.isEmpty()) {
      throw Refusal.incompatible(subject, String.join("; ", problems));
    }
    var placed = subjects.place(subject, schema);
    durably(() -> log.append(placed));
    subjects.put(placed);
    return placed;
  }

  /** @param subject null for the level of all subjects that have none of their own */
  synchronized void configure(String subject, Compatibility level) {
    durably(() -> log.append(subject, level));
    subjects.put(subject, level);
  }

  /** All the reasons why the schema may not be the subject's next one. */
  synchronized List<String> problems(String subject, Schema schema) {
    return subjects.level(subject).problems(schema, subjects.history(subject));
  }

  /** A record of unknown fate may be in the log: its id must not be given to another schema, so the log is asked again. */
  private void durably(Runnable append) {
    try {
      append.run();
    } catch (KafkaException e) {
      subjects = log.read();
      throw e;
    }
  }
}
