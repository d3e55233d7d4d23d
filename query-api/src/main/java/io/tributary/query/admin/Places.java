package io.tributary.query.admin;

import io.tributary.model.Problem;
import java.util.HashMap;
import java.util.Map;

/** Where in a document the things stand that the rules speak of, so that a problem is said in the words of its reader. */
final class Places {
  private final Map<String, String> places = new HashMap<>();

  /** @return false when the thing has a place already; it keeps it */
  boolean add(String subject, String place) {
    return places.putIfAbsent(subject, place) == null;
  }

  /** The problem with its field as in the document: the longest known beginning is replaced. */
  Problem translate(Problem problem) {
    var field = problem.field();
    for (int end = field.length(); end > 0; end = Math.max(field.lastIndexOf('.', end - 1), field.lastIndexOf('[', end - 1))) {
      var place = places.get(field.substring(0, end));
      if (place != null) {
        var rest = field.substring(end);
        return new Problem(place.isEmpty() && rest.startsWith(".") ? rest.substring(1) : place + rest, problem.code(), problem.detail());
      }
    }
    return problem;
  }
}
