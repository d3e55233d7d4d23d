package io.tributary.rules;

import io.tributary.model.Problem;
import java.util.List;

/** What the public ids and names of the directory must look like. */
final class Names {
  private Names() {}

  /** A public id: it stands in addresses, in topic keys and in sorted store keys. */
  static void id(List<Problem> problems, String field, String value) {
    name(problems, field, value);
    if (value.indexOf('/') >= 0) {
      problems.add(new Problem(field, "bad_character", "a public id may not contain a slash: '" + shown(value) + "'"));
    }
    if (value.equals(DirectoryRules.OPERATOR_ORG)) {
      problems.add(new Problem(field, "reserved", "'" + value + "' is kept for operators' own keys"));
    }
  }

  static void name(List<Problem> problems, String field, String value) {
    if (value.isBlank()) {
      problems.add(new Problem(field, "missing", "must not be blank"));
    } else if (value.length() > Validation.MAX_NAME) {
      problems.add(new Problem(field, "too_long",
          "has " + value.length() + " characters; at most " + Validation.MAX_NAME + " are allowed"));
    }
    if (value.chars().anyMatch(Character::isISOControl)) {
      problems.add(new Problem(field, "bad_character", "contains a control character"));
    }
  }

  private static String shown(String value) {
    return value.length() <= 60 ? value : value.substring(0, 60) + "…";
  }
}
