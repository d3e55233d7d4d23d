package io.tributary.aggregator.dedup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32C;

/** A part of a file that is written from its beginning on, with a checksum of all that was written. */
final class Section {
  private final FileChannel file;
  private final ByteBuffer buffer;
  private final CRC32C checksum = new CRC32C();
  private long at;

  /** @param at where in the file it begins */
  Section(FileChannel file, long at, int bufferBytes) {
    this.file = file;
    this.at = at;
    this.buffer = ByteBuffer.allocateDirect(bufferBytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** A buffer with room for so many bytes; put them there. */
  ByteBuffer room(int bytes) throws IOException {
    if (buffer.remaining() < bytes) {
      flush();
    }
    return buffer;
  }

  /** Where its next byte goes, after all that was put is written. */
  long flush() throws IOException {
    buffer.flip();
    checksum.update(buffer.duplicate());
    while (buffer.hasRemaining()) {
      at += file.write(buffer, at);
    }
    buffer.clear();
    return at;
  }

  int checksum() {
    return (int) checksum.getValue();
  }
}
