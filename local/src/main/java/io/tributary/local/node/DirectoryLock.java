package io.tributary.local.node;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** One process at a time works in a data directory. The system takes the lock back from a process that was killed. */
final class DirectoryLock implements AutoCloseable {
  private final FileChannel file;

  private DirectoryLock(FileChannel file) {
    this.file = file;
  }

  /** @throws IllegalStateException when another Tributary runs there */
  static DirectoryLock take(Path directory) throws IOException {
    var file = FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (file.tryLock() != null) {
        return new DirectoryLock(file);
      }
    } catch (OverlappingFileLockException e) {
      file.close();
      throw new IllegalStateException("this process is already running on " + directory, e);
    }
    file.close();
    throw new IllegalStateException("another Tributary is running on " + directory);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
