package io.tributary.query.admin;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.tributary.model.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;

/** JSON and YAML text to and from the one tree that both mean. Numbers keep all of their digits. */
final class WorldText {
  private static final ObjectMapper JSON = JsonMapper.builder()
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private static final ObjectMapper YAML = YAMLMapper.builder(
          YAMLFactory.builder().disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER).enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
              .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS).build())
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private WorldText() {}

  /** The text is neither. */
  static final class Unreadable extends Exception {
    private final transient Problem problem;

    private Unreadable(String detail) {
      super(detail);
      this.problem = new Problem("", "not_readable", detail);
    }

    Problem problem() {
      return problem;
    }
  }

  static JsonNode json(byte[] text) throws Unreadable {
    return read(JSON, "JSON", text);
  }

  static JsonNode yaml(byte[] text) throws Unreadable {
    return read(YAML, "YAML", text);
  }

  static String toYaml(JsonNode document) {
    try {
      return YAML.writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode read(ObjectMapper mapper, String form, byte[] text) throws Unreadable {
    try (JsonParser parser = mapper.createParser(text)) {
      // The tree would hold an alias as the text of its name: a wrong world, not a refused one.
      while (parser.nextToken() != null) {
        if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
          throw new Unreadable("YAML aliases (*" + parser.getText() + ") are not read here: line " + parser.currentLocation().getLineNr());
        }
      }
      return mapper.readTree(text);
    } catch (JsonProcessingException e) {
      var where = e.getLocation();
      throw new Unreadable("this is not " + form + (where == null ? "" : ", line " + where.getLineNr() + ", column " + where.getColumnNr())
          + ": " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new Unreadable("this is not " + form + ": " + e.getMessage());
    }
  }
}
