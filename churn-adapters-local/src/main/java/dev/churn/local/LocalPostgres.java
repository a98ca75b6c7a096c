package dev.churn.local;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.storage.PrivateFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;

/**
 * A private PostgreSQL 18 server with all its programs and data in one folder. It listens only on
 * 127.0.0.1 and requires a password that only the folder's owner can read.
 *
 * <p>The server is a separate process. It survives if the program is killed, and the next start
 * finds it; several programs may use it at the same time, and the last one to close it stops it. If
 * it dies while it is in use, it is started again on the same port.
 */
public final class LocalPostgres implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /**
   * Held while a server is found, started or stopped. Static, because the file lock that excludes
   * other processes does not exclude other threads of this one.
   */
  private static final Object TURN = new Object();

  private final Path folder;
  private final PostgresCluster cluster;
  private final ProcessLock presence;
  private final int port;
  private final PostgresWatch watch;

  /** Changes only while it is this program's turn. */
  private boolean released;

  private boolean closed;

  private LocalPostgres(Path folder, PostgresCluster cluster, ProcessLock presence, int port) {
    this.folder = folder;
    this.cluster = cluster;
    this.presence = presence;
    this.port = port;
    this.watch = new PostgresWatch(new Watched());
  }

  private final class Watched implements PostgresWatch.Server {
    @Override
    public boolean isRunning() throws IOException {
      return cluster.isRunning();
    }

    @Override
    public void restart() throws IOException {
      inTurn(
          folder,
          () -> {
            if (!released && cluster.findRunning().isEmpty()) {
              cluster.start(port);
            }
            return null;
          });
    }
  }

  /**
   * {@return the server of a folder, started if it is not running}
   *
   * @param folder created if missing; PostgreSQL writes only there
   * @throws ChurnException with {@link ErrorCode#UNAVAILABLE} if it cannot be started, {@link
   *     ErrorCode#UNPROCESSABLE} if this platform or the version of the data is not supported
   */
  public static LocalPostgres start(Path folder) {
    return start(folder, folder.resolve("programs"));
  }

  /**
   * {@return the server of a folder}
   *
   * @param programs folder into which PostgreSQL's programs are unpacked
   */
  static LocalPostgres start(Path folder, Path programs) {
    Path home = folder.toAbsolutePath().normalize();
    try {
      createPrivately(home);
      return inTurn(home, () -> startInTurn(home, programs.toAbsolutePath().normalize()));
    } catch (IOException e) {
      throw failed(home, "started", e);
    }
  }

  public String jdbcUrl() {
    return PostgresCluster.jdbcUrl(port);
  }

  public String user() {
    return PostgresCluster.USER;
  }

  public String password() {
    return cluster.password();
  }

  /** {@return the connection URL, {@code postgresql://user:password@host:port/database}} */
  public String url() {
    return "postgresql://%s:%s@%s:%d/%s"
        .formatted(user(), password(), PostgresCluster.HOST, port, PostgresCluster.DATABASE);
  }

  /** Releases the server, and stops it if no other program uses it; closing again does nothing. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    watch.close();
    try {
      inTurn(
          folder,
          () -> {
            released = true;
            presence.close();
            if (ProcessLock.living(users(folder)).isEmpty()) {
              cluster.stop();
            }
            return null;
          });
    } catch (IOException e) {
      throw failed(folder, "stopped", e);
    }
  }

  private static LocalPostgres startInTurn(Path home, Path programs) throws IOException {
    PrivateFiles.createFolders(users(home));
    Path binaries = PostgresBinaries.unpack(PrivateFiles.createFolders(programs));
    var commands = new PostgresCommands(binaries, home.resolve("command.log"));
    var cluster = new PostgresCluster(commands, home, passwordFile(home));
    cluster.initialize();
    OptionalInt running = cluster.findRunning();
    if (running.isEmpty()) {
      refuseIfUsedFromElsewhere(home);
    }
    int port = running.isPresent() ? running.getAsInt() : cluster.start();
    return new LocalPostgres(home, cluster, ProcessLock.enter(users(home)), port);
  }

  /**
   * Refuses to start if a process that is not visible here uses the folder. Such a process runs in
   * another container, and so does its server; a second server on the same data would destroy it.
   */
  private static void refuseIfUsedFromElsewhere(Path home) throws IOException {
    List<String> living = ProcessLock.living(users(home));
    if (living.stream().anyMatch(name -> ProcessLock.processOf(name).isEmpty())) {
      throw new ChurnException(
          ErrorCode.UNAVAILABLE,
          "%s is in use by a program in another container; stop it, or set DATABASE_URL to a server"
                  .formatted(home)
              + " that both can reach");
    }
  }

  private static Path users(Path home) {
    return home.resolve("users");
  }

  private static Path passwordFile(Path home) throws IOException {
    Path file = home.resolve("password");
    if (!Files.exists(file)) {
      if (Files.exists(home.resolve("data"))) {
        throw new IOException("expected the password of its database in " + file + ", found none");
      }
      byte[] random = new byte[24];
      new SecureRandom().nextBytes(random);
      Path temporary = Files.createTempFile(home, "password", ".tmp"); // readable by the owner only
      Files.writeString(temporary, HexFormat.of().formatHex(random));
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }
    return file;
  }

  private static void createPrivately(Path home) throws IOException {
    PrivateFiles.createFolders(home);
    PrivateFiles.restrictFolder(home);
  }

  private interface Work<T> {
    T call() throws IOException;
  }

  private static <T> T inTurn(Path home, Work<T> work) throws IOException {
    synchronized (TURN) {
      try (FileChannel channel = PrivateFiles.openOrCreate(home.resolve("turn.lock"))) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (channel.tryLock() == null) {
          if (System.nanoTime() > deadline) {
            throw new ChurnException(
                ErrorCode.UNAVAILABLE,
                "Another program has been starting or stopping PostgreSQL in %s for %d s"
                    .formatted(home, PATIENCE.toSeconds()));
          }
          PostgresCommands.pause();
        }
        return work.call();
      }
    }
  }

  private static ChurnException failed(Path home, String what, IOException cause) {
    return new ChurnException(
        ErrorCode.UNAVAILABLE,
        "PostgreSQL in %s could not be %s: %s".formatted(home, what, cause.getMessage()),
        cause);
  }
}
