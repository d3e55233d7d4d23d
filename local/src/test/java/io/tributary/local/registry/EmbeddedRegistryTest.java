package io.tributary.local.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.local.broker.EmbeddedBroker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedRegistryTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ONE_FIELD = """
      {"type":"record","name":"Visit","namespace":"test","fields":[{"name":"page","type":"string"}]}""";
  private static final String ADDED_WITH_DEFAULT = """
      {"type":"record","name":"Visit","namespace":"test","fields":[
        {"name":"page","type":"string"},{"name":"seconds","type":"int","default":0}]}""";
  private static final String ADDED_WITHOUT_DEFAULT = """
      {"type":"record","name":"Visit","namespace":"test","fields":[
        {"name":"page","type":"string"},{"name":"seconds","type":"int"}]}""";

  @TempDir
  static Path data;

  private static EmbeddedBroker broker;
  private final HttpClient http = HttpClient.newHttpClient();
  private EmbeddedRegistry registry;
  private String subject;

  @BeforeAll
  static void startBroker() {
    broker = EmbeddedBroker.start(data);
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @BeforeEach
  void startRegistry(TestInfo test) {
    registry = EmbeddedRegistry.start(broker.bootstrap());
    subject = test.getTestMethod().orElseThrow().getName() + "-value";
  }

  @AfterEach
  void stopRegistry() {
    registry.close();
    http.close();
  }

  @Test
  void aRegisteredSchemaIsFoundByIdSubjectAndText() {
    var id = register(subject, ONE_FIELD).body().path("id").asInt();
    var written = JSON.createObjectNode().put("subject", subject).put("version", 1).put("id", id).put("schema", ONE_FIELD);

    assertEquals(ONE_FIELD, get("/schemas/ids/" + id + "?subject=" + subject).body().path("schema").asText());
    assertEquals(written, get("/subjects/" + subject + "/versions/1").body());
    assertEquals(written, get("/subjects/" + subject + "/versions/latest").body());
    assertEquals(written, post("/subjects/" + subject + "?normalize=true&deleted=true", schema(ONE_FIELD)).body());
    assertEquals(JSON.createArrayNode().add(1), get("/subjects/" + subject + "/versions").body());
    assertEquals(JSON.createArrayNode().add("AVRO"), get("/schemas/types").body());
    assertTrue(get("/subjects").body().toString().contains(subject));
  }

  @Test
  void theSameSchemaHasOneIdUnderAllSubjectsAndOneVersionUnderEach() {
    var first = register(subject, ONE_FIELD).body();

    assertEquals(first, register(subject, ONE_FIELD).body());
    assertEquals(first, register(subject, ONE_FIELD.replace(",", ", \n")).body(), "white space is no difference");
    assertEquals(first, register("other-" + subject, ONE_FIELD).body());
    assertEquals(JSON.createArrayNode().add(1), get("/subjects/" + subject + "/versions").body());
    assertTrue(get("/schemas/ids/" + first.path("id") + "/versions").body().toString().contains("other-" + subject));
  }

  @Test
  void everythingIsThereAfterARestart() {
    var first = register(subject, ONE_FIELD).body().path("id").asInt();
    var second = register(subject, ADDED_WITH_DEFAULT).body().path("id").asInt();
    put("/config/" + subject, Map.of("compatibility", "FULL"));

    registry.close();
    registry = EmbeddedRegistry.start(broker.bootstrap());

    assertEquals(ONE_FIELD, get("/schemas/ids/" + first).body().path("schema").asText());
    assertEquals(second, get("/subjects/" + subject + "/versions/2").body().path("id").asInt());
    assertEquals("FULL", get("/config/" + subject).body().path("compatibilityLevel").asText());
    assertEquals(second, register(subject, ADDED_WITH_DEFAULT).body().path("id").asInt());
    assertTrue(register(subject, ONE_FIELD.replace("page", "site")).status() == 409);
    assertTrue(register("new-" + subject, ONE_FIELD.replace("Visit", subject.replace('-', '_'))).body().path("id").asInt() > second);
  }

  @Test
  void aSchemaThatCannotReadOldDataIsRefused() {
    register(subject, ONE_FIELD);
    var refused = register(subject, ADDED_WITHOUT_DEFAULT);

    assertEquals(409, refused.status());
    assertEquals(409, refused.body().path("error_code").asInt());
    assertTrue(refused.body().path("message").asText().contains("seconds"), refused.toString());
    var check = "/compatibility/subjects/" + subject + "/versions";
    var verdict = post(check + "/latest?verbose=true", schema(ADDED_WITHOUT_DEFAULT)).body();
    assertFalse(verdict.path("is_compatible").asBoolean(true));
    assertEquals(1, verdict.path("messages").size());
    assertTrue(post(check + "/1", schema(ADDED_WITH_DEFAULT)).body().path("is_compatible").asBoolean());
    assertTrue(post(check, schema(ADDED_WITH_DEFAULT)).body().path("is_compatible").asBoolean());
  }

  @Test
  void theLevelOfASubjectGoesBeforeTheLevelOfAll() {
    assertEquals("BACKWARD", get("/config").body().path("compatibilityLevel").asText());
    assertEquals(40408, get("/config/" + subject).code());
    assertEquals("BACKWARD", get("/config/" + subject + "?defaultToGlobal=true").body().path("compatibilityLevel").asText());
    register(subject, ONE_FIELD);
    assertEquals("NONE", put("/config/" + subject, Map.of("compatibility", "NONE")).body().path("compatibility").asText());

    assertEquals(200, register(subject, ADDED_WITHOUT_DEFAULT).status());
    assertEquals(42203, put("/config/" + subject, Map.of("compatibility", "SIDEWAYS")).code());
  }

  @Test
  void refusalsCarryConfluentsCodes() {
    assertEquals(40401, get("/subjects/nobody/versions").code());
    assertEquals(40401, post("/subjects/nobody", schema(ONE_FIELD)).code());
    register(subject, ONE_FIELD);
    assertEquals(40402, get("/subjects/" + subject + "/versions/9").code());
    assertEquals(42202, get("/subjects/" + subject + "/versions/first").code());
    assertEquals(40403, post("/subjects/" + subject, schema(ADDED_WITH_DEFAULT)).code());
    assertEquals(40403, get("/schemas/ids/999999").code());
    assertEquals(42201, register(subject, "{\"type\":\"rekord\"}").code());
    assertEquals(42201, post("/subjects/" + subject + "/versions", Map.of()).code());
    assertEquals(42201, post("/subjects/" + subject + "/versions", Map.of("schemaType", "PROTOBUF", "schema", "x")).code());
    assertEquals(404, get("/nowhere").code());
    // Newer clients of Confluent's ask this first, and take a topic's name for the subject's when the answer is 404 with a code.
    assertEquals(404, get("/associations/resources/-/usage-events?resourceType=topic&associationType=value&offset=0&limit=-1").code());
    assertEquals(405, send("DELETE", "/subjects/" + subject, null, "application/json").status());
    assertEquals(415, send("POST", "/subjects/" + subject, "{}", "text/plain").status());
    assertEquals(400, send("POST", "/subjects/" + subject, "{", "application/json").status());
  }

  private Answer register(String name, String text) {
    return post("/subjects/" + name + "/versions?normalize=false", schema(text));
  }

  private static Map<String, String> schema(String text) {
    return Map.of("schema", text);
  }

  private Answer get(String path) {
    return send("GET", path, null, "application/json");
  }

  private Answer post(String path, Object body) {
    return send("POST", path, JSON.valueToTree(body).toString(), "application/vnd.schemaregistry.v1+json");
  }

  private Answer put(String path, Object body) {
    return send("PUT", path, JSON.valueToTree(body).toString(), "application/json");
  }

  private record Answer(int status, JsonNode body) {
    int code() {
      return body.path("error_code").asInt();
    }
  }

  private Answer send(String method, String path, String body, String contentType) {
    var request = HttpRequest.newBuilder(URI.create(registry.url() + path)).header("Content-Type", contentType)
        .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body)).build();
    try {
      var response = http.send(request, BodyHandlers.ofByteArray());
      assertEquals("application/vnd.schemaregistry.v1+json", response.headers().firstValue("Content-Type").orElseThrow());
      return new Answer(response.statusCode(), JSON.readTree(response.body()));
    } catch (IOException e) {
      throw new AssertionError(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
