package io.tributary.codec;

import org.apache.avro.Schema;

/**
 * Where schemas get the numbers that stand in front of every Avro record. Any server of the Confluent API will do.
 */
public interface SchemaRegistry {
  /**
   * The id of a schema under a subject, registered if it is new. Ids are for good: callers may keep them.
   *
   * @throws Unavailable when it cannot be asked now; try again
   * @throws IllegalStateException when it refuses the schema, e.g. as incompatible with the subject's last
   */
  int idOf(String subject, Schema schema);

  /**
   * The schema with this id.
   *
   * @throws Unavailable when it cannot be asked now; try again
   * @throws UnknownSchema when there is no such id
   */
  Schema byId(int id);

  /** The registry does not answer; nothing is known about the schema. */
  final class Unavailable extends RuntimeException {
    public Unavailable(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** The registry answered that it has no schema of that id: the bytes that name it cannot be read. */
  final class UnknownSchema extends RuntimeException {
    public UnknownSchema(int id) {
      super("no schema has the id " + id);
    }
  }

  /** The registry at a URL; {@code memory:NAME} is one inside this process, for tests and benchmarks. */
  static SchemaRegistry at(String url) {
    return url.startsWith("memory:") ? InMemorySchemaRegistry.named(url) : new HttpSchemaRegistry(url);
  }
}
