package io.tributary.local.focus;

import static io.tributary.local.focus.FocusFile.ACCOUNT;
import static io.tributary.local.focus.FocusFile.ACCOUNT_NAME;
import static io.tributary.local.focus.FocusFile.CATEGORY;
import static io.tributary.local.focus.FocusFile.QUANTITY;
import static io.tributary.local.focus.FocusFile.SERVICE;
import static io.tributary.local.focus.FocusFile.START;
import static io.tributary.local.focus.FocusFile.SUB_ACCOUNT;
import static io.tributary.local.focus.FocusFile.SUB_ACCOUNT_NAME;
import static io.tributary.local.focus.FocusFile.UNIT;

import io.tributary.local.focus.Dating.Dated;
import io.tributary.local.focus.FocusFile.Row;
import io.tributary.model.Problem;
import io.tributary.model.Quantity;
import io.tributary.rules.Validation;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a row must hold to be usage. All that is wrong with it is found at once. */
final class RowRules {
  /** The one problem that {@code --month} solves. */
  static final String TOO_OLD = "too_old";

  private static final String USAGE = "Usage";
  private static final Pattern DECIMAL = Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d{1,9})?");
  private static final int MAX_DIGITS = 1000;
  private static final int MAX_TITLE = 256;

  /** ISO 8601 as FOCUS asks for, and what exports have in its place: a blank for the T, no zone, the word UTC, or a date only. */
  private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder().append(DateTimeFormatter.ISO_LOCAL_DATE)
      .appendPattern("['T'][ ]").appendOptional(DateTimeFormatter.ISO_LOCAL_TIME).appendPattern("[ 'UTC'][XXX]").toFormatter()
      .withResolverStyle(ResolverStyle.STRICT);

  private final Row row;
  private final List<Problem> problems = new ArrayList<>(0);

  private RowRules(Row row) {
    this.row = row;
  }

  sealed interface Verdict {
    record Good(Usage usage, Dated dated) implements Verdict {}

    record Bad(List<Problem> problems) implements Verdict {}
  }

  static Verdict judge(Row row, Dating dating) {
    return new RowRules(row).judge(dating);
  }

  private Verdict judge(Dating dating) {
    if (!row.isWhole()) {
      return new Verdict.Bad(List.of(new Problem("row", "not_whole",
          "has " + row.fields().size() + " fields, where the header names " + row.columns().size())));
    }
    category();
    var account = id(ACCOUNT, true);
    var subAccount = id(SUB_ACCOUNT, false).filter(id -> !account.equals(Optional.of(id)));
    var accountName = name(ACCOUNT_NAME, account);
    var subAccountName = name(SUB_ACCOUNT_NAME, subAccount);
    var service = required(SERVICE);
    var unit = required(UNIT);
    var what = service.isEmpty() || unit.isEmpty() ? null : what(service.get(), unit.get());
    var quantity = quantity();
    var start = time();
    var dated = start == null ? null : dated(start, dating);
    return problems.isEmpty()
        ? new Verdict.Good(new Usage(account.orElseThrow(), accountName, subAccount, subAccountName, what, start, quantity), dated)
        : new Verdict.Bad(List.copyOf(problems));
  }

  /** Purchases, taxes, credits and adjustments are money; what they say about quantities is not what was used. */
  private void category() {
    required(CATEGORY).filter(category -> !category.equals(USAGE)).ifPresent(category ->
        problem(CATEGORY, "not_usage", "only charges of category Usage are usage, not " + shown(category)));
  }

  /** A slash would end an id in an address, so it is written as in one: %2F. */
  private Optional<String> id(String column, boolean required) {
    var id = (required ? required(column) : row.text(column)).map(text -> text.replace("%", "%25").replace("/", "%2F"));
    id.filter(text -> text.length() > Validation.MAX_NAME).ifPresent(text -> problem(column, "too_long",
        "has " + text.length() + " characters; at most " + Validation.MAX_NAME + " are allowed"));
    id.ifPresent(text -> printable(column, text));
    return id;
  }

  private String name(String column, Optional<String> id) {
    var name = row.text(column);
    name.filter(text -> text.length() > Validation.MAX_NAME).ifPresent(text -> problem(column, "too_long",
        "has " + text.length() + " characters; at most " + Validation.MAX_NAME + " are allowed"));
    name.ifPresent(text -> printable(column, text));
    return name.or(() -> id).orElse("");
  }

  private ServiceUnit what(String service, String unit) {
    var what = new ServiceUnit(service, unit);
    if (what.title().length() > MAX_TITLE) {
      problem(SERVICE, "too_long", "and " + UNIT + " have together more than " + (MAX_TITLE - 3) + " characters");
    }
    printable(SERVICE, service);
    printable(UNIT, unit);
    return what;
  }

  private Quantity quantity() {
    var text = required(QUANTITY);
    if (text.isEmpty()) {
      return null;
    }
    if (text.get().length() > MAX_DIGITS || !DECIMAL.matcher(text.get()).matches()) {
      problem(QUANTITY, "bad_number", "'" + shown(text.get()) + "' is no decimal number");
      return null;
    }
    var value = new BigDecimal(text.get());
    var wrong = Validation.quantity(QUANTITY, value);
    if (wrong != null) {
      problems.add(wrong);
      return null;
    }
    return Quantity.of(value);
  }

  private Instant time() {
    var text = required(START);
    if (text.isEmpty()) {
      return null;
    }
    try {
      return switch (TIME.parseBest(text.get(), OffsetDateTime::from, LocalDateTime::from, LocalDate::from)) {
        case OffsetDateTime time -> time.toInstant();
        case LocalDateTime time -> time.toInstant(ZoneOffset.UTC);
        case LocalDate day -> day.atStartOfDay().toInstant(ZoneOffset.UTC);
        default -> throw new DateTimeException("no time");
      };
    } catch (DateTimeException e) {
      problem(START, "bad_time", "must be a time in UTC, as 2026-01-31T10:00:00Z, not '" + shown(text.get()) + "'");
      return null;
    }
  }

  private Dated dated(Instant start, Dating dating) {
    if (dating.isTooOld(start) && dating.month().isEmpty()) {
      problem(START, TOO_OLD, start + " is older than " + Dating.oldest(dating.now()) + ", the oldest month that hours are kept for");
      return null;
    }
    var dated = dating.date(start);
    if (dated.at().isAfter(dating.now().plus(Validation.MAX_AHEAD))) {
      problem(START, "in_the_future", (dated.moved() ? start + " would count at " + dated.at() + ", which" : start) + " is still to come");
    }
    return dated;
  }

  private Optional<String> required(String column) {
    var text = row.text(column);
    if (text.isEmpty()) {
      problem(column, "missing", "is missing");
    }
    return text;
  }

  private void printable(String column, String text) {
    if (text.chars().anyMatch(Character::isISOControl)) {
      problem(column, "bad_character", "contains a control character");
    }
  }

  private void problem(String column, String code, String detail) {
    problems.add(new Problem(column, code, detail));
  }

  private static String shown(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }
}
