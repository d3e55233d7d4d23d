package io.tributary;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The vocabulary stays pure: only one package knows Kafka, none knows a framework, and rules have no clock. */
class ArchitectureTest {
  private static final JavaClasses SCHEMAS = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
      .importPackages("io.tributary");

  @Test
  void onlyTopicsKnowsKafka() {
    noClasses().that().resideOutsideOfPackage("io.tributary.topics..").should().dependOnClassesThat()
        .resideInAnyPackage("org.apache.kafka..", "io.tributary.topics..").check(SCHEMAS);
  }

  @Test
  void nothingKnowsAFramework() {
    noClasses().should().dependOnClassesThat().resideInAnyPackage("io.micronaut..", "jakarta..").check(SCHEMAS);
  }

  @Test
  void modelAndRulesReadNoClock() {
    noClasses().that().resideInAnyPackage("io.tributary.model..", "io.tributary.rules..", "io.tributary.rating..", "io.tributary.catalog..",
            "io.tributary.forecast..", "io.tributary.projection..", "io.tributary.monitor..", "io.tributary.alerting..",
            "io.tributary.detection..")
        .should().callMethod(java.time.Instant.class, "now")
        .orShould().callMethod(System.class, "currentTimeMillis").orShould().callMethod(System.class, "nanoTime").check(SCHEMAS);
  }

  @Test
  void modelAndRulesKnowNoBytes() {
    noClasses().that()
        .resideInAnyPackage("io.tributary.model..", "io.tributary.rules..", "io.tributary.rating..", "io.tributary.forecast..",
            "io.tributary.projection..", "io.tributary.detection..")
        .should().dependOnClassesThat()
        .resideInAnyPackage("io.tributary.avro..", "io.tributary.codec..", "org.apache.avro..").check(SCHEMAS);
  }

  @Test
  void ratingStandsOnTheVocabularyAndNotTheOtherWayRound() {
    classes().that().resideInAPackage("io.tributary.rating..").should().onlyDependOnClassesThat()
        .resideInAnyPackage("io.tributary.rating..", "io.tributary.model..", "io.tributary.catalog..", "io.tributary.rules..", "java..")
        .check(SCHEMAS);
    noClasses().that().resideInAnyPackage("io.tributary.model..", "io.tributary.catalog..", "io.tributary.rules..")
        .should().dependOnClassesThat().resideInAPackage("io.tributary.rating..").check(SCHEMAS);
  }

  /** A double may guess at usage to come; it meets money in one place only. */
  @Test
  void onlyTheForecastGuesses() {
    noClasses().that().resideOutsideOfPackages("io.tributary.forecast..", "io.tributary.projection..").should().dependOnClassesThat()
        .resideInAnyPackage("io.tributary.forecast..", "io.tributary.projection..").check(SCHEMAS);
  }

  @Test
  void theSenderKnowsTheModelOnlyAndNobodyKnowsTheSender() {
    classes().that().resideInAPackage("io.tributary.sender..").should().onlyDependOnClassesThat()
        .resideInAnyPackage("io.tributary.sender..", "io.tributary.model..", "com.fasterxml.jackson..", "java..").check(SCHEMAS);
    noClasses().that().resideOutsideOfPackage("io.tributary.sender..").should().dependOnClassesThat()
        .resideInAPackage("io.tributary.sender..").check(SCHEMAS);
  }
}
