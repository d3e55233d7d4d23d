package io.tributary.rules;

import io.tributary.model.Account;
import io.tributary.model.Directory;
import io.tributary.model.Hours;
import io.tributary.model.Problem;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * An account's contracts: one after the other, each with a known partner. The 30 days of grace after a contract's end
 * are no obstacle to the next one: it may begin within them, with the same partner (a renewal) or another.
 */
final class ConnectionRules {
  private final String subject;
  private final Account account;
  private final List<Problem> problems;

  ConnectionRules(String subject, Account account, List<Problem> problems) {
    this.subject = subject;
    this.account = account;
    this.problems = problems;
  }

  void check(Directory after) {
    for (int i = 0; i < account.connections().size(); i++) {
      var connection = account.connections().get(i);
      var field = field(i);
      if (after.partner(connection.partner()).isEmpty()) {
        problems.add(new Problem(field + ".partner", "unknown_partner", "no partner has the public id '" + connection.partner() + "'"));
      }
      if (connection.endHour().isPresent() && connection.endHour().getAsInt() <= connection.startHour()) {
        problems.add(new Problem(field + ".end", "end_before_start", "the contract would end at "
            + Hours.start(connection.endHour().getAsInt()) + ", not after its start at " + Hours.start(connection.startHour())));
      }
      if (i > 0) {
        notBeforeEndOf(i - 1, i);
      }
    }
  }

  private void notBeforeEndOf(int earlier, int later) {
    var end = account.connections().get(earlier).endHour();
    int start = account.connections().get(later).startHour();
    if (end.isEmpty() || end.getAsInt() > start) {
      problems.add(new Problem(field(later) + ".start", "overlap", "the contract would start at " + Hours.start(start)
          + ", but the one before it " + (end.isEmpty() ? "has no end" : "ends at " + Hours.start(end.getAsInt()))));
    }
  }

  /** No hour before {@code firstOpenHour} may come to belong to another partner. */
  void keepHistory(Account known, int firstOpenHour) {
    var turns = new TreeSet<Integer>();
    Stream.of(known, account).flatMap(each -> each.connections().stream()).forEach(connection -> {
      turns.add(connection.startHour());
      turns.add(connection.disconnectHour());
    });
    for (int hour : turns.headSet(firstOpenHour)) {
      var was = known.partnerAt(hour);
      var would = account.partnerAt(hour);
      if (!was.equals(would)) {
        problems.add(new Problem(fieldAt(hour), "back_dated", "account '" + account.publicId() + "' belonged to "
            + was.map(partner -> "partner '" + partner + "'").orElse("no partner") + " at " + Hours.start(hour)
            + "; what holds before " + Hours.start(firstOpenHour) + " can no longer change"));
        return;
      }
    }
  }

  private String fieldAt(int hour) {
    for (int i = account.connections().size() - 1; i >= 0; i--) {
      if (account.connections().get(i).startHour() <= hour) {
        return field(i) + (account.connections().get(i).covers(hour) ? ".start" : ".end");
      }
    }
    return subject + ".connections";
  }

  private String field(int index) {
    return subject + ".connections[" + index + "]";
  }
}
