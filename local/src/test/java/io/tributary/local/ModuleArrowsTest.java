package io.tributary.local;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Everything points at schemas; ingest, aggregator and query-api never import each other; local knows all. */
class ModuleArrowsTest {
  private static final JavaClasses ALL = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
      .importPackages("io.tributary");

  @Test
  void servicesKnowOnlyTheVocabulary() {
    for (var service : new String[] {"ingest", "aggregator", "query"}) {
      for (var other : new String[] {"ingest", "aggregator", "query", "local"}) {
        if (!service.equals(other)) {
          noClasses().that().resideInAPackage("io.tributary." + service + "..").should().dependOnClassesThat()
              .resideInAPackage("io.tributary." + other + "..").allowEmptyShould(true).check(ALL);
        }
      }
    }
  }

  @Test
  void theVocabularyKnowsNobody() {
    noClasses().that().resideInAnyPackage("io.tributary.model..", "io.tributary.rules..", "io.tributary.catalog..", "io.tributary.codec..",
        "io.tributary.topics..", "io.tributary.sender..").should().dependOnClassesThat()
        .resideInAnyPackage("io.tributary.ingest..", "io.tributary.aggregator..", "io.tributary.query..", "io.tributary.local..")
        .check(ALL);
  }
}
