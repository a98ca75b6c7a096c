package dev.churn.local;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.limit.DiskSpace;
import dev.churn.domain.storage.Content;
import dev.churn.domain.storage.PrivateFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Writes files atomically: a file exists as a whole or not at all. The content first goes to a
 * temporary file on the same file system, which replaces the target after its bytes are on the
 * disk.
 */
final class AtomicFiles {
  private static final String SUFFIX = ".tmp";
  private static final boolean WINDOWS =
      System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");

  private final Path folder;
  private final DiskSpace disk;
  private ProcessLock presence;

  /**
   * @param folder folder for temporary files only; may be shared with other processes
   * @param disk the watch over its disk
   */
  AtomicFiles(Path folder, DiskSpace disk) {
    this.folder = folder;
    this.disk = disk;
  }

  /** Removes temporary files that ended processes have left behind. */
  void removeLeftovers() throws IOException {
    PrivateFiles.createFolders(folder);
    List<Path> files;
    try (Stream<Path> found = Files.list(folder)) {
      files = found.filter(file -> file.getFileName().toString().endsWith(SUFFIX)).toList();
    }
    // List the living processes after the files: the writer of a listed file had entered before.
    Set<String> living = new HashSet<>(ProcessLock.living(folder));
    for (Path file : files) {
      String name = file.getFileName().toString();
      if (!living.contains(name.substring(0, name.indexOf('.')))) {
        Files.deleteIfExists(file);
      }
    }
  }

  /**
   * Replaces {@code target} with the content and creates missing parent folders. If the content has
   * more or fewer bytes than it declares, nothing changes. A finished file on the same file system
   * is linked rather than copied.
   *
   * @throws ChurnException with {@link ErrorCode#NO_SPACE} if the disk has no room for it
   */
  void write(Path target, Content content) throws IOException {
    Path temporary = folder.resolve(present().name() + "." + UUID.randomUUID() + SUFFIX);
    try {
      Optional<Path> finished = content.finishedFile();
      if (finished.isEmpty() || !link(temporary, finished.get())) {
        copy(content, temporary);
      }
      try (FileChannel written = FileChannel.open(temporary, WRITE)) {
        written.force(true);
      }
      createFolders(target.getParent());
      Files.move(temporary, target, ATOMIC_MOVE);
      force(target.getParent());
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static boolean link(Path name, Path file) {
    try {
      Files.createLink(name, file);
      return true;
    } catch (UnsupportedOperationException | IOException e) {
      return false; // another file system, or one without hard links
    }
  }

  private void copy(Content content, Path file) throws IOException {
    disk.require(folder, content.size());
    try (InputStream in = content.open();
        OutputStream out = disk.watched(PrivateFiles.newOutputStream(file), folder)) {
      long size = content.size();
      long written = in.transferTo(out);
      if (written != size) {
        throw new IOException("expected %d bytes, found %d".formatted(size, written));
      }
    }
  }

  /** Creates a folder and its parents; all of them are on the disk when this returns. */
  static void createFolders(Path wanted) throws IOException {
    if (!Files.isDirectory(wanted)) {
      createFolders(wanted.getParent());
      PrivateFiles.createFolders(wanted);
      force(wanted.getParent());
    }
  }

  /** Flushes the entries of a folder to the disk. */
  static void force(Path directory) throws IOException {
    if (WINDOWS) {
      return; // Windows cannot open folders, and NTFS keeps a journal of their entries
    }
    try (FileChannel channel = FileChannel.open(directory, READ)) {
      channel.force(true);
    }
  }

  private synchronized ProcessLock present() throws IOException {
    if (presence == null) {
      PrivateFiles.createFolders(folder);
      presence = ProcessLock.enter(folder);
    }
    return presence;
  }
}
