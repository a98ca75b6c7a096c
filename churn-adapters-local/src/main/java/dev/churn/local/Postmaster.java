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
 * The server process of a data folder, as described by its {@code postmaster.pid}.
 *
 * @param ready whether it accepts connections
 */
record Postmaster(long pid, int port, boolean ready) {
  private static final int PID = 0;
  private static final int PORT = 3;
  private static final int STATUS = 7;

  /**
   * {@return the server described by the file in {@code data}, or empty if the file is missing or
   * incomplete}
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

  /** {@return whether any process has this process id} */
  boolean processExists() {
    return ProcessHandle.of(pid).isPresent();
  }

  /**
   * {@return whether the process is the server of {@code data}} Process ids are reused: after a
   * restart of the machine the one in the file may belong to any program.
   */
  boolean serves(Path data) throws IOException {
    Optional<ProcessHandle> process = ProcessHandle.of(pid);
    if (process.isEmpty()) {
      return false;
    }
    Path workingFolder = Path.of("/proc", Long.toString(pid), "cwd");
    if (Files.isDirectory(Path.of("/proc/self"))) {
      try {
        // A server works in its data folder; a zombie process has no working folder.
        return Files.isSameFile(workingFolder, data);
      } catch (NoSuchFileException e) {
        return false;
      } catch (AccessDeniedException e) {
        return true; // cannot be determined, so assume that the data is in use
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
