package io.tributary.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.model.Problem;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MonitorJsonTest {
  private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
  private static final String QUERY = "\"name\": \"m\", \"query\": \"sum(last_1h):sum:datadog.estimated_usage.hosts{*} > 10\"";

  private static MonitorJson.Draft read(String json) throws IOException {
    var problems = new ArrayList<Problem>();
    var draft = MonitorJson.read(JSON.readTree(json), problems);
    assertEquals(List.of(), problems);
    return draft.orElseThrow();
  }

  private static Set<String> problems(String json) throws IOException {
    var problems = new ArrayList<Problem>();
    MonitorJson.read(JSON.readTree(json), problems);
    return Set.copyOf(problems.stream().map(problem -> problem.field() + " " + problem.code()).toList());
  }

  @Test
  void whatIsNotSaidHasADefault() throws IOException {
    var draft = read("{" + QUERY + "}");
    assertEquals("query alert", draft.type());
    assertEquals(Options.of(Options.Thresholds.of(BigDecimal.TEN)), draft.options());
    assertEquals("", draft.message());
  }

  @Test
  void whatIsWrittenIsReadBack() throws IOException {
    var draft = read("{" + QUERY + """
        , "type": "metric alert", "message": "look", "tags": ["a:b"], "priority": 3, "id": 99, "overall_state": "OK",
        "creator": {"email": "x"}, "options": {"thresholds":
        {"critical": 10.0, "warning": 8.5, "critical_recovery": 9, "warning_recovery": 8}, "notify_no_data": true,
        "no_data_timeframe": 20, "renotify_interval": 30, "renotify_statuses": ["warn"], "renotify_occurrences": 4, "cooldown": 15,
        "require_full_window": true, "escalation_message": "still", "locked": false, "notify_audit": true, "silenced": {}, "timeout_h": 0,
        "evaluation_delay": null, "scheduling_options": {"evaluation_window": {"day_starts": "00:00", "month_starts": 1}}}}""");
    var options = draft.options();
    assertEquals(Optional.of(new BigDecimal("8.5")), options.thresholds().warning());
    assertEquals(Optional.of(Duration.ofMinutes(20)), options.noDataAfter());
    assertEquals(Duration.ofMinutes(15), options.cooldown());
    var monitor = draft.by(5, Owner.account("a"), Instant.EPOCH, Instant.EPOCH, Optional.of("ops"));
    var written = MonitorJson.write(monitor);
    assertEquals(draft, read(written.toString()));
    assertEquals("1970-01-01T00:00:00.000+00:00", written.path("created").asText());
    assertEquals(false, written.path("multi").asBoolean());
    assertEquals(true, written.path("options").path("notify_audit").asBoolean());
  }

  @Test
  void everyProblemIsNamed() throws IOException {
    assertEquals(Set.of("name missing", "query syntax", "tags not_an_array", "priority not_a_whole_number",
        "restricted_roles not_supported", "colour unknown_field"),
        problems("{\"query\": \"nonsense\", \"tags\": 1, \"priority\": \"high\", \"restricted_roles\": [\"x\"], \"colour\": 1}"));
    assertEquals(Set.of("options.timeout_h not_supported", "options.silenced not_supported", "options.thresholds.ok not_supported",
        "options.renotify_statuses unknown_value", "options.scheduling_options not_supported", "options.no_data_timeframe out_of_range",
        "options.threshold_windows not_supported", "options.colour unknown_field"),
        problems("{" + QUERY + """
            , "options": {"timeout_h": 3, "silenced": {"*": null}, "thresholds": {"ok": 1}, "renotify_statuses": ["never"],
            "scheduling_options": {"evaluation_window": {"month_starts": 15}}, "no_data_timeframe": -1,
            "threshold_windows": {"trigger_window": "last_15m"}, "colour": 1}}"""));
  }
}
