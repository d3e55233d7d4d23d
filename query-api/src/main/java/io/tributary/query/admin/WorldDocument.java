package io.tributary.query.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.tributary.model.Access;
import io.tributary.model.Directory;
import java.util.stream.Collectors;

/** The world document as its readers outside this process have it: what {@code GET /admin/v1/world} answered. */
public final class WorldDocument {
  private WorldDocument() {}

  /**
   * The directory that a document describes by itself. Roles are left out.
   *
   * @throws IllegalArgumentException with everything in it that cannot be read
   */
  public static Directory directory(JsonNode document) {
    var reading = WorldReader.read(document, Directory.empty(), Access.empty());
    if (!reading.problems().isEmpty()) {
      throw new IllegalArgumentException("this is no world document: " + reading.problems().stream()
          .map(problem -> problem.field() + ": " + problem.detail()).collect(Collectors.joining("; ")));
    }
    return Directory.empty().with(reading.directory(), 0);
  }
}
