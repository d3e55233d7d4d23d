package io.tributary.local.focus;

import io.tributary.local.focus.Doors.Fate;
import io.tributary.local.focus.RowRules.Verdict;
import io.tributary.model.Directory;
import io.tributary.model.Hours;
import io.tributary.model.UsageEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** One import of one file: it is read once to learn what is in it, and once more to send it. */
public final class FocusImport {
  /** What every event of a bill has as its source. */
  static final String SOURCE = "focus";

  /** For how long a server surely recognises a resend: less than the shortest horizon that we ship. */
  static final Duration RESENDABLE = Duration.ofHours(20);

  /** Rows that the ledger notes together, and that may be under way when an import breaks off. */
  private static final int BATCH = 5000;
  private static final int MOST_WRITES = 20;
  private static final Duration SPREADING = Duration.ofSeconds(1);

  /**
   * @param file in FOCUS 1.0 to 1.2, CSV
   * @param month for rows that are older than hours are kept
   * @param home public id of the org or partner that the bill belongs to
   * @param ledger which rows were imported already; one for each installation
   */
  public record Job(Path file, Optional<YearMonth> month, Optional<String> home, Path report, Path ledger) {}

  /**
   * What became of the rows: each is in one of the four.
   *
   * @param before counted by an earlier import
   * @param unsent good, but not known to be stored: the same import again sends them
   * @param refusals the first of them, a line each
   * @param trouble why not everything could be sent
   */
  public record Outcome(long rows, long sent, long before, long refused, long unsent, List<String> refusals, Optional<String> trouble) {
    @Override
    public String toString() {
      return rows + " rows: " + sent + " sent, " + before + " imported before, " + refused + " refused"
          + (unsent > 0 ? ", " + unsent + " NOT SENT" : "");
    }
  }

  /** Hears how it goes. */
  public interface Listener {
    void step(String what);

    void progress(long done, long of);
  }

  /** A row on its way. */
  private record Sent(long line, RowId id, UsageEvent event) {}

  private final Job job;
  private final Doors doors;
  private final Listener listener;
  private final InstantSource clock;
  private final List<Sent> batch = new ArrayList<>(BATCH);
  private long rows;
  private long sent;
  private long before;
  private long unsent;
  private Optional<String> trouble = Optional.empty();

  private FocusImport(Job job, Doors doors, Listener listener, InstantSource clock) {
    this.job = job;
    this.doors = doors;
    this.listener = listener;
    this.clock = clock;
  }

  /** @throws IllegalStateException saying why nothing was sent */
  public static Outcome run(Job job, Installation installation, Listener listener, InstantSource clock) throws InterruptedException {
    try (var doors = new HttpDoors(installation)) {
      return run(job, doors, listener, clock);
    }
  }

  static Outcome run(Job job, Doors doors, Listener listener, InstantSource clock) throws InterruptedException {
    return new FocusImport(job, doors, listener, clock).run();
  }

  private Outcome run() throws InterruptedException {
    var dating = dating();
    listener.step("reading " + job.file());
    var bill = Bill.read(job.file(), dating);
    if (bill.tooOld() > 0) {
      throw new IllegalStateException(bill.tooOld() + " rows are older than " + Dating.oldest(dating.now())
          + ", the oldest month that hours are kept for: --month YYYY-MM moves them to an open month. Nothing was sent");
    }
    try (var ledger = Ledger.open(job.ledger()); var report = Report.create(job.report())) {
      report.say("import of " + job.file() + " at " + dating.now() + job.month().map(month -> ", old rows moved to " + month).orElse(""));
      var home = Home.of(job.home(), doors.directory());
      var directory = directory(bill, home);
      requireOpen(bill, home, directory, dating);
      listener.step("sending");
      send(bill, new Landing(directory, home), dating, ledger, report);
      var outcome = new Outcome(rows, sent, before, report.refused(), unsent, List.copyOf(report.refusals()), trouble);
      trouble.ifPresent(report::say);
      report.say(outcome.toString());
      return outcome;
    }
  }

  private Dating dating() {
    try {
      return new Dating(job.month(), clock.instant());
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException("--month: " + e.getMessage(), e);
    }
  }

  /** With everything that the bill needs: who answers may be behind who wrote for a moment. */
  private Directory directory(Bill bill, Home home) throws InterruptedException {
    for (int writes = 0;; writes++) {
      var directory = doors.directory();
      var missing = MissingWorld.of(bill, directory, home, clock.instant());
      if (missing.isEmpty()) {
        return directory;
      }
      if (writes == MOST_WRITES) {
        throw new IllegalStateException("what was written to the directory is not in it: " + missing);
      }
      if (writes > 0) {
        Thread.sleep(SPREADING.toMillis()); // what was written a moment ago is on its way to who is asked
      }
      listener.step("writing accounts, orgs and usage types");
      doors.write(missing);
    }
  }

  private void requireOpen(Bill bill, Home home, Directory directory, Dating dating) {
    if (bill.moved() == 0) {
      return;
    }
    int month = Hours.month(dating.month().orElseThrow());
    var closed = bill.accounts().keySet().stream().map(account -> home instanceof Home.BelowOrg
        ? directory.path(account, Hours.firstOfMonth(month)).map(path -> path.account()).orElse(account) : account)
        .filter(account -> directory.close(account, month).isPresent()).distinct().collect(Collectors.joining("', '"));
    if (!closed.isEmpty()) {
      throw new IllegalStateException("--month: " + dating.month().get() + " is closed for account '" + closed + "'. Nothing was sent");
    }
  }

  private void send(Bill bill, Landing landing, Dating dating, Ledger ledger, Report report) throws InterruptedException {
    var ids = new RowId.Counter();
    try (var file = FocusFile.open(job.file())) {
      while (file.hasNext()) {
        var row = file.next();
        rows++;
        switch (RowRules.judge(row, dating)) {
          case Verdict.Bad(var problems) ->
              report.refused(row.line(), problems.stream().map(problem -> problem.field() + ": " + problem.detail()).toList());
          case Verdict.Good(var usage, var dated) -> good(row.line(), ids.next(row, usage), usage, dated, landing, ledger, report);
        }
        if (batch.size() == BATCH) {
          flush(ledger, report);
        }
        listener.progress(rows, bill.rows());
      }
    }
    flush(ledger, report);
    if (rows != bill.rows()) {
      throw new IllegalStateException(job.file() + " was changed while it was read: import it again, what was sent counts once");
    }
  }

  private void good(long line, RowId id, Usage usage, Dating.Dated dated, Landing landing, Ledger ledger, Report report) {
    var doubt = ledger.inDoubtSince(id);
    if (ledger.isCounted(id)) {
      before++;
    } else if (doubt.isPresent() && doubt.get().plus(RESENDABLE).isBefore(clock.instant())) {
      report.refused(line, List.of("it was sent at " + doubt.get() + " and that import broke off before the answer: whether it counts"
          + " cannot be told any more, and a resend might count twice"));
    } else {
      switch (landing.of(usage, dated.at())) {
        case Landing.Spot.Nowhere(var problem) -> report.refused(line, List.of(problem.field() + ": " + problem.detail()));
        case Landing.Spot.On(var path, var type, var closed) -> {
          if (closed) {
            report.note(line, "late: the month of " + dated.at() + " is closed for '" + path.account()
                + "'; it is kept as an adjustment, and no total changes");
          }
          if (dated.shortened()) {
            report.note(line, "moved: " + usage.start() + " counts at " + dated.at() + ", the month's last day");
          }
          batch.add(new Sent(line, id, new UsageEvent(id.toString(), SOURCE, path.org(), type.family(), type.name(), dated.at(),
              usage.quantity(), null, Map.of())));
        }
      }
    }
  }

  private void flush(Ledger ledger, Report report) throws InterruptedException {
    if (!batch.isEmpty() && trouble.isEmpty()) {
      ledger.trying(batch.stream().map(Sent::id).toList(), clock.instant());
      var fates = doors.send(batch.stream().map(Sent::event).toList());
      var stored = new ArrayList<RowId>();
      var refused = new ArrayList<RowId>();
      for (int i = 0; i < batch.size(); i++) {
        switch (fates.get(i)) {
          case Fate.Stored() -> stored.add(batch.get(i).id());
          case Fate.Refused(var why) -> {
            refused.add(batch.get(i).id());
            report.refused(batch.get(i).line(), why);
          }
          case Fate.Unknown(var why) -> {
            trouble = Optional.of(why);
            unsent++;
          }
        }
      }
      ledger.answered(stored, refused);
      sent += stored.size();
    } else {
      unsent += batch.size();
    }
    batch.clear();
  }
}
