package io.tributary.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.catalog.Catalogue.Level;
import io.tributary.model.UsageType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The catalogue against the reference system's own list of fields, where that list lies beside the repository. */
class ReferenceFieldsTest {
  /** Who and when: fields that hold no usage. */
  private static final Set<String> IDENTITY = Set.of("id", "name", "public_id", "region", "account_name", "account_public_id", "date",
      "orgs", "usage", "start_date", "end_date", "last_updated", "logs_by_retention");

  private final Catalogue catalogue = Catalogue.builtIn();

  @Test
  void everyKeyOfTheSummaryIsFedNullOrUnfedAndNoOtherIs() throws IOException {
    var reference = reference();
    for (var level : Level.values()) {
      var known = new TreeSet<String>(level.fedBy(catalogue.types()));
      known.addAll(catalogue.nullSummaryKeys(level));
      known.addAll(catalogue.unfedSummaryKeys(level));
      var expected = new TreeSet<String>();
      fields(reference, level).fieldNames().forEachRemaining(expected::add);
      expected.removeAll(IDENTITY);
      assertEquals(expected, known, level.name());
    }
  }

  @Test
  void everyDeprecatedKeyIsNull() throws IOException {
    var reference = reference();
    for (var level : Level.values()) {
      fields(reference, level).properties().stream().filter(field -> field.getValue().path("deprecated").asBoolean())
          .forEach(field -> assertTrue(catalogue.nullSummaryKeys(level).contains(field.getKey()), level + " " + field.getKey()));
    }
  }

  @Test
  void everyBillableAndAttributionKeyIsOneOfTheReference() throws IOException {
    var reference = reference();
    var attributions = reference.get("MonthlyUsageAttributionSupportedMetrics");
    assertEquals(Set.of(), without(names(type -> type.billableKeys().stream()), reference.get("UsageBillableSummaryKeys")));
    assertEquals(Set.of(), without(names(type -> type.attributionKey().stream()), attributions));
  }

  private Set<String> names(Function<UsageType, Stream<String>> names) {
    return new TreeSet<>(catalogue.types().stream().flatMap(names).toList());
  }

  private static Set<String> without(Set<String> names, JsonNode known) {
    known.forEach(name -> names.remove(name.textValue()));
    return names;
  }

  private static JsonNode fields(JsonNode reference, Level level) {
    return reference.get(switch (level) {
      case RESPONSE -> "UsageSummaryResponse";
      case DATE -> "UsageSummaryDate";
      case DATE_ORG -> "UsageSummaryDateOrg";
    });
  }

  private static JsonNode reference() throws IOException {
    // Beside the repository, or one level up where this is a second worktree of it.
    var found = Stream.of("../../shared", "../../../shared").map(dir -> Path.of(dir, "facts", "usage_metering_fields.json"))
        .filter(Files::exists).findFirst();
    assumeTrue(found.isPresent(), "skipped: the reference system's list of fields is not beside the repository (shared/facts)");
    return new ObjectMapper().readTree(found.map(Path::toFile).orElseThrow());
  }
}
