package dev.churn.domain.outside;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A connection pooler in front of a PostgreSQL server. Tests are skipped where it is missing. */
public final class PgBouncer implements AutoCloseable {
  private static final List<Path> PLACES =
      List.of(Path.of("/usr/sbin/pgbouncer"), Path.of("/usr/bin/pgbouncer"));

  /** It refuses to run as root, and then changes to this user. */
  private static final String OTHER_USER = "nobody";

  private final Process process;
  private final Path folder;
  private final int port;

  private PgBouncer(Process process, Path folder, int port) {
    this.process = process;
    this.folder = folder;
    this.port = port;
  }

  /** Skips the test where there is none; {@return the program} */
  public static Path assumeInstalled() {
    Path program = PLACES.stream().filter(Files::isExecutable).findFirst().orElse(Path.of(""));
    assumeTrue(
        !program.toString().isEmpty(),
        "skipped: PgBouncer is not installed (apt-get install pgbouncer)");
    return program;
  }

  /**
   * Starts a pooler, or skips the test.
   *
   * @param mode {@code session}, {@code transaction} or {@code statement}
   * @param size how many connections to the server it opens at most
   * @param server where the PostgreSQL server is and how to log in there, as PgBouncer writes it:
   *     {@code port=5432 user=postgres}
   */
  public static PgBouncer start(String mode, int size, String server) throws IOException {
    Path program = assumeInstalled();
    Path folder =
        Files.createTempDirectory(
            "pgbouncer-",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Path settings = folder.resolve("pgbouncer.ini");
    Files.writeString(
        settings,
        """
        [databases]
        * = host=127.0.0.1 %s
        [pgbouncer]
        listen_addr = 127.0.0.1
        listen_port = %d
        unix_socket_dir =
        auth_type = any
        pool_mode = %s
        default_pool_size = %d
        max_client_conn = 200
        ignore_startup_parameters = extra_float_digits
        """
            .formatted(server, port, mode, size));
    List<String> command = new ArrayList<>(List.of(program.toString()));
    if (System.getProperty("user.name").equals("root")) {
      command.addAll(List.of("-u", OTHER_USER));
    }
    command.add(settings.toString());
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    var pooler = new PgBouncer(process, folder, port);
    pooler.awaitListening();
    return pooler;
  }

  private void awaitListening() throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (true) {
      try (var socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return;
      } catch (IOException e) {
        if (!process.isAlive() || System.nanoTime() > deadline) {
          String log = Files.readString(folder.resolve("log"));
          close();
          throw new IllegalStateException("PgBouncer does not run: " + log, e);
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
    }
  }

  /** {@return the port on 127.0.0.1} */
  public int port() {
    return port;
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    Files.deleteIfExists(folder.resolve("log"));
    Files.deleteIfExists(folder.resolve("pgbouncer.ini"));
    Files.deleteIfExists(folder);
  }
}
