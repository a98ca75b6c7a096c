package dev.churn.local;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.storage.PrivateFiles;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The PostgreSQL programs, unpacked once from the archive on the class path. */
final class PostgresBinaries {
  private PostgresBinaries() {}

  /**
   * {@return the folder that holds {@code bin}, {@code lib} and {@code share}} The caller must
   * ensure that no other process unpacks at the same time.
   *
   * @param folder where to unpack; each version gets its own subfolder
   */
  static Path unpack(Path folder) throws IOException {
    return unpack(folder, archiveFor(System.getProperty("os.name"), System.getProperty("os.arch")));
  }

  static Path unpack(Path folder, String archive) throws IOException {
    Path home = folder.resolve(fingerprint(archive));
    if (!Files.isDirectory(home)) {
      Path unfinished = folder.resolve("unfinished");
      deleteAll(unfinished);
      extract(archive, unfinished);
      Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
    }
    return home;
  }

  /**
   * {@return the name of the archive for a platform}
   *
   * @param osName value of the system property {@code os.name}
   * @param osArch value of the system property {@code os.arch}
   */
  static String archiveFor(String osName, String osArch) {
    String os = osName.toLowerCase(Locale.ROOT);
    boolean arm = osArch.equals("aarch64");
    boolean intel = osArch.equals("amd64") || osArch.equals("x86_64");
    if (os.startsWith("linux") && (arm || intel)) {
      return arm ? "postgres-linux-arm_64.txz" : "postgres-linux-x86_64.txz";
    }
    if (os.startsWith("mac") && (arm || intel)) {
      return "postgres-darwin-arm_64.txz"; // universal binaries for both processor types
    }
    if (os.startsWith("windows") && intel) {
      return "postgres-windows-x86_64.txz";
    }
    throw new ChurnException(
        ErrorCode.UNPROCESSABLE,
        "PostgreSQL is included for Linux and macOS on x86-64 and arm64 and for Windows on"
            + " x86-64, found %s on %s; set DATABASE_URL to use a server of your own"
                .formatted(osName, osArch));
  }

  /**
   * {@return a name that identifies the archive's content} For an archive in a jar it uses the
   * metadata of the jar entry, since reading the whole archive takes a tenth of a second at every
   * start.
   */
  private static String fingerprint(String archive) throws IOException {
    if (locate(archive).openConnection() instanceof JarURLConnection connection) {
      JarEntry entry = connection.getJarEntry();
      return "%x-%08x".formatted(entry.getSize(), entry.getCrc());
    }
    CRC32 sum = new CRC32();
    try (InputStream in = new CheckedInputStream(open(archive), sum)) {
      return "%x-%08x".formatted(in.transferTo(OutputStream.nullOutputStream()), sum.getValue());
    }
  }

  private static InputStream open(String archive) throws IOException {
    return locate(archive).openStream();
  }

  private static URL locate(String archive) {
    URL url = PostgresBinaries.class.getResource("/" + archive);
    if (url == null) {
      throw new ChurnException(
          ErrorCode.UNPROCESSABLE,
          "This program was built without the PostgreSQL of this platform (%s); build it here, or"
                  .formatted(archive)
              + " anywhere by 'mvn -Dplatforms=all package', or set DATABASE_URL to use a server of"
              + " your own");
    }
    return url;
  }

  private static void extract(String archive, Path target) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(
            new BufferedInputStream(new XZInputStream(open(archive)), 1 << 16))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path file = target.resolve(entry.getName()).normalize();
        if (!file.startsWith(target)) {
          throw new IOException("%s leads out of the archive".formatted(entry.getName()));
        }
        if (entry.isDirectory()) {
          PrivateFiles.createFolders(file);
        } else {
          PrivateFiles.createFolders(file.getParent());
          extract(tar, entry, file);
        }
      }
    }
  }

  private static void extract(TarArchiveInputStream tar, TarArchiveEntry entry, Path file)
      throws IOException {
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(tar, file);
    boolean executable = (entry.getMode() & 0100) != 0;
    PrivateFiles.restrict(file, executable);
  }

  /** Deletes a folder with its content, if it exists. */
  static void deleteAll(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
