package io.tributary.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class CatalogueFileTest {
  private static final String HOSTS = """
      {"id": %d, "family": "%s", "usage_type": "host_count", "unit": "host", "scale": 0, "measure": "distinct", "monthly": "top99p",
       "summary_keys": [{"date": "%s", "function": "top99p"}]}""";

  @Test
  void aFileIsReadWithItsFamiliesTypesAndKeys() throws JsonProcessingException {
    var json = file(HOSTS.formatted(1, "hosts", "host_top99p"), "hosts:host_count", "old_sum");
    var file = CatalogueFile.read(new ObjectMapper().readTree(json));
    assertEquals(List.of("hosts", "logs"), List.copyOf(file.families()));
    assertEquals(1, file.types().size());
    assertTrue(file.nullKeys().get(Catalogue.Level.DATE).contains("old_sum"));
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnce() {
    var types = HOSTS.formatted(1, "hosts", "a_top99p") + "," + HOSTS.formatted(1000, "clouds", "a_top99p") + ", {\"id\": 2}";
    var json = file(types, "hosts:no", "a_top99p");
    var e = assertThrows(IllegalStateException.class, () -> CatalogueFile.read(new ObjectMapper().readTree(json)));
    for (var part : List.of("usage_types[2].family: is required", "clouds:host_count.family", "clouds:host_count.id",
        "clouds:host_count.summary_keys.date: a_top99p belongs to hosts:host_count", "chosen_names: 'hosts:no'",
        "null_summary_keys.date: 'a_top99p'")) {
      assertTrue(e.getMessage().contains(part), () -> part + " is not in\n" + e.getMessage());
    }
  }

  private static String file(String types, String chosen, String nullDateKey) {
    return """
        {"families": [{"name": "hosts"}, {"name": "logs", "deprecated": true}],
         "usage_types": [%s],
         "chosen_names": ["%s"],
         "null_summary_keys": {"date": ["%s"]},
         "unfed_summary_keys": {}}""".formatted(types, chosen, nullDateKey);
  }
}
