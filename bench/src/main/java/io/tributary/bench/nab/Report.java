package io.tributary.bench.nab;

import io.tributary.bench.lab.Machine;
import java.time.Instant;
import java.util.Locale;

/** What the benchmark found: {@link #text()} for people; as a record also what {@code --json} writes. */
record Report(String benchmark, Instant at, Machine machine, String data, Scoring.Measured measured) {
  String text() {
    return String.format(Locale.ROOT, """

        %s
        %s: %,d files, %,d points, %,d rows without a number
        %,d points (%.2f %%) outside the band at medium sensitivity.
        CPU: %.0f ns a point, JVM warm-up included. A model is %,d bytes.
        """, machine, data, measured.files(), measured.points(), measured.skipped(), measured.outside(),
        100.0 * measured.outside() / Math.max(1, measured.points()), measured.nanosPerPoint(), measured.stateBytes());
  }
}
