package io.tributary.local.focus;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.model.Directory;
import io.tributary.model.UsageEvent;
import io.tributary.query.admin.WorldDocument;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** An installation that believes everything and remembers no ids: whatever is sent twice is there twice. */
final class InMemoryDoors implements Doors {
  final ObjectNode world = JsonNodeFactory.instance.objectNode();
  final List<UsageEvent> events = new ArrayList<>();
  int writes;
  /** After so many answers it falls silent: what is sent then is stored, but nobody hears of it. */
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
  public Answer send(List<UsageEvent> batch) {
    var refused = new HashMap<Integer, List<String>>();
    for (int i = 0; i < batch.size(); i++) {
      if (refuses.test(batch.get(i))) {
        refused.put(i, List.of("not today"));
      } else {
        events.add(batch.get(i));
      }
    }
    return answers-- > 0 ? new Answer.Stored(Map.copyOf(refused)) : new Answer.Unknown("no answer");
  }
}
