package io.tributary.local.focus;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.model.Directory;
import io.tributary.model.UsageEvent;
import io.tributary.query.admin.WorldDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** An installation that believes everything and remembers no ids: whatever is sent twice is there twice. */
final class InMemoryDoors implements Doors {
  final ObjectNode world = JsonNodeFactory.instance.objectNode();
  final List<UsageEvent> events = new ArrayList<>();
  int writes;
  /** After so many it falls silent: what is sent then is stored, but nobody hears of it. */
  int answers = Integer.MAX_VALUE;
  Predicate<UsageEvent> refuses = event -> false;

  @Override
  public Directory directory() {
    return WorldDocument.directory(world);
  }

  @Override
  public void write(ObjectNode document) {
    writes++;
    document.properties().forEach(section -> world.withArray(section.getKey()).addAll((ArrayNode) section.getValue()));
  }

  @Override
  public List<Fate> send(List<UsageEvent> batch) {
    return batch.stream().<Fate>map(event -> {
      if (refuses.test(event)) {
        return new Fate.Refused(List.of("not today"));
      }
      events.add(event);
      return answers-- > 0 ? new Fate.Stored() : new Fate.Unknown("no answer");
    }).toList();
  }
}
