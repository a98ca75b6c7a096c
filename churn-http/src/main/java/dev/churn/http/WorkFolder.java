package dev.churn.http;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.FieldError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A folder for temporary files. Each server has its own and locks a file next to it. The operating
 * system drops the lock when the process ends, even if it is killed, so that the next server
 * recognizes the folders of servers that no longer run, and removes them.
 */
final class WorkFolder implements AutoCloseable {
  private static final String LOCK = ".lock";

  private final Path folder;
  private final Path lockFile;
  private final FileChannel lock;

  private WorkFolder(Path folder, Path lockFile, FileChannel lock) {
    this.folder = folder;
    this.lockFile = lockFile;
    this.lock = lock;
  }

  /**
   * {@return a new, empty folder under {@code parent}; folders of servers that no longer run are
   * removed}
   *
   * @throws ChurnException with {@link ErrorCode#INVALID_INPUT} if {@code parent} cannot be written
   */
  static WorkFolder open(Path parent) {
    try {
      Files.createDirectories(parent);
      removeAbandoned(parent);
      while (true) {
        Path folder = parent.resolve(UUID.randomUUID().toString());
        Path lockFile = parent.resolve(folder.getFileName() + LOCK);
        FileChannel lock = openLocked(lockFile);
        if (lock != null) {
          Files.createDirectory(folder);
          return new WorkFolder(folder, lockFile, lock);
        }
        // Another server took the file for abandoned before it was locked: try the next name.
      }
    } catch (IOException e) {
      throw new ChurnException(
          ErrorCode.INVALID_INPUT,
          "The server cannot start with these settings",
          List.of(
              new FieldError(
                  "CHURN_HOME",
                  "expected a folder that can be written, found %s: %s".formatted(parent, e))));
    }
  }

  Path path() {
    return folder;
  }

  private static void removeAbandoned(Path parent) throws IOException {
    List<Path> lockFiles;
    try (Stream<Path> files = Files.list(parent)) {
      lockFiles = files.filter(file -> file.toString().endsWith(LOCK)).toList();
    }
    for (Path lockFile : lockFiles) {
      FileChannel lock = openLocked(lockFile);
      if (lock != null) {
        String name = lockFile.getFileName().toString();
        remove(parent.resolve(name.substring(0, name.length() - LOCK.length())));
        Files.deleteIfExists(lockFile);
        lock.close();
      }
    }
  }

  /** {@return the locked file, or null if a running server has locked it} */
  private static FileChannel openLocked(Path lockFile) throws IOException {
    FileChannel channel =
        FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // Another server of this process has locked it.
    }
    channel.close();
    return null;
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException e) {
      // The server was killed after it locked the file and before it created the folder.
    }
  }

  @Override
  public void close() {
    try {
      remove(folder);
      Files.deleteIfExists(lockFile);
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
