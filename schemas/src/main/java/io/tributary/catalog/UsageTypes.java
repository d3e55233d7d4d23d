package io.tributary.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.tributary.model.UsageType;

final public class UsageTypes {
  public static UsageType fromJson(JsonNode json) { throw new IllegalStateException(); }
  public static JsonNode toJson(UsageType type) { throw new IllegalStateException(); }
}
