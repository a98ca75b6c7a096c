package dev.churn.local;

import static java.nio.file.StandardOpenOption.WRITE;

import dev.churn.domain.storage.PrivateFiles;
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
 * Shows which processes share a folder. Each process holds a locked file for its lifetime; the lock
 * is released however the process ends.
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
   * {@return a new lock of this process in {@code folder}, which must exist}
   *
   * @throws IOException if the folder cannot be written
   */
  public static ProcessLock enter(Path folder) throws IOException {
    while (true) {
      Path file = folder.resolve(thisProcess() + UUID.randomUUID() + SUFFIX);
      FileChannel channel = PrivateFiles.createNew(file);
      if (channel.tryLock() != null && Files.exists(file)) {
        return new ProcessLock(file, channel);
      }
      channel.close(); // another process deleted the file as a leftover before it was locked
    }
  }

  /**
   * {@return the names of all locks in {@code folder} whose process is alive, including those of
   * this process} It removes the files of dead processes.
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

  /** {@return the process of a name from {@link #living}} */
  static Optional<ProcessHandle> processOf(String name) {
    return ProcessHandle.of(Long.parseLong(name.substring(0, name.indexOf('-'))));
  }

  /** {@return a unique name of this lock: letters, digits and dashes} */
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
      // Never open the file here: closing any channel of a file drops all locks of the process on
      // it.
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
      return false; // released concurrently
    }
  }

  private static String nameOf(Path file) {
    String name = file.getFileName().toString();
    return name.substring(0, name.length() - SUFFIX.length());
  }

  /**
   * {@return a unique id of this process} Process ids are reused, in containers at every start;
   * start times are not.
   */
  private static String thisProcess() {
    ProcessHandle process = ProcessHandle.current();
    long started = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    return process.pid() + "-" + started + "-";
  }
}
