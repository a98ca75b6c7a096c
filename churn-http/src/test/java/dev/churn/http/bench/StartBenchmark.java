package dev.churn.http.bench;

import static dev.churn.domain.bench.Report.print;
import static dev.churn.domain.bench.Report.ratios;
import static dev.churn.domain.bench.Report.spread;

import java.io.File;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * How long the packaged program takes from the start of its process to the first answer that it is
 * ready: with nothing there yet, and with what an earlier start has left. Beside it, in turns, the
 * least that could be asked for: a program with one route on the same libraries, and PostgreSQL
 * started on the same data by its own program.
 *
 * <p>Arguments: folder, runs, the packaged jar.
 */
public final class StartBenchmark {
  static final String READY = "/health/ready";

  private final Path folder;
  private final Path jar;

  private StartBenchmark(Path folder, Path jar) {
    this.folder = folder;
    this.jar = jar;
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    Path folder = Files.createDirectories(Path.of(args[0])).resolve("start");
    new StartBenchmark(folder, Path.of(args[2])).compare(Integer.parseInt(args[1]));
  }

  private void compare(int runs) throws IOException, InterruptedException {
    print("%s: %.1f MB", jar.getFileName(), Files.size(jar) / 1e6);
    double[] first = new double[runs];
    double[] later = new double[runs];
    double[] hello = new double[runs];
    double[] postgres = new double[runs];
    for (int run = 0; run < runs; run++) {
      delete(folder);
      Files.createDirectories(folder);
      first[run] = program();
      later[run] = program();
      hello[run] = hello();
      postgres[run] = postgres();
      print(
          "first start %.2f s, later %.2f s, hello %.2f s, PostgreSQL alone %.2f s",
          first[run], later[run], hello[run], postgres[run]);
    }
    delete(folder);
    print("first start: %s s", spread(first));
    print("later starts: %s s", spread(later));
    print("hello on the same libraries: %s s", spread(hello));
    print("PostgreSQL alone: %s s", spread(postgres));
    print("later starts / hello: %s", ratios(later, hello));
  }

  private double program() throws IOException, InterruptedException {
    return untilReady("-jar", jar.toString(), "serve", "--port");
  }

  private double hello() throws IOException, InterruptedException {
    String classPath = System.getProperty("java.class.path");
    String tests =
        Stream.of(classPath.split(File.pathSeparator))
            .filter(entry -> entry.endsWith("test-classes"))
            .findFirst()
            .orElseThrow();
    return untilReady("-cp", jar + File.pathSeparator + tests, Hello.class.getName());
  }

  /** Starts a program, to which a port is added, and ends it once it has answered. */
  private double untilReady(String... arguments) throws IOException, InterruptedException {
    int port = freePort();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(arguments));
    command.add(Integer.toString(port));
    long start = System.nanoTime();
    Process process = start(command);
    try {
      URI ready = URI.create("http://127.0.0.1:" + port + READY);
      while (!answers(ready)) {
        if (process.waitFor(5, TimeUnit.MILLISECONDS)) {
          throw new IllegalStateException(
              "did not start: " + Files.readString(folder.resolve("log")));
        }
      }
      return (System.nanoTime() - start) / 1e9;
    } finally {
      process.destroy();
      process.waitFor();
    }
  }

  private double postgres() throws IOException, InterruptedException {
    Path programs;
    try (Stream<Path> versions = Files.list(folder.resolve("home/postgres/programs"))) {
      programs = versions.findFirst().orElseThrow();
    }
    String data = folder.resolve("home/postgres/data").toString();
    long start = System.nanoTime();
    control(programs, "start", "-w", "-D", data, "-o", "-p " + freePort());
    double seconds = (System.nanoTime() - start) / 1e9;
    control(programs, "stop", "-w", "-D", data);
    return seconds;
  }

  private void control(Path programs, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      command.addAll(List.of("unshare", "--user")); // PostgreSQL refuses to run as root
    }
    command.add(programs.resolve("bin/pg_ctl").toString());
    command.addAll(List.of(arguments));
    if (start(command).waitFor() != 0) {
      throw new IllegalStateException(Files.readString(folder.resolve("log")));
    }
  }

  private Process start(List<String> command) throws IOException {
    var builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile());
    builder.environment().put("CHURN_HOME", folder.resolve("home").toString());
    builder.environment().keySet().removeAll(List.of("DATABASE_URL", "SUPABASE_URL", "HOST"));
    return builder.start();
  }

  private static boolean answers(URI ready) throws IOException {
    var connection = (HttpURLConnection) ready.toURL().openConnection();
    try {
      return connection.getResponseCode() == 200;
    } catch (IOException e) {
      return false; // nobody listens yet
    } finally {
      connection.disconnect();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> paths = Files.walk(folder)) {
        for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
