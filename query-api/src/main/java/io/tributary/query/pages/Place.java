package io.tributary.query.pages;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a page begins, in words of this process.
 *
 * @param instance that keeps the rows
 * @param snapshot which of those it keeps
 * @param question digest of who asked what
 * @param row number of the page's first row
 */
record Place(String instance, String snapshot, String question, int row) {
  private static final Pattern FORM = Pattern.compile("([0-9a-f]{16})\\.([0-9a-f]{16})\\.([0-9a-f]{16})\\.(\\d{1,9})");

  /** A text that means nothing to its reader. */
  String opaque() {
    var text = String.join(".", instance, snapshot, question, Integer.toString(row));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Empty when the text is no cursor. */
  static Optional<Place> parse(String opaque) {
    try {
      var match = FORM.matcher(new String(Base64.getUrlDecoder().decode(opaque), StandardCharsets.ISO_8859_1));
      return match.matches()
          ? Optional.of(new Place(match.group(1), match.group(2), match.group(3), Integer.parseInt(match.group(4)))) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
