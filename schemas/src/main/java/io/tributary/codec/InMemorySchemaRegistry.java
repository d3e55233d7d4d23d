package io.tributary.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;

/** The twin of a registry for tests and benchmarks: ids by order of arrival, no compatibility rule, nothing kept. */
final class InMemorySchemaRegistry implements SchemaRegistry {
  private static final Map<String, InMemorySchemaRegistry> BY_URL = new ConcurrentHashMap<>();

  private final List<Schema> schemas = new ArrayList<>();

  static InMemorySchemaRegistry named(String url) {
    return BY_URL.computeIfAbsent(url, any -> new InMemorySchemaRegistry());
  }

  @Override
  public synchronized int idOf(String subject, Schema schema) {
    int known = schemas.indexOf(schema);
    if (known < 0) {
      schemas.add(schema);
      known = schemas.size() - 1;
    }
    return known + 1;
  }

  @Override
  public synchronized Schema byId(int id) {
    if (id < 1 || id > schemas.size()) {
      throw new UnknownSchema(id);
    }
    return schemas.get(id - 1);
  }
}
