package io.tributary.local.cli;

import java.nio.file.Path;

/** Where the log goes. To be said before the first logger is made: the logging library reads it once. */
final class Logs {
  private Logs() {}

  /** Warnings and errors, one line each, for commands that have nothing else to show. */
  static void toStandardError() {
    to("STDERR");
  }

  /** JSON lines in a file that starts again at 10 MB, for commands that draw on the terminal. */
  static void toFile(Path file) {
    System.setProperty("tributary.log.file", file.toString());
    to("FILE");
  }

  private static void to(String appender) {
    System.setProperty("tributary.log.to", appender);
    if (System.getProperty("logback.configurationFile") == null) {
      System.setProperty("logback.configurationFile", "logback-tributary.xml");
    }
  }
}
