package io.tributary.query.targets;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tributary.alerting.Alert;
import io.tributary.alerting.Alert.Place;
import io.tributary.alerting.AlertState;
import io.tributary.model.Account;
import io.tributary.model.Directory.Change;
import io.tributary.query.World;
import io.tributary.query.notify.SomeAlert;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TargetOwnerTest {
  private final World world = new World();

  private Optional<String> owner(String owner, String account, String org) {
    var some = SomeAlert.of("1", "", owner, AlertState.OK, AlertState.ALERT, SomeAlert.AT);
    return TargetOwner.of(new Alert(some.id(), some.kind(), some.monitor(), some.monitorName(), some.message(), owner,
        new Place(Optional.of("par"), Optional.ofNullable(account), Optional.ofNullable(org)), some.group(), some.metric(), some.unit(),
        some.from(),
        some.to(), some.transition(), some.renotify(), some.at(), some.caused(), some.since(), some.window(), some.reading(),
        some.contributors(), some.reason()), world.directory());
  }

  @Test
  void everyAlertIsItsOwnersAlone() {
    assertEquals(Optional.of("par"), owner("par", null, null));
    assertEquals(Optional.of("par"), owner("par", "acme", null));
    assertEquals(Optional.of("account/acme"), owner("acme", "acme", null));
    assertEquals(Optional.of("account/acme"), owner("acme", "acme", "a11"));
    assertEquals(Optional.of("a1"), owner("a1", "acme", "a1"));
  }

  @Test
  void anOrgWithTheIdOfAnotherAccountIsNotThatAccount() {
    world.change(new Change.PutAccount(new Account("a1", "Other", List.of())));
    assertEquals(Optional.of("a1"), owner("a1", "acme", "a1"));
    assertEquals(Optional.of("account/a1"), owner("a1", "a1", null));
  }

  @Test
  void whatAPartnerAndAnAccountShareIsToldToNobody() {
    world.change(new Change.PutAccount(new Account("par", "Par", List.of())));
    assertEquals(Optional.empty(), owner("par", "par", null));
  }
}
