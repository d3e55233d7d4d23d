package io.tributary.rules;

import io.tributary.model.Contract;
import io.tributary.model.Contract.Closes;
import io.tributary.model.Directory;
import io.tributary.model.Directory.Change;
import io.tributary.model.Hours;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Which months are to be closed because their time has come. A close is a record like an admin's; nothing else follows from clocks.
 * After a contract's end months go on being closed while usage of its time may still come: what that costs is charged in them.
 */
public final class MonthTimer {
  private MonthTimer() {}

  /** Closes of every month that ended long enough ago for its account's contract, from the first that the timer may close. */
  public static List<Change> due(Directory directory, Instant now) {
    var due = new LinkedHashSet<Change>();
    for (var contract : directory.contracts()) {
      var closes = contract.closes();
      if (closes.fromMonth() == Closes.UNSET) {
        continue;
      }
      int first = Math.max(closes.fromMonth(), Hours.month(contract.startHour()));
      for (int month = first; isDue(contract, month, now); month++) {
        if (directory.close(contract.account(), month).isEmpty()) {
          due.add(new Change.CloseMonth(contract.account(), month, 0));
        }
      }
    }
    return List.copyOf(due);
  }

  private static boolean isDue(Contract contract, int month, Instant now) {
    int end = Hours.firstOfMonth(month + 1);
    boolean mayStillBeCharged = contract.endHour().isEmpty()
        || month <= Hours.month(contract.end() - 1) + Hours.HOUR_RETENTION_MONTHS;
    return mayStillBeCharged && !now.isBefore(Hours.start(end + contract.closes().afterHours()));
  }
}
