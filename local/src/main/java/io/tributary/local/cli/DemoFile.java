package io.tributary.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a running demo says of itself, for what a command was not given. */
record DemoFile(Path data) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** @throws IllegalStateException naming the option, when it is neither given nor in demo.json */
  String found(String given, String pointer, String option) {
    if (given != null && !given.isBlank()) {
      return given;
    }
    var file = data.resolve("demo.json");
    var text = Files.isReadable(file) ? read(file).at(pointer).asText() : "";
    if (text.isBlank()) {
      throw new IllegalStateException("give " + option + ": " + file + " does not have it");
    }
    return text;
  }

  private static JsonNode read(Path file) {
    try {
      return JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw new IllegalStateException(file + " cannot be read: " + e.getMessage(), e);
    }
  }
}
