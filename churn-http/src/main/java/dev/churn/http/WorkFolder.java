package dev.churn.http;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.FieldError;
import dev.churn.domain.storage.PrivateFiles;
import dev.churn.local.ProcessLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder for temporary files. Each server has its own and locks a file next to it. The operating
 * system drops the lock when the process ends, even if it is killed, so that the next server
 * recognizes the folders of servers that no longer run, and removes them.
 */
final class WorkFolder implements AutoCloseable {
  private final Path folder;
  private final ProcessLock lock;

  private WorkFolder(Path folder, ProcessLock lock) {
    this.folder = folder;
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
      PrivateFiles.createFolders(parent);
      removeAbandoned(parent);
      ProcessLock lock = ProcessLock.enter(parent);
      return new WorkFolder(PrivateFiles.createFolders(parent.resolve(lock.name())), lock);
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
    List<Path> folders;
    try (Stream<Path> files = Files.list(parent)) {
      folders = files.filter(Files::isDirectory).toList();
    }
    // Asked after the listing: who made one of those folders had its lock before.
    List<String> living = ProcessLock.living(parent);
    for (Path folder : folders) {
      if (!living.contains(folder.getFileName().toString())) {
        remove(folder);
      }
    }
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
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
