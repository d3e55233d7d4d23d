package io.tributary.query.http;

import io.tributary.query.query.EstimatedUsage;
import io.tributary.query.query.EstimatedUsage.Labels;
import io.tributary.query.query.EstimatedUsage.Values;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Estimated usage in OpenMetrics' text, or in the older one that every Prometheus reads. */
public final class PrometheusText {
  private static final String PREFIX = "tributary_estimated_usage_";

  private final boolean open;
  private final StringBuilder text = new StringBuilder();

  private PrometheusText(boolean open) {
    this.open = open;
  }

  /** The month so far of a metric, without its {@code _total}. */
  static String month(String metric) {
    return PREFIX + written(metric) + "_month_to_date";
  }

  /** The last whole five minutes of a metric. */
  static String fiveMinutes(String metric) {
    return PREFIX + written(metric) + "_5m";
  }

  private static String written(String metric) {
    return metric.replaceAll("[^A-Za-z0-9_]", "_");
  }

  /** Every name that a metric's samples have. */
  public static List<String> names(String metric) {
    return List.of(month(metric) + "_total", fiveMinutes(metric));
  }

  /** The names of what is told beside the metrics. */
  public static final List<String> OTHERS =
      List.of(PREFIX + "as_of_timestamp_seconds", PREFIX + "series", PREFIX + "folded_series");

  static String of(EstimatedUsage.Answer answer, boolean open) {
    var written = new PrometheusText(open);
    int series = 0;
    // Names that differ in their dots only are one metric here, told apart by its family.
    var metrics = new TreeMap<String, EstimatedUsage.Metric>();
    for (var metric : answer.metrics()) {
      metrics.merge(written(metric.name()), metric, PrometheusText::merged);
      series += 2 * metric.series().size();
    }
    metrics.values().forEach(written::metric);
    written.single(OTHERS.get(0), "append time up to which all of this is complete, in seconds since 1970",
        new BigDecimal(answer.asOf().toEpochMilli()).movePointLeft(3));
    written.single(OTHERS.get(1), "series of this answer", BigDecimal.valueOf(series));
    written.single(OTHERS.get(2), "orgs of metrics that are in '" + EstimatedUsage.REST + "', or in their account's rest",
        BigDecimal.valueOf(answer.folded()));
    if (open) {
      written.text.append("# EOF\n");
    }
    return written.text.toString();
  }

  private static EstimatedUsage.Metric merged(EstimatedUsage.Metric one, EstimatedUsage.Metric other) {
    var series = new LinkedHashMap<>(one.series());
    other.series().forEach((labels, values) -> series.merge(labels, values, Values::plus));
    return new EstimatedUsage.Metric(one.name(), one.unit(), series);
  }

  private void metric(EstimatedUsage.Metric metric) {
    var month = month(metric.name());
    head(open ? month : month + "_total", "counter", metric.name() + ": sum of the hours of the month so far, in " + metric.unit());
    samples(month + "_total", metric.series(), Values::month);
    var slot = fiveMinutes(metric.name());
    head(slot, "gauge", metric.name() + ": the last whole five minutes, in " + metric.unit());
    samples(slot, metric.series(), Values::fiveMinutes);
  }

  private void samples(String name, Map<Labels, Values> series, Function<Values, BigDecimal> value) {
    series.forEach((labels, values) -> {
      text.append(name).append("{account_name=\"").append(escaped(labels.account())).append('"');
      text.append(",child_org_name=\"").append(escaped(labels.org().orElse(EstimatedUsage.REST))).append('"');
      text.append(",product_family=\"").append(escaped(labels.family())).append('"');
      labels.region().ifPresent(region -> text.append(",region=\"").append(escaped(region)).append('"'));
      text.append("} ").append(value.apply(values).toPlainString()).append('\n');
    });
  }

  private void single(String name, String help, BigDecimal value) {
    head(name, "gauge", help);
    text.append(name).append(' ').append(value.toPlainString()).append('\n');
  }

  private void head(String name, String type, String help) {
    text.append("# HELP ").append(name).append(' ').append(help.replace("\\", "\\\\").replace("\n", "\\n")).append('\n');
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\"", "\\\"");
  }
}
