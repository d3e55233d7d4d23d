package io.tributary.aggregator.dedup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * Writes a run from ids that come in order: pages of ids, each with its checksum; the filter; and last the header. The file has
 * its name only when it is whole. It is not forced to disk: what a crash of the machine damages is found by the checksums, and
 * made again from the store.
 */
final class RunWriter implements IdTable.Sink, AutoCloseable {
  static final long MAGIC = 0x54524942_49445301L; // TRIBIDS and a version
  static final int PAGE = 4096;
  /** Identity, payload, segment. */
  static final int ENTRY = 25;
  static final int PER_PAGE = (PAGE - 4) / ENTRY;

  private final Path dir;
  private final Path part;
  private final FileChannel file;
  private final int firstSegment;
  private final int buckets;
  private final Section pages;
  private final Section index;
  private final Section blocks;
  private final RankFilter.Writer filter;
  private final ByteBuffer page = ByteBuffer.allocate(PAGE).order(ByteOrder.LITTLE_ENDIAN);
  private final CRC32C checksum = new CRC32C();
  private int count;
  private int lastSegment = Integer.MIN_VALUE;
  private long digest;

  /** @param atMost ids that may come; its filter is made for them */
  RunWriter(Path dir, String name, int atMost, int firstSegment) throws IOException {
    this.dir = dir;
    this.firstSegment = firstSegment;
    this.buckets = atMost;
    Files.createDirectories(dir);
    part = dir.resolve(name + ".part");
    file = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
    pages = new Section(file, PAGE, 16 * PAGE);
    index = new Section(file, filterAt(atMost), PAGE);
    blocks = new Section(file, filterAt(atMost) + RankFilter.indexBytes(atMost), 4 * PAGE);
    filter = new RankFilter.Writer(index, blocks, atMost);
    page.position(4);
  }

  /** Where the filter begins in a file made for so many ids. */
  static long filterAt(int buckets) {
    return PAGE * (1L + (buckets + PER_PAGE - 1) / PER_PAGE);
  }

  @Override
  public void add(long hi, long lo, long payload, int segment) throws IOException {
    page.putLong(hi).putLong(lo).putLong(payload).put((byte) (segment - firstSegment));
    if (++count % PER_PAGE == 0) {
      endPage();
    }
    filter.add(hi);
    lastSegment = Math.max(lastSegment, segment);
    digest = digest * 31 + (hi ^ Long.rotateLeft(lo, 21) ^ Long.rotateLeft(payload, 42)) + segment;
  }

  private void endPage() throws IOException {
    while (page.hasRemaining()) {
      page.put((byte) 0);
    }
    page.putInt(0, checksum(page, checksum));
    pages.room(PAGE).put(page.array());
    page.clear().position(4);
  }

  /** Of a page, but for the place of its checksum. */
  static int checksum(ByteBuffer page, CRC32C with) {
    with.reset();
    with.update(page.duplicate().position(4).limit(PAGE));
    return (int) with.getValue();
  }

  /** Ids so far. */
  int count() {
    return count;
  }

  /** Ends the file. */
  RunHeader finish(long fromRow, long toRow, int level) throws IOException {
    if (page.position() > 4) {
      endPage();
    }
    pages.flush();
    filter.finish();
    index.flush();
    long end = blocks.flush();
    var header = new RunHeader(fromRow, toRow, digest, firstSegment, lastSegment, count, buckets, level);
    var first = ByteBuffer.allocate(PAGE).order(ByteOrder.LITTLE_ENDIAN).position(4).putLong(MAGIC).putLong(end)
        .putInt(index.checksum()).putInt(blocks.checksum());
    header.write(first);
    first.putInt(0, checksum(first, checksum)).clear();
    for (long at = 0; first.hasRemaining(); ) {
      at += file.write(first, at);
    }
    file.close();
    Files.move(part, dir.resolve(header.fileName()), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return header;
  }

  /** Leaves nothing behind of a file that was not finished. */
  @Override
  public void close() throws IOException {
    file.close();
    Files.deleteIfExists(part);
  }
}
