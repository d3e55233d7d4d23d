package io.tributary.monitor;

import io.tributary.model.MonthlyFunction;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;

/** What a monitor compares with its thresholds. Each rule prints as a query that is read back as an equal one. */
public sealed interface Rule {
  Query query();

  Comparison comparison();

  /** The critical threshold, which the query names; options name the others. */
  BigDecimal critical();

  /** The query in its plain form. */
  String text();

  /** The value of a window: {@code avg(last_5m):sum:… > 10}. */
  record Threshold(Query query, Aggregator over, Window window, Comparison comparison, BigDecimal critical) implements Rule {
    @Override
    public String text() {
      return over.label() + "(" + window.text() + "):" + tail(this);
    }
  }

  /**
   * How much the value of a window differs from that of the same window some time before:
   * {@code pct_change(avg(last_1h),last_1d):sum:… > 50}. There is no value while either has no data, or where a percentage would be
   * of zero.
   *
   * @param back how long before
   * @param percent whether the difference is in percent of the value before
   */
  record Change(Query query, Aggregator over, Span window, Span back, boolean percent, Comparison comparison, BigDecimal critical)
      implements Rule {
    @Override
    public String text() {
      return (percent ? "pct_change(" : "change(") + over.label() + "(last_" + window + "),last_" + back + "):" + tail(this);
    }
  }

  /**
   * Which part of a window's slots is outside the band that the detector draws, from 0 to 1:
   * {@code avg(last_4h):anomalies(sum:…, 'agile', 3, direction='above') >= 1}.
   *
   * @param window what people look at; the band does not depend on it
   * @param algorithm one of {@code basic}, {@code agile}, {@code robust}: there is one detector, and all mean it
   * @param bounds half the band's width in usual deviations: the smaller, the more is raised
   * @param said whose slots are counted, where the query says it; else options may, and if they do not it is one slot
   * @param emptyIsZero whether a slot without usage is one with a value of zero; it has no value otherwise
   */
  record Anomaly(Query query, Aggregator over, Span window, String algorithm, BigDecimal bounds, Direction direction,
      Optional<Span> said, boolean emptyIsZero, Comparison comparison, BigDecimal critical) implements Rule {
    private static final Span SLOT = Span.minutes(5);

    /** Whose slots are counted. */
    public Span alertWindow() {
      return said.orElse(SLOT);
    }

    boolean alertWindowIsSaid() {
      return said.isPresent();
    }

    Anomaly withAlertWindow(Span other) {
      return new Anomaly(query, over, window, algorithm, bounds, direction, Optional.of(other), emptyIsZero, comparison, critical);
    }

    @Override
    public String text() {
      return over.label() + "(last_" + window + "):anomalies(" + query + ", '" + algorithm + "', " + bounds.toPlainString()
          + ", direction='" + direction.label() + "'" + said.map(span -> ", alert_window='last_" + span + "'").orElse("")
          + ", count_default_zero='" + emptyIsZero + "') "
          + comparison.sign() + " " + critical.toPlainString();
    }
  }

  /** The side of the band that is watched. */
  enum Direction {
    ABOVE,
    BELOW,
    BOTH;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * The running UTC month so far: {@code sum(current_1mo):sum:… > 1000}; or what it has cost, or will,
   * {@code max(current_1mo):sum:tributary.projected_cost{*} > 1000}.
   *
   * @param function of the month's hours, as for a usage summary; it means nothing for cost
   */
  record Budget(Query query, Of of, MonthlyFunction function, Comparison comparison, BigDecimal critical) implements Rule {
    public enum Of {
      /** Month-to-date usage of the query's metric. */
      USAGE,
      /** Cost of the month so far, see {@link Metrics#ESTIMATED_COST}. */
      ESTIMATED_COST,
      /** Cost of the whole month as it is projected, see {@link Metrics#PROJECTED_COST}. */
      PROJECTED_COST
    }

    @Override
    public String text() {
      return function.label() + "(current_1mo):" + tail(this);
    }
  }

  /** That a product was used which no contract of the account has, for the first time. Nobody writes it: {@link BuiltIn}. */
  record FirstUsage(Query query) implements Rule {
    @Override
    public Comparison comparison() {
      return Comparison.ABOVE;
    }

    @Override
    public BigDecimal critical() {
      return BigDecimal.ZERO;
    }

    @Override
    public String text() {
      return "first_usage(" + query.filter() + ")";
    }
  }

  private static String tail(Rule rule) {
    return rule.query() + " " + rule.comparison().sign() + " " + rule.critical().toPlainString();
  }
}
