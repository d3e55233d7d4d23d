package io.tributary.monitor;

import io.tributary.model.MonthlyFunction;
import io.tributary.model.Problem;
import io.tributary.monitor.Cursor.Stop;
import io.tributary.monitor.Rule.Budget;
import io.tributary.monitor.Rule.Direction;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads the queries of metrics and of monitors, in the reference form. What is wrong is a sentence that says where; a query that
 * has a problem has no result. What the words mean, and whether it makes sense, is {@link MonitorRules}' business.
 */
public final class QueryParser {
  private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,30}(\\.\\d{1,30})?([eE][+-]?\\d{1,2})?");
  private static final Pattern SIGN = Pattern.compile(">=|<=|==|!=|>|<");
  private static final Pattern NOWHERE = Pattern.compile("(?!)");
  private static final List<String> ALGORITHMS = List.of("basic", "agile", "robust");
  private static final Span SLOT = Span.minutes(5);

  private final Cursor in;
  private final SeriesParser series;

  private QueryParser(Cursor in) {
    this.in = in;
    this.series = new SeriesParser(in);
  }

  /** A monitor's query; empty when there is a problem with it. */
  public static Optional<Rule> rule(String text, String field, List<Problem> problems) {
    return read(text, field, problems, QueryParser::rule);
  }

  /** @throws IllegalArgumentException with every problem */
  public static Rule rule(String text) {
    return valid(text, QueryParser::rule);
  }

  /** A metric's series; empty when there is a problem with it. */
  public static Optional<Query> query(String text, String field, List<Problem> problems) {
    return read(text, field, problems, parser -> parser.series.series());
  }

  /** Conditions between commas, or {@code *}; empty when there is a problem with them. */
  public static Optional<Filter> filter(String text, String field, List<Problem> problems) {
    return read(text, field, problems, parser -> parser.series.filter());
  }

  /** @throws IllegalArgumentException with every problem */
  public static Filter filter(String text) {
    return valid(text, parser -> parser.series.filter());
  }

  private static <T> T valid(String text, Function<QueryParser, T> reading) {
    var problems = new ArrayList<Problem>();
    return read(text, "", problems, reading).orElseThrow(() -> new IllegalArgumentException(
        "'" + text + "': " + problems.stream().map(Problem::detail).collect(Collectors.joining("; "))));
  }

  private static <T> Optional<T> read(String text, String field, List<Problem> problems, Function<QueryParser, T> reading) {
    int before = problems.size();
    var cursor = new Cursor(text, field, problems);
    try {
      var result = reading.apply(new QueryParser(cursor));
      if (!cursor.atEnd()) {
        throw cursor.unexpected("the end");
      }
      return problems.size() > before ? Optional.empty() : Optional.of(result);
    } catch (Stop e) {
      return Optional.empty();
    }
  }

  private Rule rule() {
    var name = in.word("an aggregator, change or pct_change");
    return switch (name) {
      case "change", "pct_change" -> change(name.equals("pct_change"));
      case "first_usage" -> firstUsage();
      default -> windowed(name);
    };
  }

  private Rule change(boolean percent) {
    in.expect("(");
    var over = aggregator(in.word("an aggregator"));
    in.expect("(");
    var window = last();
    in.expect(")");
    in.expect(",");
    var back = back();
    in.expect(")");
    in.expect(":");
    var query = series.series();
    var sign = comparison();
    return new Rule.Change(query, over, window, back, percent, sign, number());
  }

  private Rule firstUsage() {
    in.expect("(");
    var filter = series.filter();
    in.expect(")");
    return new Rule.FirstUsage(BuiltIn.everything(filter));
  }

  private Rule windowed(String over) {
    in.expect("(");
    var window = in.word("a window, such as last_5m or current_1mo");
    in.expect(")");
    in.expect(":");
    if (window.equals("current_1mo") || window.equals("current_month")) {
      return budget(over);
    }
    if (in.takeWord("anomalies")) {
      return anomaly(aggregator(over), span(window));
    }
    var slots = switch (window) {
      case "current_1h" -> new Window.Current(Window.Current.Unit.HOUR);
      case "current_1d" -> new Window.Current(Window.Current.Unit.DAY);
      default -> new Window.Last(span(window));
    };
    var by = aggregator(over);
    var query = series.series();
    var sign = comparison();
    return new Rule.Threshold(query, by, slots, sign, number());
  }

  private Rule budget(String over) {
    MonthlyFunction function = MonthlyFunction.SUM;
    try {
      function = MonthlyFunction.fromLabel(over);
    } catch (IllegalArgumentException e) {
      in.problem("unknown_value", "a month is looked at by sum, avg, max or top99p, not by " + over);
    }
    var query = series.series();
    var of = switch (query.metric()) {
      case Metrics.ESTIMATED_COST -> Budget.Of.ESTIMATED_COST;
      case Metrics.PROJECTED_COST -> Budget.Of.PROJECTED_COST;
      default -> Budget.Of.USAGE;
    };
    var sign = comparison();
    return new Budget(query, of, function, sign, number());
  }

  private Rule anomaly(Aggregator over, Span window) {
    in.expect("(");
    var query = series.series();
    in.expect(",");
    var algorithm = text();
    if (!ALGORITHMS.contains(algorithm)) {
      in.problem("unknown_value", "an anomaly's algorithm is basic, agile or robust, not " + algorithm);
    }
    in.expect(",");
    var bounds = number();
    if (bounds.signum() <= 0) {
      in.problem("out_of_range", "the bounds of anomalies must be above 0, not " + bounds.toPlainString());
    }
    var direction = Direction.BOTH;
    Optional<Span> alertWindow = Optional.empty();
    boolean emptyIsZero = true;
    while (in.take(",")) {
      var key = in.word("a parameter");
      in.expect("=");
      var value = text();
      switch (key) {
        case "direction" -> direction = direction(value);
        case "alert_window" -> alertWindow = Optional.of(span(value));
        case "count_default_zero" -> emptyIsZero = flag(key, value);
        // The detector has one resolution and finds the seasons by itself.
        case "interval", "seasonality", "timezone" -> { }
        default -> in.problem("unknown_value", "anomalies has no parameter '" + key + "'");
      }
    }
    in.expect(")");
    var sign = comparison();
    return new Rule.Anomaly(query, over, window, algorithm, bounds, direction, alertWindow, emptyIsZero, sign, number());
  }

  private Direction direction(String label) {
    for (var one : Direction.values()) {
      if (one.label().equals(label)) {
        return one;
      }
    }
    in.problem("unknown_value", "the direction of anomalies is above, below or both, not " + label);
    return Direction.BOTH;
  }

  private boolean flag(String key, String value) {
    if (!value.toLowerCase(Locale.ROOT).matches("true|false")) {
      in.problem("unknown_value", key + " is true or false, not " + value);
    }
    return value.equalsIgnoreCase("true");
  }

  /** In quotes of either kind, or bare. */
  private String text() {
    if (in.sees("'")) {
      return in.quoted('\'');
    }
    return in.sees("\"") ? in.quoted('"') : in.until(",)", NOWHERE);
  }

  private Aggregator aggregator(String label) {
    var aggregator = Aggregator.ofLabel(label);
    if (aggregator.isEmpty()) {
      in.problem("unknown_value", "a window is looked at by sum, avg, min or max, not by " + label);
    }
    return aggregator.orElse(Aggregator.SUM);
  }

  private Span last() {
    return span(in.word("a window, such as last_5m"));
  }

  private Span span(String window) {
    var span = Optional.of(window).filter(text -> text.startsWith("last_")).flatMap(text -> Span.parse(text.substring("last_".length())));
    if (span.isEmpty()) {
      in.problem("unknown_value",
          "'" + window + "' is no window; one is last_ and a number of m, h, d, w or mo, or current_1h, current_1d or"
          + " current_1mo");
    }
    return span.orElse(SLOT);
  }

  /** {@code last_1h}, or {@code 1h_ago}. */
  private Span back() {
    var text = in.word("a time, such as last_1h");
    return text.endsWith("_ago") ? span("last_" + text.substring(0, text.length() - "_ago".length())) : span(text);
  }

  private Comparison comparison() {
    return Comparison.ofSign(in.match(SIGN, "a comparison")).orElseThrow();
  }

  private BigDecimal number() {
    var number = new BigDecimal(in.match(NUMBER, "a number")).stripTrailingZeros();
    return number.scale() < 0 ? number.setScale(0) : number;
  }
}
