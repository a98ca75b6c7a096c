package dev.churn.local;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.storage.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Runs the programs that come with PostgreSQL. */
final class PostgresCommands {
  private static final long TIMEOUT_SECONDS = 180;
  private static final long PAUSE_MILLIS = 10;

  /** The variables that PostgreSQL's programs inherit; those of Windows come last. */
  private static final Set<String> INHERITED =
      Set.of(
          "PATH",
          "HOME",
          "TZ",
          "LANG",
          "TMPDIR",
          "LD_LIBRARY_PATH",
          "DYLD_LIBRARY_PATH",
          "SYSTEMROOT",
          "SYSTEMDRIVE",
          "WINDIR",
          "COMSPEC",
          "PATHEXT",
          "TEMP",
          "TMP",
          "USERNAME",
          "USERPROFILE",
          "APPDATA",
          "LOCALAPPDATA",
          "PROGRAMDATA");

  private final Path home;
  private final Path output;

  /**
   * @param home folder that holds {@code bin}
   * @param output file for the output of the programs
   */
  PostgresCommands(Path home, Path output) {
    this.home = home;
    this.output = output;
  }

  /** Checks whether the effect of a program has occurred before the program ends. */
  @FunctionalInterface
  interface Done {
    boolean isTrue() throws IOException;
  }

  /**
   * Runs a program and waits for it to end.
   *
   * @throws ChurnException with {@code UNAVAILABLE} and the program's output if it fails
   */
  void run(String program, List<String> arguments) throws IOException {
    run(program, arguments, () -> false);
  }

  /**
   * Runs a program and waits until it ends or its effect has occurred.
   *
   * @throws ChurnException with {@code UNAVAILABLE} and the program's output if it fails
   */
  void run(String program, List<String> arguments, Done done) throws IOException {
    boolean asRoot = isRoot();
    List<String> command = new ArrayList<>();
    if (asRoot) {
      // PostgreSQL refuses to run as root. In its own user namespace the process is user nobody but
      // owns root's files.
      command.addAll(List.of("unshare", "--user"));
    }
    command.add(home.resolve("bin").resolve(program).toString());
    command.addAll(arguments);
    if (!Files.exists(output)) {
      PrivateFiles.createFile(output);
    }
    // A file, not a pipe: the server inherits it and would keep a pipe open.
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    clean(builder.environment());
    int exit = waitFor(builder.start(), program, done);
    if (exit != 0) {
      throw new ChurnException(
          ErrorCode.UNAVAILABLE,
          "%s of the embedded PostgreSQL failed with exit code %d: %s%s"
              .formatted(
                  program,
                  exit,
                  Files.readString(output, StandardCharsets.ISO_8859_1).strip(),
                  asRoot ? " (PostgreSQL cannot run as root and needs 'unshare --user')" : ""));
    }
  }

  /** Waits briefly between two polls. */
  static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static int waitFor(Process process, String program, Done done) throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
    try {
      while (System.nanoTime() < deadline) {
        if (process.waitFor(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
          return process.exitValue();
        }
        if (done.isTrue()) {
          return 0;
        }
      }
      process.destroyForcibly();
      throw new ChurnException(
          ErrorCode.UNAVAILABLE,
          "%s of the embedded PostgreSQL took longer than %d s"
              .formatted(program, TIMEOUT_SECONDS));
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static ChurnException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new ChurnException(
        ErrorCode.UNAVAILABLE, "Interrupted while waiting for the embedded PostgreSQL", cause);
  }

  /** Leaves only variables that a program needs; others may be secrets, or for another server. */
  private static void clean(Map<String, String> environment) {
    environment.keySet().removeIf(name -> !INHERITED.contains(name.toUpperCase(Locale.ROOT)));
    environment.put("LC_ALL", "C");
  }

  private static boolean isRoot() throws IOException {
    Path self = Path.of("/proc/self"); // owned by the user of this process; Linux only
    return Files.exists(self) && Integer.valueOf(0).equals(Files.getAttribute(self, "unix:uid"));
  }
}
