package io.tributary.aggregator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The flow knows time only from its records and from Streams, serves nobody, and touches no internal class of Kafka Streams. */
class ArchitectureTest {
  private static final JavaClasses AGGREGATOR = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
      .importPackages("io.tributary.aggregator");

  @Test
  void theFlowReadsNoClock() {
    noClasses().that().resideInAnyPackage("..flow..", "..dedup..", "..watch..").should().callMethod(Instant.class, "now")
        .orShould().callMethod(System.class, "currentTimeMillis").orShould().callMethod(System.class, "nanoTime").check(AGGREGATOR);
  }

  @Test
  void theFlowKnowsNeitherServingNorBoot() {
    noClasses().that().resideInAnyPackage("..flow..", "..dedup..").should().dependOnClassesThat()
        .resideInAnyPackage("..serving..", "..boot..").check(AGGREGATOR);
  }

  @Test
  void dedupKnowsNothingOfTheFlow() {
    noClasses().that().resideInAPackage("..dedup..").should().dependOnClassesThat().resideInAPackage("..flow..").check(AGGREGATOR);
  }

  @Test
  void watchingKnowsNothingOfTheFlow() {
    noClasses().that().resideInAPackage("..watch..").should().dependOnClassesThat()
        .resideInAnyPackage("..flow..", "..serving..", "..boot..")
        .check(AGGREGATOR);
  }

  @Test
  void nothingTouchesTheInsidesOfKafkaStreams() {
    noClasses().should().dependOnClassesThat().resideInAnyPackage("org.apache.kafka.streams..internals..").check(AGGREGATOR);
  }
}
