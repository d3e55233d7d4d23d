package io.tributary.query.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;

/**
 * A body that is written while it is sent: the next rows are encoded when those before are gone, so that a long answer is never in
 * memory whole. {@link RowStreamWriter} sends it.
 */
final class RowStream<T> {
  /**
   * Encoded at once. Every piece waits for a turn of two threads: on busy cores small ones make an answer long. But one of them
   * compresses it, while all other answers of the thread stand still.
   */
  private static final int PIECE = 128 * 1024;

  private final ByteArrayOutputStream piece = new ByteArrayOutputStream(PIECE + PIECE / 4);
  private final Iterator<T> rows;
  private final Encoder<T> encoder;
  private boolean begun;
  private boolean ended;

  /** Writes a format. Every row has left it when its call returns, and all of it when the end's does. */
  interface Encoder<T> {
    void begin() throws IOException;

    void row(T row) throws IOException;

    void end() throws IOException;
  }

  interface Format<T> {
    Encoder<T> to(OutputStream out) throws IOException;
  }

  RowStream(Iterable<T> rows, Format<T> format) {
    this.rows = rows.iterator();
    try {
      this.encoder = format.to(piece);
    } catch (IOException e) {
      throw new IllegalStateException("nothing is written to but memory", e);
    }
  }

  /** Whether all has been told. */
  boolean isOver() {
    return ended;
  }

  /**
   * The next bytes, none if it is over.
   *
   * @throws UncheckedIOException when a row cannot be written
   */
  byte[] next() {
    piece.reset();
    try {
      if (!begun) {
        begun = true;
        encoder.begin();
      }
      while (piece.size() < PIECE && !ended) {
        if (rows.hasNext()) {
          encoder.row(rows.next());
        } else {
          ended = true;
          encoder.end();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return piece.toByteArray();
  }
}
