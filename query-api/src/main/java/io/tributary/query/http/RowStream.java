package io.tributary.query.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Iterator;

/**
 * A body that is written while it is sent: the next rows are encoded when those before are gone, so that a long answer is never in
 * memory whole.
 */
final class RowStream<T> extends InputStream {
  /** Encoded at once. */
  private static final int PIECE = 32 * 1024;

  private final Piece piece = new Piece();
  private final Iterator<T> rows;
  private final Encoder<T> encoder;
  private int at;
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

  private static final class Piece extends ByteArrayOutputStream {
    private Piece() {
      super(PIECE + PIECE / 2);
    }

    private int take(byte[] into, int offset, int from, int most) {
      int length = Math.min(most, count - from);
      System.arraycopy(buf, from, into, offset, length);
      return length;
    }
  }

  RowStream(Iterable<T> rows, Format<T> format) {
    this.rows = rows.iterator();
    try {
      this.encoder = format.to(piece);
    } catch (IOException e) {
      throw new IllegalStateException("nothing is written to but memory", e);
    }
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (at == piece.size() && !encode()) {
      return -1;
    }
    int taken = piece.take(into, offset, at, length);
    at += taken;
    return taken;
  }

  /** False when nothing is left. */
  private boolean encode() throws IOException {
    piece.reset();
    at = 0;
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
    return piece.size() > 0;
  }
}
