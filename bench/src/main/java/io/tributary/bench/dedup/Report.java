package io.tributary.bench.dedup;

import io.tributary.bench.Machine;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** What the benchmark found: {@link #text()} for people; as a record also what {@code --json} writes. */
record Report(String benchmark, Instant at, Machine machine, List<String> flags, long horizonHours, List<Size> sizes) {
  /** One number of ids, per id and per second. */
  record Size(long ids, double heapBytesAnId, double filterBytesAnId, double fileBytesAnId, double storeBytesAnId, int files,
      double fillPerSecond, double fillCpuMicros, double freshPerSecond, double readsAFreshId, double resendsPerSecond,
      double slowestFlushMillis, double startSeconds, double rebuildSeconds, double rebuildSecondsPer10Million, Measured measured,
      List<String> problems) {
    static Size of(long ids, Measured of) {
      double rebuild = of.rebuildNanos() / 1e9;
      return new Size(ids, of.tableBytes() / (double) ids, of.filterBytes() / (double) ids, of.fileBytes() / (double) ids,
          of.storeBytes() / (double) (ids + of.fresh()), of.files(), ids * 1e9 / of.fillNanos(), of.fillCpuNanos() / 1e3 / ids,
          of.fresh() * 1e9 / of.freshNanos(), of.reads() / (double) of.fresh(), of.resends() * 1e9 / of.resendNanos(),
          of.slowestFlushNanos() / 1e6, of.startNanos() / 1e9, rebuild, rebuild * 1e7 / ids, of, of.problems());
    }

    static Size failed(long ids, String problem) {
      double none = Double.NaN;
      return new Size(ids, none, none, none, none, 0, none, none, none, none, none, none, none, none, none, null, List.of(problem));
    }
  }

  boolean isRight() {
    return sizes.stream().allMatch(size -> size.problems().isEmpty());
  }

  String text() {
    var out = new StringBuilder();
    line(out, "");
    line(out, "%s", machine.text());
    line(out, "One partition on one thread, each number of ids in a fresh JVM with %s; a horizon of %d h", String.join(" ", flags), horizonHours);
    line(out, "");
    line(out, "%13s %9s %9s %9s %9s %6s %11s %11s %9s %11s %9s %8s %9s", "ids", "heap B/id", "filter", "file B/id", "store", "files",
        "filled/s", "fresh/s", "reads/id", "resends/s", "flush ms", "start s", "rebuild s");
    for (var size : sizes) {
      line(out, "%,13d %9.2f %9.2f %9.2f %9.2f %6d %,11.0f %,11.0f %9.4f %,11.0f %9.0f %8.2f %9.2f%s", size.ids(), size.heapBytesAnId(),
          size.filterBytesAnId(), size.fileBytesAnId(), size.storeBytesAnId(), size.files(), size.fillPerSecond(), size.freshPerSecond(),
          size.readsAFreshId(), size.resendsPerSecond(), size.slowestFlushMillis(), size.startSeconds(), size.rebuildSeconds(),
          size.problems().isEmpty() ? "" : "  WRONG");
    }
    line(out, "");
    line(out, "heap: tables of the recent ids. filter: of the files, mapped, in the page cache; it is part of the file. store: RocksDB;");
    line(out, "the changelog in Kafka takes 24 bytes an id and a row's key besides. filled/s: from empty to full. fresh/s: with the");
    line(out, "horizon full. reads/id: pages read for a fresh id. flush ms: the longest pause in a commit. start: with the files there;");
    line(out, "rebuild: all ids read back from the store. Every id is sent twice, and every answer is checked.");
    for (var size : sizes) {
      size.problems().forEach(problem -> line(out, "WRONG at %,d ids: %s", size.ids(), problem));
    }
    return out.toString();
  }

  private static void line(StringBuilder out, String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
  }
}
