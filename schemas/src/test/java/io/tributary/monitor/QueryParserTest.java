package io.tributary.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tributary.model.MonthlyFunction;
import io.tributary.model.Problem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QueryParserTest {
  private static final String LOGS = "datadog.estimated_usage.logs.ingested_bytes";

  private static Query query(String text) {
    var problems = new ArrayList<Problem>();
    var query = QueryParser.query(text, "query", problems);
    assertEquals(List.of(), problems);
    return query.orElseThrow();
  }

  private static List<String> problems(String text) {
    var problems = new ArrayList<Problem>();
    assertTrue(QueryParser.rule(text, "query", problems).isEmpty(), text);
    return problems.stream().map(Problem::detail).toList();
  }

  @Test
  void aQueryIsReadInAllItsParts() {
    var query = query("sum:" + LOGS
        + "{child_org_name:Org A1, !region:eu1 AND account_name IN (Acme Inc,\"a, b\")} by {account_name,region}"
        + ".as_count().rollup(sum, 3600)");
    assertEquals(LOGS, query.metric());
    assertEquals(List.of(Tag.ACCOUNT_NAME, Tag.REGION), query.groupBy());
    assertEquals(Query.As.COUNT, query.as());
    assertEquals(Optional.of(new Query.Rollup(Aggregator.SUM, 3600)), query.rollup());
    assertEquals(Query.Detail.ORG, query.detail());
    var filter = query.filter();
    assertTrue(filter.takes(Map.of(Tag.CHILD_ORG_NAME, "Org A1", Tag.REGION, "us1", Tag.ACCOUNT_NAME, "a, b")));
    assertFalse(filter.takes(Map.of(Tag.CHILD_ORG_NAME, "Org A1", Tag.REGION, "eu1", Tag.ACCOUNT_NAME, "a, b")));
    assertFalse(filter.takes(Map.of(Tag.CHILD_ORG_NAME, "Org A1", Tag.REGION, "us1", Tag.ACCOUNT_NAME, "Solo")));
    assertFalse(filter.takes(Map.of(Tag.REGION, "us1", Tag.ACCOUNT_NAME, "a, b")));
  }

  @Test
  void namesAreFoundAsTheyAreAsTagsAndByTheirParts() {
    var name = Map.of(Tag.ACCOUNT_NAME, "Müller & Söhne, GmbH");
    for (var value : List.of("\"Müller & Söhne, GmbH\"", "müller___söhne__gmbh", "Mü*", "*gmbh", "*")) {
      assertTrue(QueryParser.filter("account_name:" + value).takes(name), value);
    }
    for (var value : List.of("Müller", "müller", "\"Mü*\"", "Mü*x")) {
      assertFalse(QueryParser.filter("account_name:" + value).takes(name), value);
    }
  }

  @Test
  void whatIsPrintedIsReadBackAsTheSame() {
    for (var text : List.of(
        "avg(last_5m):sum:" + LOGS + "{child_org_name:x} by {account_name} > 10",
        "sum(current_1d):sum:tributary.estimated_usage.hosts{*} <= 0.5",
        "min(last_1w):sum:" + LOGS + "{public_id IN (a,b),region NOT IN (eu1,\"x:y\")}.as_count() != -3",
        "change(max(last_30m),last_1h):sum:" + LOGS + "{*} < -100",
        "pct_change(avg(last_1h),last_1d):sum:" + LOGS + "{*} by {child_org_name} >= 50",
        "avg(last_4h):anomalies(sum:" + LOGS + "{*}, 'agile', 3, direction='above', count_default_zero='true') >= 1",
        "avg(last_4h):anomalies(sum:" + LOGS
            + "{*}, 'basic', 2.5, direction='both', alert_window='last_15m', count_default_zero='false') >= 0.75",
        "sum(current_1mo):sum:" + LOGS + "{*} by {account_name} > 1000000000000",
        "top99p(current_1mo):sum:datadog.estimated_usage.hosts{*} > 20",
        "max(current_1mo):sum:tributary.projected_cost{account_name:\"Acme, Inc\"} > 1000.5")) {
      var rule = QueryParser.rule(text);
      assertEquals(text, rule.text());
      assertEquals(rule, QueryParser.rule(rule.text()));
    }
  }

  @Test
  void theReferenceSystemsOwnFormsAreRead() {
    var anomaly = assertInstanceOf(Rule.Anomaly.class, QueryParser.rule("avg(last_1d):anomalies(sum:" + LOGS + "{*} by {child_org_name}"
        + ".as_count(), 'agile', 3, direction='above', alert_window='last_1h', interval=300, count_default_zero='true',"
        + " seasonality='weekly') >= 0.8"));
    assertEquals(12, anomaly.alertWindow().slots());
    assertEquals(Rule.Direction.ABOVE, anomaly.direction());
    assertEquals(new BigDecimal("0.8"), anomaly.critical());
    var budget = assertInstanceOf(Rule.Budget.class, QueryParser.rule("sum(current_1mo):sum:" + LOGS + "{*}.as_count()  > 1e12"));
    assertEquals(MonthlyFunction.SUM, budget.function());
    assertEquals(Rule.Budget.Of.USAGE, budget.of());
    assertEquals("1000000000000", budget.critical().toPlainString());
    assertEquals(Rule.Budget.Of.PROJECTED_COST,
        ((Rule.Budget) QueryParser.rule("max(current_month):sum:tributary.projected_cost{*}>5")).of());
    var change = (Rule.Change) QueryParser.rule("change(avg(last_5m),1h_ago):sum:" + LOGS + "{*} > 5");
    assertEquals(12, change.back().slots());
    assertFalse(change.percent());
  }

  @Test
  void windowsAreSlots() {
    assertEquals(100, new Window.Last(Span.minutes(5)).first(100));
    assertEquals(89, new Window.Last(Span.parse("1h").orElseThrow()).first(100));
    assertEquals(96, new Window.Current(Window.Current.Unit.HOUR).first(100));
    assertEquals(0, new Window.Current(Window.Current.Unit.DAY).first(100));
    assertEquals(1, Span.minutes(1).slots());
  }

  @Test
  void everyProblemIsNamedAndSyntaxSaysWhere() {
    assertEquals(List.of("a window is looked at by sum, avg, min or max, not by p95",
        "the space aggregator must be sum, not avg: usage of several places is added up",
        "there is no tag 'host', only account_name, account_public_id, child_org_name, public_id, region, product_family,"
            + " billing_dimension",
        "'region' is grouped by twice",
        "there is no function 'fill', only as_count, as_rate and rollup"),
        problems("p95(last_5m):avg:" + LOGS + "{host:x} by {region,region}.fill(zero) > 1"));
    assertEquals(List.of("at character 21 '{' is expected, not '> 3'"), problems("avg(last_5m):sum:x  > 3"));
    assertEquals(List.of("at character 24 a number is expected, not the end"), problems("avg(last_5m):sum:x{*} >"));
    assertEquals(List.of("at character 26 the end is expected, not '!'"), problems("avg(last_5m):sum:x{*} > 3!"));
    assertEquals(List.of("at character 1 an aggregator, change or pct_change is expected, not the end"), problems(""));
    assertEquals(1, problems("avg(last_5x):sum:x{*} > 3").size());
    assertEquals(2, problems("avg(last_4h):anomalies(sum:x{*}, 'magic', 3, direction='up') >= 1").size());
    assertEquals(1, problems("avg(last_5m):sum:x{region:a OR region:b} > 3").size());
    assertEquals(1, problems("avg(last_5m):sum:x{region:\"a} > 3").size());
    assertEquals(1, problems("avg(last_5m):sum:x{*}.rollup(sum, 450) > 3").size());
  }
}
