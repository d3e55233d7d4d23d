package io.tributary.local.focus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which rows were sent, for good: a server recognises a resend for a day or so, an installation keeps usage for years. It is a text
 * file that only grows: {@code try TIME ID…} before rows are sent, {@code got ID…} and {@code not ID…} once the answer is there.
 * What was tried and never answered may or may not count.
 */
final class Ledger implements AutoCloseable {
  private final FileChannel file;
  private final Set<RowId> counted = new HashSet<>();
  private final Map<RowId, Instant> unanswered = new HashMap<>();

  private Ledger(FileChannel file) {
    this.file = file;
  }

  /** @throws IllegalStateException when another import has it */
  static Ledger open(Path path) {
    try {
      Files.createDirectories(path.toAbsolutePath().getParent());
      var file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      try {
        if (file.tryLock() == null) {
          throw new OverlappingFileLockException();
        }
        var ledger = new Ledger(file);
        try (var lines = Files.lines(path, StandardCharsets.ISO_8859_1)) {
          lines.forEach(ledger::read);
        }
        file.position(file.size());
        // A line that a crash cut off must not be continued.
        ledger.append(file.size() > 0 ? "\n" : "");
        return ledger;
      } catch (OverlappingFileLockException e) {
        file.close();
        throw new IllegalStateException("another import is running: it has " + path, e);
      } catch (IOException | RuntimeException e) {
        file.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(path.toString(), e);
    }
  }

  /** An id that was cut off is none. */
  private void read(String line) {
    var words = line.split(" ");
    boolean tried = words[0].equals("try") && words.length > 1;
    var since = tried ? since(words[1]) : null;
    for (int i = tried ? 2 : 1; i < words.length; i++) {
      if (words[i].length() == RowId.DIGITS) {
        var id = RowId.parse(words[i]);
        switch (words[0]) {
          case "try" -> unanswered.put(id, since);
          case "got" -> answered(id, true);
          default -> answered(id, false);
        }
      }
    }
  }

  private static Instant since(String text) {
    return text.length() == 20 ? Instant.parse(text) : Instant.EPOCH;
  }

  private void answered(RowId id, boolean stored) {
    unanswered.remove(id);
    if (stored) {
      counted.add(id);
    }
  }

  boolean isCounted(RowId id) {
    return counted.contains(id);
  }

  /** Since when it may or may not count. */
  Optional<Instant> inDoubtSince(RowId id) {
    return Optional.ofNullable(unanswered.get(id));
  }

  /** On disk when this returns: only then may they be sent. A row that was tried before keeps the earlier time. */
  void trying(List<RowId> ids, Instant now) {
    var fresh = ids.stream().filter(id -> !unanswered.containsKey(id)).toList();
    if (!fresh.isEmpty()) {
      var seconds = Instant.ofEpochSecond(now.getEpochSecond());
      line("try " + seconds, fresh);
      fresh.forEach(id -> unanswered.put(id, seconds));
    }
  }

  void answered(List<RowId> stored, List<RowId> refused) {
    line("got", stored);
    line("not", refused);
    stored.forEach(id -> answered(id, true));
    refused.forEach(id -> answered(id, false));
  }

  private void line(String word, List<RowId> ids) {
    if (!ids.isEmpty()) {
      var line = new StringBuilder(word);
      ids.forEach(id -> line.append(' ').append(id));
      append(line.append('\n').toString());
    }
  }

  private void append(String text) {
    try {
      var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
      file.force(false);
    } catch (IOException e) {
      throw new UncheckedIOException("the record of what was imported", e);
    }
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
