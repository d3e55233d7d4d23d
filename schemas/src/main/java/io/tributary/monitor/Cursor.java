package io.tributary.monitor;

import io.tributary.model.Problem;
import java.util.List;
import java.util.regex.Pattern;

/** A text that is read from left to right, and what was found to be wrong with it. */
final class Cursor {
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_]+");
  private static final int SHOWN = 20;

  private final String text;
  private final String field;
  private final List<Problem> problems;
  private int at;

  /** The text cannot be read on; why is among the problems. */
  static final class Stop extends RuntimeException {
    Stop() {
      super(null, null, false, false);
    }
  }

  /** @param field what problems are told of */
  Cursor(String text, String field, List<Problem> problems) {
    this.text = text;
    this.field = field;
    this.problems = problems;
  }

  void problem(String code, String detail) {
    problems.add(new Problem(field, code, detail));
  }

  /** What is expected here, and what is there instead. */
  Stop unexpected(String expected) {
    skip();
    var rest = text.substring(at);
    problem("syntax", "at character " + (at + 1) + " " + expected + " is expected, not "
        + (rest.isEmpty() ? "the end" : "'" + (rest.length() <= SHOWN ? rest : rest.substring(0, SHOWN) + "…") + "'"));
    return new Stop();
  }

  void skip() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  boolean atEnd() {
    skip();
    return at == text.length();
  }

  boolean sees(String token) {
    skip();
    return text.startsWith(token, at);
  }

  boolean take(String token) {
    boolean there = sees(token);
    at += there ? token.length() : 0;
    return there;
  }

  void expect(String token) {
    if (!take(token)) {
      throw unexpected("'" + token + "'");
    }
  }

  /** Whether a word stands here as a whole. */
  boolean takeWord(String word) {
    skip();
    int end = at + word.length();
    boolean there = text.startsWith(word, at) && (end == text.length() || !WORD.matcher(text.substring(end, end + 1)).matches());
    at += there ? word.length() : 0;
    return there;
  }

  String word(String expected) {
    return match(WORD, expected);
  }

  String match(Pattern pattern, String expected) {
    skip();
    var matcher = pattern.matcher(text).region(at, text.length());
    if (!matcher.lookingAt() || matcher.end() == at) {
      throw unexpected(expected);
    }
    at = matcher.end();
    return matcher.group();
  }

  /** A text in quotes of this kind, in which a backslash takes the next character as it is. */
  String quoted(char quote) {
    expect(Character.toString(quote));
    var value = new StringBuilder();
    while (at < text.length() && text.charAt(at) != quote) {
      if (text.charAt(at) == '\\' && at + 1 < text.length()) {
        at++;
      }
      value.append(text.charAt(at++));
    }
    if (at == text.length()) {
      throw unexpected("'" + quote + "'");
    }
    at++;
    return value.toString();
  }

  /** Up to one of the ends, or to a word that stands for itself; without blanks around. */
  String until(String ends, Pattern word) {
    skip();
    int from = at;
    while (at < text.length() && ends.indexOf(text.charAt(at)) < 0 && !word.matcher(text).region(at, text.length()).lookingAt()) {
      at++;
    }
    return text.substring(from, at).strip();
  }
}
