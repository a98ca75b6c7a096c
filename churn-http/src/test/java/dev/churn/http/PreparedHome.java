package dev.churn.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * Folders as a server leaves them that was started once and stopped. A server that starts in such a
 * folder finds PostgreSQL unpacked, its database created and the schema up to date, which takes
 * twenty times as much processor time as the start itself.
 *
 * <p>The original is made by the first test that needs it, below {@code target}, and all tests of
 * all JVMs copy it. Its name has the checksum of the changelogs, so that a changed one makes a new
 * original.
 */
final class PreparedHome {
  private static final Path FOLDER = Path.of("target").toAbsolutePath();
  private static final String CHANGELOGS = "/dev/churn/postgres/changelog/";

  private PreparedHome() {}

  /** Fills a folder, which is created if it is missing; {@return the folder}. */
  static Path copyTo(Path home) throws IOException {
    Path original = original();
    Path programs = original.resolve("postgres/programs");
    try (Stream<Path> files = Files.walk(original)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path copy = home.resolve(original.relativize(file).toString());
        if (programs.equals(file.getParent())) {
          link(copy, file);
        } else if (!file.startsWith(programs) || file.equals(programs)) {
          copy(file, copy);
        }
      }
    }
    return home;
  }

  private static void copy(Path file, Path copy) throws IOException {
    if (!Files.isDirectory(copy)) {
      Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  /** Links to the programs, which are only read. */
  private static void link(Path link, Path programs) {
    try {
      Files.createSymbolicLink(link, programs);
    } catch (IOException | UnsupportedOperationException e) {
      // where links are not allowed, the server unpacks them itself
    }
  }

  /** One at a time: the file lock excludes other processes, the monitor other threads. */
  private static synchronized Path original() throws IOException {
    Path original = FOLDER.resolve("prepared-home-%08x".formatted(checksum()));
    Files.createDirectories(FOLDER);
    try (FileChannel channel =
        FileChannel.open(
            FOLDER.resolve("prepared-home.lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE)) {
      channel.lock();
      if (!Files.exists(original)) {
        Path unfinished = Files.createTempDirectory(FOLDER, "prepared-home-unfinished-");
        ChurnServer.start(RunningServer.settings(unfinished)).close();
        Files.delete(unfinished.resolve("postgres/port")); // each copy takes one of its own
        Files.move(unfinished, original, StandardCopyOption.ATOMIC_MOVE);
      }
    }
    return original;
  }

  private static long checksum() {
    var sum = new CRC32();
    byte[] released = read("released.txt");
    sum.update(released);
    new String(released, StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.replaceFirst(" .*", "").replaceFirst(".*/", ""))
        .distinct()
        .forEach(changelog -> sum.update(read(changelog)));
    return sum.getValue();
  }

  private static byte[] read(String changelog) {
    try (InputStream in = PreparedHome.class.getResourceAsStream(CHANGELOGS + changelog)) {
      return in == null ? new byte[0] : in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
