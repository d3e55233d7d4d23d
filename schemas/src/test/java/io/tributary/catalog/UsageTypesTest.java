package io.tributary.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.model.Measure;
import io.tributary.model.MonthlyFunction;
import io.tributary.model.UsageType;
import java.util.List;
import org.junit.jupiter.api.Test;

class UsageTypesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void everyBuiltInTypeIsReadBackFromItsJson() {
    for (var type : Catalogue.builtIn().types()) {
      assertEquals(type, UsageTypes.fromJson(json(UsageTypes.toJson(type).toString())));
    }
  }

  @Test
  void sevenFieldsAreEnough() {
    var type = UsageTypes.fromJson(json("""
        {"id": 1000, "family": "gpu", "usage_type": "gpu_seconds", "unit": "second", "scale": 3, "measure": "sum", "monthly": "sum"}"""));
    assertEquals(UsageType.plain(1000, "gpu", "gpu_seconds", "second", 3, Measure.SUM, MonthlyFunction.SUM), type);
  }

  @Test
  void aTitleIsKeptAsItIsWritten() {
    var json = json("""
        {"id": 1000, "family": "gpu", "usage_type": "gb_months", "unit": "gb_months", "scale": 15, "measure": "sum", "monthly": "sum",
         "title": "Graphics Store [GB-Months]"}""");
    assertEquals("Graphics Store [GB-Months]", UsageTypes.fromJson(json).title().orElseThrow());
    assertEquals(json, UsageTypes.toJson(UsageTypes.fromJson(json)));
    assertEquals(List.of("title bad_name"), problems(json.toString().replace("Graphics", "x".repeat(256))));
  }

  @Test
  void everyMissingWrongOrUnknownFieldIsSaidAtOnce() {
    assertEquals(List.of("id not_a_whole_number", "family not_a_text", "usage_type missing", "scale not_a_whole_number",
        "measure unknown_value", "summary_keys.response not_a_text", "summary_keys.function missing", "billable_keys not_an_array",
        "attribution_key unknown_field"), problems("""
            {"id": 1.5, "family": 3, "unit": "second", "scale": "2", "measure": "guess", "monthly": "sum",
             "summary_keys": [{"response": ""}], "billable_keys": "x_sum", "attribution_key": "gpu_usage"}"""));
  }

  @Test
  void aWellFormedTypeMustAlsoMakeSense() {
    assertEquals(List.of("scale out_of_range", "summary_keys missing", "billable_keys bad_name", "estimated_metric bad_name"), problems("""
        {"id": 1000, "family": "gpu", "usage_type": "gpu_seconds", "unit": "second", "scale": 16, "measure": "sum", "monthly": "sum",
         "summary_keys": [{"function": "sum"}], "billing_dimension": "gpu", "billable_keys": ["gpu_sum", "gpu_median"],
         "estimated_metric": "GPU!"}"""));
  }

  @Test
  void whatIsNoObjectIsRefused() {
    assertEquals(List.of(" not_an_object"), problems("[1]"));
  }

  private static List<String> problems(String json) {
    var e = assertThrows(InvalidUsageType.class, () -> UsageTypes.fromJson(json(json)));
    return e.problems().stream().map(problem -> problem.field() + " " + problem.code()).toList();
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }
}
