package io.tributary.query.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.query.World;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is sent, the answer is one of ours: a status below 500, and a sentence in {@code errors}. */
class ErrorFormsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String KEYS = "DD-API-KEY: api-a\r\nDD-APPLICATION-KEY: cost-a\r\n";

  private static RunningServer server;

  @BeforeAll
  static void start() {
    server = RunningServer.over(new World().use("a", "infra_hosts:host_count", "2026-03-04T14:00:00Z", "12"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private record Raw(int status, String head, String body) {}

  private static Raw raw(String line, String more) throws Exception {
    var answer = server.raw(line + "\r\nHost: here\r\nConnection: close\r\n" + KEYS + more + "\r\n");
    assertTrue(answer.startsWith("HTTP/"), "no answer to " + line.substring(0, Math.min(80, line.length())) + ": " + answer);
    int end = answer.indexOf("\r\n\r\n");
    return new Raw(Integer.parseInt(answer.substring(9, 12)), answer.substring(0, end), answer.substring(end + 4));
  }

  private static void assertRefused(int status, Raw answer) throws Exception {
    assertEquals(status, answer.status(), answer.toString());
    var errors = JSON.readTree(answer.body()).path("errors");
    assertTrue(errors.size() >= 1 && errors.get(0).isTextual() && !errors.get(0).asText().isBlank(), answer.body());
    assertFalse(answer.body().contains("Exception") || answer.body().contains("io.tributary") || answer.body().contains("\tat "),
        answer.body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"start_month=%", "start_month=%zz", "%=1", "start_month=2026-03&x=%e", "start_month=\"", "start_month=a b|{}"})
  void anAddressThatCannotBeDecodedIsABadRequest(String query) throws Exception {
    assertRefused(400, raw("GET /api/v1/usage/summary?" + query.replace(" ", "\t") + " HTTP/1.1", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"start_month=%ff%fe", "start_month=%00", "start_month=", "start_month", "start_month=2026-13",
      "start_month=%f0%9f%98%80", "start_month=99999999999999999999", "start_month=2026-03-31T25:00", "start_month=2026-02-30"})
  void aValueThatIsNoTimeIsABadRequest(String query) throws Exception {
    assertRefused(400, raw("GET /api/v1/usage/summary?" + query + " HTTP/1.1", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0000-01", "9999-12", "0001-01-01T00:00:00+18:00", "9999-12-31T23:59:59-18:00"})
  void timesAtTheEndsOfTimeAreOutOfReach(String time) throws Exception {
    var encoded = time.replace("+", "%2B");
    assertRefused(400, raw("GET /api/v1/usage/summary?start_month=" + encoded + " HTTP/1.1", ""));
    assertRefused(400, raw("GET /api/v2/usage/hourly_usage?filter[product_families]=all&filter[timestamp][start]=" + encoded
        + " HTTP/1.1", ""));
    assertRefused(400, raw("GET /api/v2/usage/historical_cost?start_month=" + encoded + " HTTP/1.1", ""));
    assertRefused(400, raw("GET /api/v2/usage/estimated_cost?start_date=" + encoded + " HTTP/1.1", ""));
    assertRefused(400, raw("GET /api/v2/tributary/usage?start=" + encoded + " HTTP/1.1", ""));
    assertRefused(400, raw("GET /api/v2/tributary/cost?start=" + encoded + " HTTP/1.1", ""));
    assertRefused(400, raw("GET /api/v2/tributary/focus?month=" + encoded + " HTTP/1.1", ""));
  }

  @ParameterizedTest
  @CsvSource({"GET,/nothing,404", "GET,/api,404", "GET,/api/v1/org/%2e%2e%2f%2e%2e,404",
      "GET,/api/v1/org/..%2f..%2fetc,404", "GET,//api/v1/org,404", "POST,/api/v1/usage/summary,405", "PUT,/api/v2/usage/hourly_usage,405",
      "DELETE,/api/v1/org,405", "PATCH,/api/v1/org,405", "TRACE,/api/v1/org,405", "OPTIONS,/api/v1/org,405", "BREW,/api/v1/org,405"})
  void whatIsNotThereIsSaid(String method, String path, int status) throws Exception {
    assertRefused(status, raw(method + " " + path + " HTTP/1.1", "Content-Length: 0\r\n"));
  }

  @Test
  void aPathThatCannotBeDecodedIsABadRequest() throws Exception {
    assertRefused(400, raw("GET /api/v1/org/%zz HTTP/1.1", ""));
  }

  @Test
  void aFormThatNoAnswerHasIsNotAcceptable() throws Exception {
    assertRefused(406, raw("GET /api/v1/usage/summary?start_month=2026-03 HTTP/1.1", "Accept: image/png\r\n"));
    assertEquals(200, raw("GET /api/v1/usage/summary?start_month=2026-03 HTTP/1.1",
        "Accept: application/json;datetime-format=rfc3339\r\n").status());
    assertEquals(200, raw("GET /api/v1/usage/summary?start_month=2026-03 HTTP/1.1", "Accept: */*\r\n").status());
    assertTrue(raw("GET /api/v1/usage/summary?start_month=2026-03 HTTP/1.1", "Accept: ;;;\r\n").status() < 500);
  }

  @Test
  void whatIsTooLongIsRefused() throws Exception {
    assertRefused(414, raw("GET /api/v1/usage/summary?start_month=2026-03&x=" + "y".repeat(20_000) + " HTTP/1.1", ""));
    assertRefused(431, raw("GET /api/v1/usage/summary?start_month=2026-03 HTTP/1.1", "X-Long: " + "y".repeat(20_000) + "\r\n"));
    var enormous = raw("POST /api/v1/usage/summary HTTP/1.1", "Content-Type: application/json\r\nContent-Length: 99999999999\r\n");
    assertTrue(enormous.status() == 413 || enormous.status() == 405, enormous.toString());
    assertEquals(200, raw("GET /api/v1/usage/summary?start_month=2026-03&x=" + "y".repeat(12_000) + " HTTP/1.1", "").status());
  }

  @Test
  void manyParametersDoNoHarm() throws Exception {
    assertTrue(raw("GET /api/v1/usage/summary?start_month=2026-03" + "&a=b".repeat(3000) + " HTTP/1.1", "").status() < 500);
  }

  @Test
  void nonsenseInsteadOfHttpIsABadRequest() throws Exception {
    for (var line : new String[] {"GET", "GET /api/v1/org", "\u0001\u0002\u0003", "GET /api/v1/org HTTP/9.9",
        "GET http://elsewhere/api/v1/org HTTP/1.1"}) {
      assertTrue(raw(line, "").status() < 500, line);
    }
    assertTrue(raw("GET /api/v1/org HTTP/1.1", "Content-Length: x\r\n").status() < 500);
    assertTrue(raw("GET /api/v1/org HTTP/1.1", "\u0000: \u0000\r\n").status() < 500);
    assertTrue(raw("GET /api/v1/org HTTP/1.1", "Content-Type: ;;;\r\nAccept-Encoding: \u00ff\r\n").status() < 500);
  }

  @Test
  void endpointsOfTheNewerDialectRefuseInIt() throws Exception {
    var answer = raw("GET /api/v2/usage/billing_dimension_mapping?filter[view]=some HTTP/1.1", "");
    assertEquals(400, answer.status());
    assertTrue(answer.head().toLowerCase(Locale.ROOT).contains("content-type: application/vnd.api+json"), answer.head());
    var error = JSON.readTree(answer.body()).at("/errors/0");
    assertEquals("400 Bad Request Invalid filter[view] parameter some. Must be (active|all)",
        error.get("status").asText() + " " + error.get("title").asText() + " " + error.get("detail").asText());
  }

  /** Nothing lets another site's page read an answer, so nothing is gained by refusing one that says where it came from. */
  @Test
  void aPageOfAnotherSiteIsToldNothingOfAnAnswer() throws Exception {
    var answer = raw("GET /api/v1/org HTTP/1.1", "Origin: https://elsewhere.example\r\n");
    assertTrue(answer.status() < 500, answer.head());
    assertFalse(answer.head().toLowerCase(Locale.ROOT).contains("access-control-allow-origin"), answer.head());
  }

  @Test
  void aSlashAtTheEndOfAnAddressMeansNothing() throws Exception {
    assertEquals(200, raw("GET /api/v1/usage/hosts/?start_hr=2026-03-04 HTTP/1.1", "").status());
  }

  @Test
  void headHasTheStatusAndNoBody() throws Exception {
    var answer = raw("HEAD /api/v1/usage/summary HTTP/1.1", "");
    assertEquals(400, answer.status());
    assertEquals("", answer.body());
  }
}
