package io.tributary.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tributary.model.Directory.Change.PutAccount;
import io.tributary.model.Directory.Change.PutOrg;
import io.tributary.model.Org.Placement;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class DirectoryPathsTest {
  private static final Directory WORLD = Directory.empty().with(List.of(
      new PutAccount(new Account("acc", "Account", List.of(new Connection("par", 150, OptionalInt.empty())))),
      new PutOrg(new Org("root", "Root", "us1", List.of(Placement.rootOf("acc", 100)))),
      new PutOrg(new Org("child", "Child", "us1", List.of(Placement.rootOf("acc", 100), Placement.under("root", 200))))), 1);

  private static final OrgPath ALONE = new OrgPath(List.of("child"), "acc", Optional.empty());
  private static final OrgPath CONNECTED = new OrgPath(List.of("child"), "acc", Optional.of("par"));
  private static final OrgPath MOVED = new OrgPath(List.of("child", "root"), "acc", Optional.of("par"));

  @Test
  void everyPathOfARangeIsNamedInTheOrderOfTime() {
    assertEquals(List.of(ALONE, CONNECTED, MOVED), WORLD.paths("child", 0, 1000));
  }

  @Test
  void aPathThatBeganBeforeTheRangeCounts() {
    assertEquals(List.of(CONNECTED, MOVED), WORLD.paths("child", 199, 201));
    assertEquals(List.of(CONNECTED), WORLD.paths("child", 199, 200));
    assertEquals(List.of(MOVED), WORLD.paths("child", 200, 201));
  }

  @Test
  void thereIsNoPathBeforeTheFirstPlacementNorInAnEmptyRangeNorOfAStranger() {
    assertEquals(List.of(), WORLD.paths("child", 0, 100));
    assertEquals(List.of(), WORLD.paths("child", 200, 200));
    assertEquals(List.of(), WORLD.paths("stranger", 0, 1000));
  }
}
