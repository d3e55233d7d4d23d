package io.tributary.aggregator.dedup;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * Ids in a file that never changes, sorted, behind a filter. The filter is mapped, so it lies in the page cache and not on the
 * heap; of the ids a page is read when the filter says where one would be.
 */
final class Run implements AutoCloseable {
  private final RunHeader header;
  private final Path path;
  private final FileChannel file;
  private final Arena arena;
  private final RankFilter filter;
  private final long fileBytes;
  private final long filterBytes;
  private final CRC32C checksum = new CRC32C();

  /** The file is not what was written. The caller makes it again from the store. */
  static final class Damaged extends IOException {
    private static final long serialVersionUID = 1;

    Damaged(String what) {
      super(what);
    }
  }

  private Run(RunHeader header, Path path, FileChannel file, Arena arena, RankFilter filter, long fileBytes, long filterBytes) {
    this.header = header;
    this.path = path;
    this.file = file;
    this.arena = arena;
    this.filter = filter;
    this.fileBytes = fileBytes;
    this.filterBytes = filterBytes;
  }

  /**
   * Opens a run and reads its filter through.
   *
   * @throws Damaged when it is not the run that is wanted, or not whole
   * @throws java.nio.file.NoSuchFileException when it is not there
   */
  static Run open(Path dir, RunHeader wanted) throws IOException {
    var path = dir.resolve(wanted.fileName());
    var arena = Arena.ofShared();
    var file = FileChannel.open(path, StandardOpenOption.READ);
    try {
      var checksum = new CRC32C();
      var first = page();
      read(file, first, 0, path);
      first.flip();
      if (first.getInt() != RunWriter.checksum(first, checksum) || first.getLong() != RunWriter.MAGIC) {
        throw new Damaged(path + ": no header");
      }
      long end = first.getLong();
      int indexChecksum = first.getInt();
      int blocksChecksum = first.getInt();
      if (!RunHeader.read(first).equals(wanted) || file.size() != end) {
        throw new Damaged(path + ": another run, or cut off");
      }
      long filterAt = RunWriter.filterAt(wanted.buckets());
      var mapped = file.map(FileChannel.MapMode.READ_ONLY, filterAt, end - filterAt, arena);
      var index = mapped.asSlice(0, RankFilter.indexBytes(wanted.buckets()));
      var blocks = mapped.asSlice(index.byteSize());
      if (checksum(index, checksum) != indexChecksum || checksum(blocks, checksum) != blocksChecksum) {
        throw new Damaged(path + ": its filter is not what was written");
      }
      return new Run(wanted, path, file, arena, new RankFilter(index, blocks, wanted.buckets()), end, end - filterAt);
    } catch (IOException | RuntimeException e) {
      file.close();
      arena.close();
      throw e;
    }
  }

  private static int checksum(MemorySegment bytes, CRC32C with) {
    with.reset();
    for (long at = 0; at < bytes.byteSize(); at += 1 << 30) {
      with.update(bytes.asSlice(at, Math.min(1 << 30, bytes.byteSize() - at)).asByteBuffer());
    }
    return (int) with.getValue();
  }

  /** A buffer for {@link #find}. */
  static ByteBuffer page() {
    return ByteBuffer.allocateDirect(RunWriter.PAGE).order(ByteOrder.LITTLE_ENDIAN);
  }

  RankFilter filter() {
    return filter;
  }

  /** The rank at which an id may be, -1 for an id that is not here. */
  int mayHold(long hi) {
    return filter.find(hi, filter.first(hi), 0);
  }

  /**
   * Looks for an id in the file.
   *
   * @param rank as {@link #mayHold} said
   * @param page takes the page that was read last
   * @return where in the page the id is; -1 when it is not in this run
   */
  int find(long hi, long lo, int rank, ByteBuffer page) throws IOException {
    int loaded = -1;
    for (int at = rank; at >= 0; at = filter.find(hi, filter.first(hi), at + 1)) {
      if (at / RunWriter.PER_PAGE != loaded) {
        loaded = at / RunWriter.PER_PAGE;
        page.clear();
        read(file, page, RunWriter.PAGE * (1L + loaded), path);
        requireWhole(page);
      }
      int in = 4 + at % RunWriter.PER_PAGE * RunWriter.ENTRY;
      if (page.getLong(in) == hi && page.getLong(in + 8) == lo) {
        return in;
      }
    }
    return -1;
  }

  private void requireWhole(ByteBuffer page) throws Damaged {
    if (page.getInt(0) != RunWriter.checksum(page, checksum)) {
      throw new Damaged(path + ": a page is not what was written");
    }
  }

  static long payload(ByteBuffer page, int at) {
    return page.getLong(at + 16);
  }

  int segment(ByteBuffer page, int at) {
    return header.firstSegment() + (page.get(at + 24) & 0xff);
  }

  private static void read(FileChannel file, ByteBuffer into, long from, Path path) throws IOException {
    while (into.hasRemaining()) {
      int count = file.read(into, from + into.position());
      if (count < 0) {
        throw new Damaged(path + ": cut off");
      }
    }
  }

  RunHeader header() {
    return header;
  }

  long fileBytes() {
    return fileBytes;
  }

  long filterBytes() {
    return filterBytes;
  }

  @Override
  public void close() throws IOException {
    arena.close();
    file.close();
  }

  /** Closes it for good. */
  void delete() throws IOException {
    close();
    Files.deleteIfExists(path);
  }

  Cursor cursor() {
    return new Cursor();
  }

  /** Walks over all ids in order. */
  final class Cursor {
    private static final int PAGES = 16;
    private final ByteBuffer pages = ByteBuffer.allocateDirect(PAGES * RunWriter.PAGE).order(ByteOrder.LITTLE_ENDIAN);
    private int next;
    long hi;
    long lo;
    long payload;
    int segment;

    /** Steps on to the next id; false when there is none. */
    boolean next() throws IOException {
      if (next == header.count()) {
        return false;
      }
      int page = next / RunWriter.PER_PAGE;
      if (next % (PAGES * RunWriter.PER_PAGE) == 0) {
        fill(page);
      }
      int at = page % PAGES * RunWriter.PAGE + 4 + next % RunWriter.PER_PAGE * RunWriter.ENTRY;
      hi = pages.getLong(at);
      lo = pages.getLong(at + 8);
      payload = pages.getLong(at + 16);
      segment = header.firstSegment() + (pages.get(at + 24) & 0xff);
      next++;
      return true;
    }

    long firstRow() {
      return header.fromRow();
    }

    private void fill(int page) throws IOException {
      int left = (header.count() + RunWriter.PER_PAGE - 1) / RunWriter.PER_PAGE - page;
      pages.clear().limit(Math.min(PAGES, left) * RunWriter.PAGE);
      read(file, pages, RunWriter.PAGE * (1L + page), path);
      for (int at = 0; at < pages.limit(); at += RunWriter.PAGE) {
        requireWhole(pages.slice(at, RunWriter.PAGE).order(ByteOrder.LITTLE_ENDIAN));
      }
    }
  }
}
