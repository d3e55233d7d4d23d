package io.tributary.query.http;

/** Fields of comma-separated values, RFC 4180. */
final class Csv {
  private Csv() {}

  /** @param text null is an empty field */
  static String field(String text) {
    if (text == null) {
      return "";
    }
    boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
