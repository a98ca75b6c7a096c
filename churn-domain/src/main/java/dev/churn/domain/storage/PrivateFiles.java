package dev.churn.domain.storage;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Creates folders and files that only their owner can read, whatever the umask of the process is.
 * On file systems without POSIX permissions, such as those of Windows, they get the usual rights.
 */
public final class PrivateFiles {
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> PROGRAM =
      PosixFilePermissions.fromString("rwx------");

  private PrivateFiles() {}

  /** {@return a folder, created with its missing parents; the rights of those that exist stay} */
  public static Path createFolders(Path folder) throws IOException {
    return Files.createDirectories(folder, attributes(folder, FOLDER));
  }

  /** {@return a new, empty file} */
  public static Path createFile(Path file) throws IOException {
    return Files.createFile(file, attributes(file, FILE));
  }

  /** {@return a channel that writes a new file} */
  public static FileChannel createNew(Path file) throws IOException {
    return FileChannel.open(file, Set.of(CREATE_NEW, WRITE), attributes(file, FILE));
  }

  /** {@return a channel that writes a file, which is created if it is missing} */
  public static FileChannel openOrCreate(Path file) throws IOException {
    return FileChannel.open(file, Set.of(CREATE, WRITE), attributes(file, FILE));
  }

  /** {@return a stream that writes a new file} */
  public static OutputStream newOutputStream(Path file) throws IOException {
    return Channels.newOutputStream(createNew(file));
  }

  /** Takes all rights to a file from others than its owner, who may execute it if so wanted. */
  public static void restrict(Path file, boolean isProgram) throws IOException {
    if (isPosix(file)) {
      Files.setPosixFilePermissions(file, isProgram ? PROGRAM : FILE);
    }
  }

  /** Takes all rights to a folder from others than its owner. */
  public static void restrictFolder(Path folder) throws IOException {
    if (isPosix(folder)) {
      Files.setPosixFilePermissions(folder, FOLDER);
    }
  }

  /**
   * {@return the permissions of a folder or file, such as {@code rwxr-xr-x}, if others than its
   * owner have any; otherwise empty}
   */
  public static Optional<String> findLoosePermissions(Path file) throws IOException {
    if (!isPosix(file)) {
      return Optional.empty();
    }
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    Set<PosixFilePermission> ofOthers = EnumSet.noneOf(PosixFilePermission.class);
    ofOthers.addAll(permissions);
    ofOthers.removeAll(FOLDER);
    return ofOthers.isEmpty()
        ? Optional.empty()
        : Optional.of(PosixFilePermissions.toString(permissions));
  }

  private static FileAttribute<?>[] attributes(Path path, Set<PosixFilePermission> permissions) {
    return isPosix(path)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
