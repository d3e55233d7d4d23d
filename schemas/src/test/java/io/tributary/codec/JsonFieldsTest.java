package io.tributary.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tributary.model.Problem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonFieldsTest {
  private static final ObjectMapper EXACT = JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private final List<Problem> problems = new ArrayList<>();

  private JsonFields fields(String json) throws JsonProcessingException {
    return new JsonFields(EXACT.readTree(json), "at", problems);
  }

  @Test
  void aDecimalKeepsItsDigitsAndLosesItsZeros() throws Exception {
    for (var text : List.of("0.1", "\"0.1\"", "0.100", "\"00.10\"", "1e-1")) {
      assertEquals(Optional.of(new BigDecimal("0.1")), fields("{\"x\": " + text + "}").decimal("x"), text);
    }
    for (var text : List.of("12345678901234567.123456", "\"12345678901234567.123456\"")) {
      assertEquals(Optional.of(new BigDecimal("12345678901234567.123456")), fields("{\"x\": " + text + "}").decimal("x"), text);
    }
    assertEquals(Optional.of(new BigDecimal("1000")), fields("{\"x\": 1e3}").decimal("x"));
    assertEquals(Optional.of(new BigDecimal("20")), fields("{\"x\": \"20.00\"}").optionalDecimal("x"));
    assertEquals(Optional.of(new BigDecimal("-5")), fields("{\"x\": -5}").decimal("x"));
    assertEquals(Optional.empty(), fields("{}").optionalDecimal("x"));
    assertEquals(List.of(), problems);
  }

  @Test
  void whatIsNoDecimalIsAProblem() throws Exception {
    for (var text : List.of("true", "\"\"", "\"1,5\"", "\"1e5\"", "\"NaN\"", "[]", "\"٣\"")) {
      assertEquals(Optional.empty(), fields("{\"x\": " + text + "}").decimal("x"), text);
    }
    assertTrue(problems.stream().allMatch(problem -> problem.field().equals("at.x") && problem.code().equals("not_a_decimal")));
    assertEquals(7, problems.size());
    problems.clear();
    for (var text : List.of("1e999999", "1e-999999", "1" + "0".repeat(40))) {
      assertEquals(Optional.empty(), fields("{\"x\": " + text + "}").decimal("x"));
    }
    assertTrue(problems.stream().allMatch(problem -> problem.code().equals("out_of_range")), problems::toString);
    assertEquals(3, problems.size());
    problems.clear();
    fields("{}").decimal("x");
    assertEquals("missing", problems.getFirst().code());
  }

  @Test
  void aFloatHasLostItsDigitsAlready() throws Exception {
    var rounded = new JsonFields(new ObjectMapper().readTree("{\"x\": 0.1}"), "", problems);
    assertThrows(IllegalStateException.class, () -> rounded.decimal("x"));
  }

  @Test
  void nullIsSaidAndAbsentIsNot() throws Exception {
    assertTrue(fields("{\"x\": null}").names("x"));
    assertFalse(fields("{\"x\": null}").has("x"));
    assertFalse(fields("{}").names("x"));
    assertFalse(fields("[]").names("x"));
  }
}
