package dev.churn.local;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The server process of a data folder, as its {@code postmaster.pid} tells.
 *
 * @param ready whether it takes connections
 */
record Postmaster(long pid, int port, boolean ready) {
  private static final int PID = 0;
  private static final int PORT = 3;
  private static final int STATUS = 7;

  /**
   * {@return what the file in {@code data} tells, or empty if there is none or it is unfinished}
   */
  static Optional<Postmaster> read(Path data) throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(file(data));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    if (lines.isEmpty() || !isNumber(lines.get(PID))) {
      return Optional.empty();
    }
    int port = lines.size() > PORT && isNumber(lines.get(PORT)) ? parse(lines.get(PORT)) : 0;
    boolean ready = lines.size() > STATUS && lines.get(STATUS).strip().equals("ready");
    return Optional.of(new Postmaster(Long.parseLong(lines.get(PID).strip()), port, ready));
  }

  static Path file(Path data) {
    return data.resolve("postmaster.pid");
  }

  /** {@return whether there is a process of this id, be it what it may} */
  boolean processExists() {
    return ProcessHandle.of(pid).isPresent();
  }

  /**
   * {@return whether the process is the server of {@code data}} Ids come again: after a restart of
   * the machine the one in the file may be that of any program.
   */
  boolean serves(Path data) throws IOException {
    Optional<ProcessHandle> process = ProcessHandle.of(pid);
    if (process.isEmpty()) {
      return false;
    }
    Path workingFolder = Path.of("/proc", Long.toString(pid), "cwd");
    if (Files.isDirectory(Path.of("/proc/self"))) {
      try {
        // A server works in its data folder; a dead one that nobody has reaped yet works nowhere.
        return Files.isSameFile(workingFolder, data);
      } catch (NoSuchFileException e) {
        return false;
      } catch (AccessDeniedException e) {
        return true; // cannot be told, so rather assume that the data is in use
      }
    }
    return process
        .get()
        .info()
        .command()
        .map(command -> command.toLowerCase(Locale.ROOT).contains("postgres"))
        .orElse(true);
  }

  private static boolean isNumber(String line) {
    return line.strip().matches("[0-9]{1,9}");
  }

  private static int parse(String line) {
    return Integer.parseInt(line.strip());
  }
}
