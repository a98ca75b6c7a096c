package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Clients that a generator makes of {@code openapi.yaml} compile, and run the main flow. */
@EnabledIfSystemProperty(
    named = "churn.clients",
    matches = ".+",
    disabledReason = "skipped: clients are generated with -Pclients")
@ExtendWith(RunningServer.Shared.class)
final class GeneratedClientsIT {
  private static final String LAST_LINE = "unknown model: 404";

  /** Where the build has put the generated sources, the libraries that they need, and the flows. */
  private final Path clients = Path.of(System.getProperty("churn.clients"));

  private final RunningServer server;

  @TempDir Path folder;

  GeneratedClientsIT(RunningServer server) {
    this.server = server;
  }

  @Test
  void a_java_client_runs_the_main_flow() throws IOException, InterruptedException {
    Path bin = Path.of(System.getProperty("java.home"), "bin");
    Path classes = Files.createDirectory(folder.resolve("classes"));
    String libraries = clients.resolve("lib") + File.separator + "*";
    List<String> compile = new ArrayList<>();
    compile.addAll(List.of(bin.resolve("javac").toString(), "-nowarn", "-d", classes.toString()));
    compile.addAll(List.of("-cp", libraries, clients.resolve("flow/MainFlow.java").toString()));
    try (Stream<Path> sources = Files.walk(clients.resolve("java/src/main/java"))) {
      sources.map(Path::toString).filter(file -> file.endsWith(".java")).forEach(compile::add);
    }
    run(compile);

    String path = classes + File.pathSeparator + libraries;
    assertThat(flow(bin.resolve("java").toString(), "-cp", path, "MainFlow")).endsWith(LAST_LINE);
  }

  @Test
  void a_typescript_client_runs_the_main_flow() throws IOException, InterruptedException {
    assumeTrue(isOnPath("node") && isOnPath("npm"), "skipped: no node or npm on the PATH");
    copy(clients.resolve("flow"), folder);
    copy(clients.resolve("typescript"), folder.resolve("client"));
    run(List.of("npm", "install", "--no-audit", "--no-fund", "--prefix", folder.toString()));
    run(List.of("npx", "tsc", "--project", folder.toString()));

    assertThat(flow("node", folder.resolve("dist/main-flow.js").toString())).endsWith(LAST_LINE);
  }

  /** Runs the program with a server, an organization and a file; {@return what it prints}. */
  private String flow(String... program) throws IOException, InterruptedException {
    Path events = Files.writeString(folder.resolve("events.csv"), Scenario.history(300, 1));
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(List.of(server.url(), server.newOrganization(), events.toString()));
    String printed = run(command);
    assertThat(printed).contains("ROC AUC 0.").containsPattern("completed [1-9]\\d\\d");
    return printed;
  }

  private String run(List<String> command) throws IOException, InterruptedException {
    Path output = folder.resolve("output.txt");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("end of %s", command.get(0)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    String printed = Files.readString(output).strip();
    assertThat(process.exitValue()).as(printed).isZero();
    return printed;
  }

  private static boolean isOnPath(String program) {
    return Pattern.compile(Pattern.quote(File.pathSeparator))
        .splitAsStream(System.getenv("PATH"))
        .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
