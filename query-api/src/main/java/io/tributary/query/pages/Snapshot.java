package io.tributary.query.pages;

import com.fasterxml.jackson.databind.util.RawValue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * The rows of an answer, each as its line of JSON, in compressed blocks: rows of usage are so alike that one takes some fifty
 * bytes. Grows while it is read into, then never changes.
 */
final class Snapshot {
  private static final int BLOCK = 100;
  private static final int ROW_BYTES = 1000;

  private final List<byte[]> blocks = new ArrayList<>();
  private final List<byte[]> open = new ArrayList<>(BLOCK);
  private Instant asOf;
  private int rows;

  /**
   * Takes one more row.
   *
   * @param json without a line break
   * @return by how many bytes it has grown
   */
  int add(byte[] json) {
    rows++;
    open.add(json);
    return open.size() == BLOCK ? pack() : 0;
  }

  /** Nothing more comes. @return by how many bytes it has grown */
  int end(Instant asOf) {
    this.asOf = asOf;
    return open.isEmpty() ? 0 : pack();
  }

  private int pack() {
    var out = new ByteArrayOutputStream(BLOCK * ROW_BYTES / 10);
    var fast = new Deflater(Deflater.BEST_SPEED);
    try (var packed = new DeflaterOutputStream(out, fast)) {
      for (var row : open) {
        packed.write(row);
        packed.write('\n');
      }
    } catch (IOException e) {
      throw new UncheckedIOException("nothing is written to but memory", e);
    } finally {
      fast.end();
    }
    open.clear();
    blocks.add(out.toByteArray());
    return out.size();
  }

  Instant asOf() {
    return asOf;
  }

  int rows() {
    return rows;
  }

  /** Those from one number on and before another, each written as it is. */
  List<RawValue> rows(int from, int to) {
    var some = new ArrayList<RawValue>(Math.max(0, to - from));
    for (int row = from; row < to; row = (row / BLOCK + 1) * BLOCK) {
      var lines = unpacked(blocks.get(row / BLOCK));
      lines.subList(row % BLOCK, Math.min(lines.size(), to - row / BLOCK * BLOCK)).forEach(line -> some.add(new RawValue(line)));
    }
    return some;
  }

  private static List<String> unpacked(byte[] block) {
    try (var in = new InflaterInputStream(new ByteArrayInputStream(block))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("nothing is read from but memory", e);
    }
  }
}
