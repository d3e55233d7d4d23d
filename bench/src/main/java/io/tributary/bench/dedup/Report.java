package io.tributary.bench.dedup;

import io.tributary.bench.lab.Finding;
import io.tributary.bench.lab.Machine;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** What the benchmark found: {@link #text()} for people; as a record also what {@code --json} writes. */
record Report(String benchmark, Instant at, Machine machine, List<String> flags, long horizonHours, List<Size> sizes)
    implements Finding {
  /** One number of ids, per id and per second. CPU of the one thread, in microseconds. */
  record Size(long ids, double heapBytesAnId, double filterBytesAnId, double fileBytesAnId, double storeBytesAnId, int files,
      double fillPerSecond, double fillCpuMicros, double freshPerSecond, double freshCpuMicros, double readsAFreshId,
      double resendsPerSecond, double resendCpuMicros, double slowestFlushMillis, double startSeconds, double rebuildSeconds,
      double rebuildCpuSecondsPer10Million, Measured measured, List<String> problems) {
    static Size of(long ids, Measured of) {
      double all = ids;
      double fresh = of.fresh();
      return new Size(ids, of.tableBytes() / all, of.filterBytes() / all, of.fileBytes() / all, of.storeBytes() / (all + fresh), of.files(),
          all * 1e9 / of.fillNanos(), of.fillCpuNanos() / 1e3 / all, fresh * 1e9 / of.freshNanos(), of.freshCpuNanos() / 1e3 / fresh,
          of.reads() / fresh, all * 1e9 / of.resendNanos(), of.resendCpuNanos() / 1e3 / all, of.slowestFlushNanos() / 1e6,
          of.startNanos() / 1e9, of.rebuildNanos() / 1e9, of.rebuildCpuNanos() / 1e9 * 1e7 / all, of, of.problems());
    }

    static Size failed(long ids, String problem) {
      double none = Double.NaN;
      return new Size(ids, none, none, none, none, 0, none, none, none, none, none, none, none, none, none, none, none, null,
          List.of(problem));
    }
  }

  @Override
  public boolean isRight() {
    return sizes.stream().allMatch(size -> size.problems().isEmpty());
  }

  @Override
  public String text() {
    var out = new StringBuilder();
    line(out, "");
    line(out, "%s", machine);
    line(out, "One partition on one thread, each number of ids in a fresh JVM with %s; a horizon of %d h",
        String.join(" ", flags), horizonHours);
    line(out, "");
    line(out, "%12s %8s %8s %8s %8s %5s %10s %7s %10s %7s %7s %10s %7s %8s %7s %9s %8s", "ids", "heap", "filter", "file", "store", "files",
        "filled/s", "CPU us", "fresh/s", "CPU us", "reads", "resends/s", "CPU us", "flush ms", "start s", "rebuild s", "CPU s/10m");
    for (var size : sizes) {
      line(out, "%,12d %8.2f %8.2f %8.2f %8.2f %5d %,10.0f %7.2f %,10.0f %7.2f %7.4f %,10.0f %7.2f %8.0f %7.2f %9.2f %8.2f%s", size.ids(),
          size.heapBytesAnId(), size.filterBytesAnId(), size.fileBytesAnId(), size.storeBytesAnId(), size.files(), size.fillPerSecond(),
          size.fillCpuMicros(), size.freshPerSecond(), size.freshCpuMicros(), size.readsAFreshId(), size.resendsPerSecond(),
          size.resendCpuMicros(), size.slowestFlushMillis(), size.startSeconds(), size.rebuildSeconds(),
          size.rebuildCpuSecondsPer10Million(), size.problems().isEmpty() ? "" : "  WRONG");
    }
    line(out, "");
    line(out,
        "Bytes an id: heap in the tables of the recent; filter of the files, mapped, best in the page cache, and part of file; store,");
    line(out,
        "RocksDB. The changelog in Kafka takes 24 and a share of a row's key. Filled: from none to all. Fresh: with the horizon full.");
    line(out, "Reads: pages for a fresh id. Flush: the longest pause in a commit. Start: with the files there; rebuild: from the store.");
    line(out, "CPU is the one thread's, an id. Every id is sent twice, and every answer is checked.");
    for (var size : sizes) {
      size.problems().forEach(problem -> line(out, "WRONG at %,d ids: %s", size.ids(), problem));
    }
    return out.toString();
  }

  private static void line(StringBuilder out, String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
  }
}
