package io.tributary.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class AccountTest {
  private static final int END = 5000;
  private static final int GRACE_END = END + Connection.GRACE_HOURS;

  @Test
  void aContractConnectsFromItsStartTo30DaysAfterItsEnd() {
    var account = account(new Connection("p", 1000, OptionalInt.of(END)));
    assertEquals(Optional.empty(), account.partnerAt(999));
    assertEquals(Optional.of("p"), account.partnerAt(1000));
    assertEquals(Optional.of("p"), account.partnerAt(GRACE_END - 1));
    assertEquals(Optional.empty(), account.partnerAt(GRACE_END));
  }

  @Test
  void aNewContractEndsTheGraceOfTheOneBefore() {
    var account = account(new Connection("p", 1000, OptionalInt.of(END)), new Connection("q", END + 10, OptionalInt.empty()));
    assertEquals(Optional.of("p"), account.partnerAt(END + 9));
    assertEquals(Optional.of("q"), account.partnerAt(END + 10));
    assertEquals(Optional.of("q"), account.partnerAt(Integer.MAX_VALUE - 1));
  }

  @Test
  void theLaterPartnerKeepsTheHoursOfBothGraces() {
    var account = account(new Connection("p", 1000, OptionalInt.of(END)), new Connection("q", END, OptionalInt.of(END + 1)));
    assertEquals(Optional.of("q"), account.partnerAt(GRACE_END));
    assertEquals(Optional.empty(), account.partnerAt(GRACE_END + 1));
  }

  private static Account account(Connection... connections) {
    return new Account("a", "A", List.of(connections));
  }
}
