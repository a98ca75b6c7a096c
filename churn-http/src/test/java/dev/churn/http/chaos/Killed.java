package dev.churn.http.chaos;

import dev.churn.http.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The program in a process of its own, which dies at one of its {@link KillPoints}. */
final class Killed implements AutoCloseable {
  private final Process process;
  private final Path armed;
  private final Path reached;
  private final Path record;
  private final Path log;
  private final String url;

  /**
   * Starts the program; it dies at no effect before {@link #arm}.
   *
   * @param point where to stop, or empty
   * @param victim the id of the process to kill there, 0 for the program
   */
  Killed(Path folder, Path agent, Map<String, String> variables, String point, long victim)
      throws IOException {
    armed = folder.resolve("armed");
    record = folder.resolve("effects");
    log = folder.resolve("log");
    reached = folder.resolve("armed.reached");
    Files.deleteIfExists(armed);
    Files.deleteIfExists(reached);
    Files.deleteIfExists(record);
    Files.deleteIfExists(folder.resolve("armed.clock"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-Duser.timezone=UTC"));
    command.add("-javaagent:" + agent + "=" + agent);
    command.add(property(KillPoints.ARMED, armed));
    command.add(property(KillPoints.POINT, point));
    command.add(property(KillPoints.VICTIM, victim));
    if (point.isEmpty()) {
      command.add(property(KillPoints.RECORD, record));
    }
    command.addAll(
        List.of("-Xmx512m", "-cp", System.getProperty("java.class.path"), Main.class.getName()));
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().putAll(variables);
    process = builder.redirectError(log.toFile()).start();
    url = awaitUrl();
  }

  private static String property(String name, Object value) {
    return "-D" + name + "=" + value;
  }

  private String awaitUrl() throws IOException {
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith("Listening on ")) {
        return line.substring("Listening on ".length());
      }
    }
    throw new AssertionError("did not start: " + log());
  }

  long pid() {
    return process.pid();
  }

  String url() {
    return url;
  }

  String log() throws IOException {
    return Files.readString(log);
  }

  void arm() throws IOException {
    Files.createFile(armed);
  }

  /** Makes the clock of the program go wrong by whole hours, but not that of the database. */
  void shiftClock(Duration by) throws IOException {
    Path back = armed.resolveSibling("armed.clock.back");
    Files.deleteIfExists(back);
    if (by.isNegative()) {
      Files.createFile(back);
    }
    Files.write(
        armed.resolveSibling("armed.clock"),
        new byte[(int) (by.abs().toSeconds() / KillPoints.SECONDS_PER_BYTE)]);
  }

  /** {@return thread and effect, in the order in which they happened} */
  List<String> effects() throws IOException {
    return Files.exists(record) ? Files.readAllLines(record) : List.of();
  }

  /** {@return whether it has come to the point at which something dies} */
  boolean isReached() {
    return Files.exists(reached);
  }

  /** Waits a moment for its end. */
  void awaitEnd(long millis) throws InterruptedException {
    process.waitFor(millis, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
