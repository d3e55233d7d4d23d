package io.tributary.ingest.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tributary.ingest.intake.Received;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** The body of a request, from bytes to events. Nothing in it can make us hold much more than the limits allow. */
final class EventsBody {
  static final int MAX_EVENTS = 1000;

  /** Of the JSON, after decompression. */
  static final int MAX_BYTES = 1024 * 1024;

  private static final JsonMapper JSON = JsonMapper.builder()
      .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      // Which of two quantities was meant? Nobody can tell.
      .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
      .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
      .build();

  private EventsBody() {}

  /** The body cannot be read at all; no event of it was looked at. */
  static final class Unreadable extends Exception {
    Unreadable(String message) {
      super(message);
    }
  }

  /** There is more in the body than one request may bring. */
  static final class TooLarge extends Exception {
    TooLarge(String message) {
      super(message);
    }
  }

  /** The JSON of a gzip body. */
  static byte[] gunzip(byte[] body) throws Unreadable, TooLarge {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(body), 8192)) {
      var json = in.readNBytes(MAX_BYTES + 1);
      if (json.length > MAX_BYTES) {
        throw new TooLarge("the body is larger than " + MAX_BYTES + " bytes when decompressed");
      }
      return json;
    } catch (ZipException | EOFException e) {
      throw new Unreadable("the body is not gzip: " + e.getMessage());
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory cannot fail to be read", e);
    }
  }

  /** @param batch whether the body is an array of events, or one event */
  static List<Received> events(byte[] json, boolean batch) throws Unreadable, TooLarge {
    JsonNode root;
    try {
      root = JSON.readTree(json);
    } catch (JsonProcessingException e) {
      var where = e.getLocation();
      throw new Unreadable("the body is not JSON: " + e.getOriginalMessage()
          + (where == null ? "" : " (line " + where.getLineNr() + ", column " + where.getColumnNr() + ")"));
    } catch (NumberFormatException e) {
      throw new Unreadable("the body holds a number that is out of every range"); // Jackson 2.19 lets it through bare
    } catch (IOException e) {
      throw new Unreadable("the body is not JSON: " + e.getMessage());
    }
    if (root.isMissingNode()) {
      throw new Unreadable("the body is empty");
    }
    if (batch != root.isArray()) {
      throw new Unreadable(batch ? "a batch must be an array of events" : "an array of events must be sent as " + EventsController.BATCH);
    }
    if (!batch) {
      return List.of(new EventDto(root).toDomain());
    }
    if (root.size() > MAX_EVENTS) {
      throw new TooLarge(root.size() + " events; at most " + MAX_EVENTS + " are allowed in one request");
    }
    var events = new ArrayList<Received>(root.size());
    root.forEach(event -> events.add(new EventDto(event).toDomain()));
    return events;
  }
}
