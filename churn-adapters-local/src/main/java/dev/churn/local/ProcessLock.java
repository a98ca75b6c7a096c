package dev.churn.local;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Tells the processes that share a folder who else is there: a file that stays locked for as long
 * as its process lives, however it ends.
 */
public final class ProcessLock implements AutoCloseable {
  private static final String SUFFIX = ".lock";

  private final Path file;
  private final FileChannel channel;

  private ProcessLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * {@return a new lock of this process in {@code folder}, which exists}
   *
   * @throws IOException if the folder cannot be written
   */
  public static ProcessLock enter(Path folder) throws IOException {
    while (true) {
      Path file = folder.resolve(thisProcess() + UUID.randomUUID() + SUFFIX);
      FileChannel channel = FileChannel.open(file, CREATE_NEW, WRITE);
      if (channel.tryLock() != null && Files.exists(file)) {
        return new ProcessLock(file, channel);
      }
      channel.close(); // another process took the file, not yet locked, for a leftover
    }
  }

  /**
   * {@return the names of all locks in {@code folder} whose process lives, those of this process
   * included} The files of dead processes are removed.
   *
   * @throws IOException if the folder cannot be read or written
   */
  public static List<String> living(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.list(folder)) {
      files = found.filter(file -> file.getFileName().toString().endsWith(SUFFIX)).toList();
    }
    List<String> names = new ArrayList<>();
    for (Path file : files) {
      if (isHeld(file)) {
        names.add(nameOf(file));
      }
    }
    return names;
  }

  /** {@return the process of a name that {@link #living} gave} */
  static Optional<ProcessHandle> processOf(String name) {
    return ProcessHandle.of(Long.parseLong(name.substring(0, name.indexOf('-'))));
  }

  /** {@return what tells this presence from all others: letters, digits and dashes} */
  public String name() {
    return nameOf(file);
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
    channel.close();
  }

  private static boolean isHeld(Path file) throws IOException {
    if (file.getFileName().toString().startsWith(thisProcess())) {
      // Never opened here: closing any channel of a file drops all locks of the process on it.
      return true;
    }
    try (FileChannel other = FileChannel.open(file, WRITE);
        FileLock lock = other.tryLock()) {
      if (lock == null) {
        return true;
      }
      Files.delete(file);
      return false;
    } catch (NoSuchFileException e) {
      return false; // it left in this moment
    }
  }

  private static String nameOf(Path file) {
    String name = file.getFileName().toString();
    return name.substring(0, name.length() - SUFFIX.length());
  }

  /** Process ids come again, in containers at every start; the time of the start does not. */
  private static String thisProcess() {
    ProcessHandle process = ProcessHandle.current();
    long started = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    return process.pid() + "-" + started + "-";
  }
}
