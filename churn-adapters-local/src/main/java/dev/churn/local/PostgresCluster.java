package dev.churn.local;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.storage.PrivateFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.UUID;

/** A PostgreSQL data folder and the server process that uses it. */
final class PostgresCluster {
  static final String HOST = "127.0.0.1";
  static final String USER = "churn";
  static final String DATABASE = "postgres";

  private static final String MAJOR_VERSION = "18";
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String UNFINISHED = "data.unfinished-";
  private static final int PORTS_TRIED = 4;

  private final PostgresCommands commands;
  private final Path data;
  private final Path log;
  private final Path portFile;
  private final Path passwordFile;
  private final String password;

  /**
   * @param folder holds data, log and password
   */
  PostgresCluster(PostgresCommands commands, Path folder, Path passwordFile) throws IOException {
    this.commands = commands;
    this.data = folder.resolve("data");
    this.log = folder.resolve("postgres.log");
    this.portFile = folder.resolve("port");
    this.passwordFile = passwordFile;
    this.password = Files.readString(passwordFile).strip();
  }

  String password() {
    return password;
  }

  /** Creates the data folder if it is missing or if an earlier creation was interrupted. */
  void initialize() throws IOException {
    Path version = data.resolve("PG_VERSION");
    if (Files.exists(version)) {
      String found = Files.readString(version).strip();
      if (!found.equals(MAJOR_VERSION)) {
        throw new ChurnException(
            ErrorCode.UNPROCESSABLE,
            "%s: expected data of PostgreSQL %s, found %s".formatted(data, MAJOR_VERSION, found));
      }
      return;
    }
    removeUnfinished();
    Path unfinished = data.resolveSibling(UNFINISHED + UUID.randomUUID());
    commands.run(
        "initdb",
        List.of(
            "--pgdata=" + unfinished,
            "--username=" + USER,
            "--pwfile=" + passwordFile,
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--data-checksums",
            "--set=listen_addresses=" + HOST,
            "--set=unix_socket_directories=",
            "--set=timezone=UTC",
            "--set=log_timezone=UTC",
            "--set=log_checkpoints=off"));
    Files.move(unfinished, data, StandardCopyOption.ATOMIC_MOVE);
    AtomicFiles.force(data.getParent());
  }

  private void removeUnfinished() throws IOException {
    try (DirectoryStream<Path> found =
        Files.newDirectoryStream(data.getParent(), UNFINISHED + "*")) {
      for (Path leftover : found) {
        try {
          PostgresBinaries.deleteAll(leftover);
        } catch (IOException e) {
          // The initdb of a killed program may still write to it; the next start removes the rest.
        }
      }
    }
  }

  /** {@return the port of the server that uses the data, or empty if none is running} */
  OptionalInt findRunning() throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      Optional<Postmaster> found = Postmaster.read(data);
      if (found.isEmpty()) {
        return OptionalInt.empty();
      }
      Postmaster postmaster = found.get();
      if (!postmaster.serves(data)) {
        if (postmaster.processExists()) {
          // Another program has reused the process id; PostgreSQL would mistake it for the server.
          Files.deleteIfExists(Postmaster.file(data));
        }
        return OptionalInt.empty();
      }
      if (postmaster.ready() && answers(postmaster.port())) {
        return OptionalInt.of(postmaster.port());
      }
      if (System.nanoTime() > deadline) { // otherwise it is starting, recovering or stopping
        throw new ChurnException(
            ErrorCode.UNAVAILABLE,
            "PostgreSQL (process %d) works on %s but does not answer at %s:%d; see %s"
                .formatted(postmaster.pid(), data, HOST, postmaster.port(), log));
      }
      PostgresCommands.pause();
    }
  }

  /** {@return whether the process of the server exists, also if it does not answer} */
  boolean isRunning() throws IOException {
    Optional<Postmaster> found = Postmaster.read(data);
    return found.isPresent() && found.get().serves(data);
  }

  /** Starts a server; {@return its port}. */
  int start() throws IOException {
    ChurnException failure = null;
    for (int attempt = 0; attempt < PORTS_TRIED; attempt++) {
      int port = attempt == 0 ? lastPort().orElse(freePort()) : freePort();
      try {
        start(port);
        return port;
      } catch (ChurnException e) {
        failure = e; // most likely another program took the port meanwhile
      }
    }
    throw failure;
  }

  /** Starts a server on a port. */
  void start(int port) throws IOException {
    try {
      commands.run(
          "pg_ctl",
          List.of(
              "start",
              "-D",
              data.toString(),
              "-l",
              log.toString(),
              "-w",
              "-t",
              "120",
              "-o",
              "-p " + port),
          this::isReady); // pg_ctl itself polls only every tenth of a second
    } catch (ChurnException e) {
      throw new ChurnException(
          e.code(), "%s; the end of %s: %s".formatted(e.getMessage(), log, endOfLog()), e);
    }
    if (!Files.exists(portFile)) {
      PrivateFiles.createFile(portFile);
    }
    Files.writeString(portFile, Integer.toString(port));
  }

  private boolean isReady() throws IOException {
    Optional<Postmaster> found = Postmaster.read(data);
    return found.isPresent() && found.get().ready() && found.get().serves(data);
  }

  /** Stops the server: disconnects clients; committed transactions are on the disk. */
  void stop() throws IOException {
    if (Postmaster.read(data).isPresent()) {
      commands.run(
          "pg_ctl", List.of("stop", "-D", data.toString(), "-m", "fast", "-w", "-t", "60"));
    }
  }

  private boolean answers(int port) {
    Properties properties = new Properties();
    properties.setProperty("user", USER);
    properties.setProperty("password", password);
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("socketTimeout", "5");
    String sql = "select setting from pg_settings where name = 'data_directory'";
    try (Connection connection = DriverManager.getConnection(jdbcUrl(port), properties);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() && Files.isSameFile(Path.of(rows.getString(1)), data);
    } catch (SQLException | IOException e) {
      return false; // not ready yet, or another server; the caller retries for a while
    }
  }

  static String jdbcUrl(int port) {
    return "jdbc:postgresql://%s:%d/%s".formatted(HOST, port, DATABASE);
  }

  /** {@return the port of the last run, which lets clients reconnect after a restart} */
  private OptionalInt lastPort() throws IOException {
    if (!Files.exists(portFile)) {
      return OptionalInt.empty();
    }
    String port = Files.readString(portFile).strip();
    return port.matches("[0-9]{1,5}")
        ? OptionalInt.of(Integer.parseInt(port))
        : OptionalInt.empty();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private String endOfLog() throws IOException {
    if (!Files.exists(log)) {
      return "empty";
    }
    String text = Files.readString(log, StandardCharsets.ISO_8859_1);
    return text.substring(Math.max(0, text.length() - 1000)).strip();
  }
}
