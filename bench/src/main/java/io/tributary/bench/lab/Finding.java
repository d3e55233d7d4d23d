package io.tributary.bench.lab;

/** What a benchmark found. As JSON it is what {@code --json} writes. */
public interface Finding {
  /** For people. */
  String text();

  /** Whether every run counts. */
  boolean isRight();
}
