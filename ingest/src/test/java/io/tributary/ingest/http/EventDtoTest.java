package io.tributary.ingest.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.tributary.ingest.Some;
import io.tributary.ingest.intake.Received;
import io.tributary.model.Quantity;
import io.tributary.model.UsageEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventDtoTest {
  private static Received read(String json) throws Exception {
    return EventsBody.events(json.getBytes(StandardCharsets.UTF_8), false).getFirst();
  }

  private static Received withData(String data) throws Exception {
    return read("""
        {"specversion":"1.0","id":"e1","source":"agent","type":"tributary.usage","subject":"child","time":"2026-03-15T10:30:00Z",
         "data":%s}""".formatted(data));
  }

  private static Received withQuantity(String quantity) throws Exception {
    return withData("{\"product_family\":\"logs\",\"usage_type\":\"ingested_events_bytes\",\"quantity\":" + quantity + "}");
  }

  private static Received withTime(String time) throws Exception {
    return read(Some.json("e1", "child").replace("2026-03-15T10:30:00Z", time));
  }

  @Test
  void everyFieldIsRead() throws Exception {
    var received = read("""
        {"specversion":"1.0","id":"e1","source":"agent","type":"tributary.usage","subject":"child","time":"2026-03-15T10:30:00Z",
         "datacontenttype":"application/json","myextension":1,
         "data":{"product_family":"infra_hosts","usage_type":"host_count","entity":"host-1","tags":{"env":"prod","team":"ü"}}}""");
    assertEquals(List.of(), received.problems());
    assertEquals(new UsageEvent("e1", "agent", "child", "infra_hosts", "host_count", Some.NOW, null, "host-1",
        Map.of("env", "prod", "team", "ü")), received.event());
  }

  @ParameterizedTest
  @CsvSource({
      "1000, 1000", "0, 0", "0.1, 0.1", "1e3, 1000", "1.50e-3, 0.0015", "0.000000000000001, 0.000000000000001",
      "1000000000000000, 1000000000000000", "0e-999999999, 0", "0.0000000000000000000000, 0", "1e-15, 0.000000000000001",
      "'\"1000\"', 1000", "'\"0.1\"', 0.1", "'\"1e3\"', 1000", "'\"0.1000000000000000000000000\"', 0.1"})
  void quantityIsReadExactly(String json, String expected) throws Exception {
    var received = assertTimeout(Duration.ofSeconds(5), () -> withQuantity(json));
    assertEquals(List.of(), received.problems());
    assertEquals(Quantity.parse(expected), received.event().quantity());
  }

  @ParameterizedTest
  @CsvSource({
      "-1, negative", "-0.5, negative", "1e999999999, too_large", "'\"1e999999999\"', too_large", "1000000000000000.1, too_large",
      "1e-999999999, too_precise", "0.0000000000000001, too_precise", "'\"0.1234567890123456\"', too_precise",
      "'\"\"', bad_number", "'\"1,5\"', bad_number", "'\" 1\"', bad_number", "'\"+1\"', bad_number", "'\"0x10\"', bad_number",
      "'\"NaN\"', bad_number", "'\"٣\"', bad_number", "'\"1e99999999999\"', bad_number", "true, wrong_type", "[1], wrong_type",
      "{}, wrong_type"})
  void quantityThatIsNoneSaysWhy(String json, String code) throws Exception {
    var received = assertTimeout(Duration.ofSeconds(5), () -> withQuantity(json));
    assertEquals(List.of("data.quantity " + code), Some.codes(received.problems()));
    assertNull(received.event().quantity());
  }

  @ParameterizedTest
  @CsvSource({
      "2026-03-15T10:30:00Z, 2026-03-15T10:30:00Z", "2026-03-15t10:30:00z, 2026-03-15T10:30:00Z",
      "2026-03-15T12:30:00+02:00, 2026-03-15T10:30:00Z", "2026-03-15T00:45:00-09:45, 2026-03-15T10:30:00Z",
      "2026-03-15T10:30:00-00:00, 2026-03-15T10:30:00Z", "2026-03-15T10:30:00.25Z, 2026-03-15T10:30:00.250Z",
      "2026-03-15T10:30:00.123456789+00:00, 2026-03-15T10:30:00.123Z"})
  void timeMayHaveAnyOffsetAndFraction(String json, String expected) throws Exception {
    var received = withTime(json);
    assertEquals(List.of(), received.problems());
    assertEquals(Instant.parse(expected), received.event().time());
  }

  @ParameterizedTest
  @CsvSource({"2026-03-15", "2026-03-15T10:30:00", "2026-03-15 10:30:00Z", "2026-02-30T10:30:00Z", "1773570600", "yesterday", "''"})
  void timeThatIsNoneSaysSo(String json) throws Exception {
    assertEquals(List.of("time bad_time"), Some.codes(withTime(json).problems()));
  }

  @Test
  void everyWrongTypeIsNamedAtOnce() throws Exception {
    var received = read("""
        {"specversion":1.0,"id":7,"source":["a"],"type":true,"subject":{},"time":1773570600,
         "data":{"product_family":1,"usage_type":2,"quantity":[],"entity":4,"tags":"a:b"}}""");
    assertEquals(List.of("data.entity wrong_type", "data.product_family wrong_type", "data.quantity wrong_type", "data.tags wrong_type",
        "data.usage_type wrong_type", "id wrong_type", "source wrong_type", "specversion wrong_type", "subject wrong_type",
        "time wrong_type", "type wrong_type"), Some.codes(received.problems()));
  }

  @Test
  void envelopeOfAnotherKindIsNotRead() throws Exception {
    var received = read("{\"specversion\":\"0.3\",\"type\":\"com.example.order\"}");
    assertEquals(List.of("data missing", "specversion unsupported", "type unsupported"), Some.codes(received.problems()));
    assertEquals(List.of("data missing", "specversion missing", "type missing"), Some.codes(read("{\"data\":null}").problems()));
    assertEquals(List.of("data wrong_type"), Some.codes(withData("\"e30=\"").problems()));
  }

  @Test
  void whatIsNoObjectIsNoEvent() throws Exception {
    var received = EventsBody.events("[1,null]".getBytes(StandardCharsets.UTF_8), true);
    assertEquals(List.of("event wrong_type"), Some.codes(received.get(0).problems()));
    assertEquals(List.of("event wrong_type"), Some.codes(received.get(1).problems()));
    assertNull(received.get(0).event());
  }

  @Test
  void tagsMustHaveStringsAndOneProblemNamesThem() throws Exception {
    assertEquals(List.of("data.tags wrong_type"), Some.codes(withData(
        "{\"product_family\":\"logs\",\"usage_type\":\"x\",\"tags\":{\"a\":1,\"b\":null,\"c\":\"d\"}}").problems()));
  }

  @Test
  void halfASurrogatePairIsRefusedBecauseTwoIdsWouldBecomeOne() throws Exception {
    assertEquals(List.of("id bad_character"), Some.codes(read(Some.json("e\\ud800", "child")).problems()));
    assertEquals(List.of("id bad_character"), Some.codes(read(Some.json("\\udc00\\ud800", "child")).problems()));
    assertEquals("e\ud83d\ude00", read(Some.json("e\\ud83d\\ude00", "child")).event().id());
    assertEquals(List.of("data.tags bad_character"), Some.codes(withData(
        "{\"product_family\":\"logs\",\"usage_type\":\"x\",\"tags\":{\"\\ud800\":\"\"}}").problems()));
  }

  @ParameterizedTest
  @CsvSource({"''", "{", "{}{}", "'{\"a\":1,\"a\":2}'", "nonsense", "'{\"a\":1e99999999999}'", "[]"})
  void whatIsNoJsonOfOneEventIsUnreadable(String json) {
    assertThrows(EventsBody.Unreadable.class, () -> read(json));
  }
}
