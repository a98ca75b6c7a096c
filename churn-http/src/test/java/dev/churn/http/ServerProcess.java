package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The program in a process of its own, as a user starts it. */
final class ServerProcess implements AutoCloseable {
  private final Process process;
  private final Path errors;
  private final BufferedReader output;

  private ServerProcess(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
    this.output = process.inputReader(StandardCharsets.UTF_8);
  }

  static ServerProcess start(Path folder, Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> program =
        List.of("-cp", System.getProperty("java.class.path"), Main.class.getName());
    return start(folder, environment, program, arguments);
  }

  /** As {@link #start}, from the jar that is handed out. */
  static ServerProcess startJar(
      Path jar, Path folder, Map<String, String> environment, String... arguments)
      throws IOException {
    return start(folder, environment, List.of("-jar", jar.toString()), arguments);
  }

  private static ServerProcess start(
      Path folder, Map<String, String> environment, List<String> program, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(speed());
    command.addAll(program);
    command.addAll(List.of(arguments));
    Path errors = Files.createTempFile(folder, "errors", ".log");
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().putAll(environment);
    return new ServerProcess(builder.redirectError(errors.toFile()).start(), errors);
  }

  /** {@return how this virtual machine compiles and collects; a child does not live longer} */
  private static List<String> speed() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("-XX:"))
        .toList();
  }

  /** {@return where it listens, once it does} */
  String awaitUrl() throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith("Listening on ")) {
        return line.substring("Listening on ".length());
      }
    }
    throw new AssertionError("did not start: " + errors());
  }

  void kill() throws InterruptedException {
    process.destroyForcibly();
    awaitEnd();
  }

  /** Sends a signal such as STOP, by which the process hangs without ending, or CONT. */
  void signal(String name) throws IOException, InterruptedException {
    var kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }

  void terminate() {
    process.destroy();
  }

  /** {@return the exit code} */
  int awaitEnd() throws InterruptedException {
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("end of the process").isTrue();
    return process.exitValue();
  }

  String errors() throws IOException {
    return Files.readString(errors);
  }

  String output() throws IOException {
    return String.join("\n", output.lines().toList());
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
