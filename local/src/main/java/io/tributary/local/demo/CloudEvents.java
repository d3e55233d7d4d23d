package io.tributary.local.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.model.UsageEvent;
import java.util.List;

/** Usage events as ingest reads them: a CloudEvents batch. */
public final class CloudEvents {
  private static final ObjectMapper JSON = new ObjectMapper();

  private CloudEvents() {}

  public static String batch(List<UsageEvent> events) {
    var array = JSON.createArrayNode();
    for (var event : events) {
      var node = array.addObject().put("specversion", "1.0").put("id", event.id()).put("source", event.source())
          .put("type", "tributary.usage").put("subject", event.org()).put("time", event.time().toString());
      var data = node.putObject("data").put("product_family", event.family()).put("usage_type", event.usageType());
      if (event.entity() != null) {
        data.put("entity", event.entity());
      } else {
        data.put("quantity", event.quantity().toString());
      }
      var tags = data.putObject("tags");
      event.tags().forEach(tags::put);
    }
    try {
      return JSON.writeValueAsString(array);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree is always JSON", e);
    }
  }
}
