package dev.churn.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ChurnException;
import dev.churn.domain.storage.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class LocalPostgresTest {
  /** Unpacked and created once, since that takes longer than all else; most tests copy it. */
  @TempDir private static Path shared;

  @TempDir private Path folder;

  private Path home() {
    return folder.resolve("postgres");
  }

  private static Path created() {
    return shared.resolve("created");
  }

  private static Path programs() {
    return created().resolve("programs");
  }

  @BeforeAll
  static void create() {
    LocalPostgres.start(created()).close();
  }

  @BeforeEach
  void copy_what_was_created() throws IOException {
    try (Stream<Path> files = Files.walk(created())) {
      for (Path file :
          (Iterable<Path>) files.filter(file -> !file.startsWith(programs()))::iterator) {
        Path copy = home().resolve(created().relativize(file).toString());
        Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  @AfterEach
  void stop_what_a_killed_program_left_running() {
    if (Files.exists(home().resolve("data/postmaster.pid"))) {
      LocalPostgres.start(home(), programs()).close();
    }
  }

  @Test
  void data_outlives_a_restart() throws Exception {
    long pid;
    try (LocalPostgres first = LocalPostgres.start(home(), programs())) {
      execute(first, "create table kept (id int)", "insert into kept values (1)");
      pid = postmaster();
    }
    assertThat(home().resolve("data/postmaster.pid")).doesNotExist();

    try (LocalPostgres second = LocalPostgres.start(home(), programs())) {
      assertThat(query(second, "select count(*) from kept")).isEqualTo("1");
      assertThat(postmaster()).isNotEqualTo(pid);
    }
  }

  @Test
  void data_and_server_outlive_a_killed_program() throws Exception {
    Process program = forked();
    try (var out = program.inputReader()) {
      assertThat(out.readLine()).isEqualTo("written");
      long pid = postmaster();
      program.destroyForcibly();
      assertThat(program.waitFor(10, TimeUnit.SECONDS)).isTrue();

      try (LocalPostgres next = LocalPostgres.start(home(), programs())) {
        assertThat(query(next, "select count(*) from kept")).isEqualTo("1");
        assertThat(postmaster()).as("the server that was left running").isEqualTo(pid);
      }
      assertThat(home().resolve("data/postmaster.pid")).doesNotExist();
    }
  }

  @Test
  void programs_share_a_server_and_the_last_one_stops_it() throws Exception {
    Process program = forked();
    try (var out = program.inputReader()) {
      assertThat(out.readLine()).isEqualTo("written");
      LocalPostgres second = LocalPostgres.start(home(), programs());
      LocalPostgres third = LocalPostgres.start(home(), programs());
      assertThat(query(second, "select count(*) from kept")).isEqualTo("1");
      second.close();
      second.close();
      third.close();
      assertThat(home().resolve("data/postmaster.pid")).as("the program uses it").exists();

      program.outputWriter().close(); // tells it to end
      assertThat(program.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(home().resolve("data/postmaster.pid")).doesNotExist();
    } finally {
      program.destroyForcibly();
    }
  }

  @Test
  void the_number_of_a_dead_server_may_be_that_of_another_program() throws Exception {
    long thisProgram = ProcessHandle.current().pid();
    Files.writeString(
        home().resolve("data/postmaster.pid"),
        "%d\n%s\n1700000000\n5432\n\n127.0.0.1\n  1 2\nready\n"
            .formatted(thisProgram, home().resolve("data")));

    try (LocalPostgres next = LocalPostgres.start(home(), programs())) {
      assertThat(query(next, "select 1")).isEqualTo("1");
    }
  }

  @Test
  void a_killed_server_is_recovered() throws Exception {
    LocalPostgres first = LocalPostgres.start(home(), programs());
    execute(first, "create table kept (id int)", "insert into kept values (1)");
    ProcessHandle server = ProcessHandle.of(postmaster()).orElseThrow();
    server.destroyForcibly();
    server.onExit().get(10, TimeUnit.SECONDS);

    try (LocalPostgres second = LocalPostgres.start(home(), programs())) {
      assertThat(query(second, "select count(*) from kept")).isEqualTo("1");
      assertThat(second.jdbcUrl()).as("clients find it again").isEqualTo(first.jdbcUrl());
    }
    first.close();
  }

  @Test
  void a_server_that_dies_is_started_again_within_seconds() throws Exception {
    try (LocalPostgres postgres = LocalPostgres.start(home(), programs())) {
      execute(postgres, "create table kept (id int)", "insert into kept values (1)");
      long pid = postmaster();

      ProcessHandle.of(pid).orElseThrow().destroyForcibly();

      assertThat(answersWithin(Duration.ofSeconds(10), postgres)).isTrue();
      assertThat(query(postgres, "select count(*) from kept")).isEqualTo("1");
      assertThat(postmaster()).isNotEqualTo(pid);
    }
    assertThat(home().resolve("data/postmaster.pid")).as("stopped on purpose").doesNotExist();
  }

  @Test
  void a_server_whose_backend_dies_answers_again_within_seconds() throws Exception {
    try (LocalPostgres postgres = LocalPostgres.start(home(), programs());
        Connection killed = connect(postgres);
        Statement statement = killed.createStatement();
        ResultSet row = statement.executeQuery("select pg_backend_pid()")) {
      row.next();
      ProcessHandle.of(row.getLong(1)).orElseThrow().destroyForcibly();

      TimeUnit.MILLISECONDS.sleep(100);
      assertThat(answersWithin(Duration.ofSeconds(10), postgres)).isTrue();
    }
  }

  @Test
  void a_server_that_is_stopped_on_purpose_stays_stopped() throws Exception {
    LocalPostgres.start(home(), programs()).close();

    TimeUnit.MILLISECONDS.sleep(600); // longer than the pause of the watch

    assertThat(home().resolve("data/postmaster.pid")).doesNotExist();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void the_server_inherits_no_secrets_and_shows_none() throws Exception {
    Process program = forked(); // its environment has a secret
    try (var out = program.inputReader()) {
      assertThat(out.readLine()).isEqualTo("written");
      Path process = Path.of("/proc", Long.toString(postmaster()));

      assertThat(Files.readString(process.resolve("environ")).split("\0"))
          .extracting(variable -> variable.replaceFirst("=.*", ""))
          .isSubsetOf(
              "PATH",
              "HOME",
              "TZ",
              "LANG",
              "TMPDIR",
              "LC_ALL",
              "LD_LIBRARY_PATH",
              // those that PostgreSQL's own programs set
              "PWD",
              "OLDPWD",
              "SHLVL",
              "_",
              "PG_GRANDPARENT_PID",
              "PGDATA",
              "PGSYSCONFDIR",
              "PGLOCALEDIR");
      assertThat(Files.readString(process.resolve("cmdline")))
          .doesNotContain(Files.readString(home().resolve("password")));
    } finally {
      program.destroyForcibly();
    }
  }

  @Test
  void nothing_in_the_folder_is_for_other_users() throws Exception {
    try (LocalPostgres postgres = LocalPostgres.start(created())) {
      assertThat(query(postgres, "select 1")).isEqualTo("1");
      try (Stream<Path> files = Files.walk(created())) {
        assertThat(files.filter(file -> !Files.isSymbolicLink(file)))
            .allSatisfy(
                file ->
                    assertThat(PrivateFiles.findLoosePermissions(file)).as("%s", file).isEmpty());
      }
    }
  }

  private static boolean answersWithin(Duration patience, LocalPostgres postgres)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < deadline) {
      try {
        return query(postgres, "select 1").equals("1");
      } catch (SQLException e) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }
    return false;
  }

  @Test
  void a_cut_off_creation_is_begun_anew() throws Exception {
    PostgresBinaries.deleteAll(home().resolve("data"));
    Path unfinished = Files.createDirectories(home().resolve("data.unfinished-1/base"));
    Files.writeString(unfinished.resolveSibling("PG_VERSION"), "18\n");

    try (LocalPostgres postgres = LocalPostgres.start(home(), programs())) {
      assertThat(query(postgres, "select 1")).isEqualTo("1");
      assertThat(home().resolve("data.unfinished-1")).doesNotExist();
    }
  }

  @Test
  void data_of_another_version_is_refused_untouched() throws IOException {
    Files.writeString(home().resolve("data/PG_VERSION"), "14\n");

    assertThatThrownBy(() -> LocalPostgres.start(home(), programs()))
        .isInstanceOf(ChurnException.class)
        .hasMessageContaining("expected data of PostgreSQL 18, found 14");
    assertThat(home().resolve("data/PG_VERSION")).hasContent("14");
  }

  @Test
  void only_the_owner_of_the_folder_gets_in() throws Exception {
    try (LocalPostgres postgres = LocalPostgres.start(home(), programs())) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home())))
          .isEqualTo("rwx------");
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(home().resolve("password"))))
          .isEqualTo("rw-------");
      assertThat(postgres.password()).hasSize(48);
      assertThat(postgres.url()).startsWith("postgresql://churn:" + postgres.password() + "@127");
      assertThatThrownBy(
              () ->
                  DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), "guess").close())
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("password authentication failed");
      assertThat(query(postgres, "show listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(query(postgres, "show unix_socket_directories")).isEmpty();
    }
  }

  @Test
  void everything_lies_in_one_folder() throws Exception {
    try (LocalPostgres postgres = LocalPostgres.start(created())) {
      assertThat(query(postgres, "select 1")).isEqualTo("1");
      assertThat(query(postgres, "show data_directory")).isEqualTo(created() + "/data");
      assertThat(programs()).isNotEmptyDirectory();
    }
  }

  @Test
  void data_is_kept_as_safely_as_it_can_be() throws Exception {
    try (LocalPostgres postgres = LocalPostgres.start(home(), programs())) {
      assertThat(query(postgres, "show server_version")).startsWith("18.");
      assertThat(query(postgres, "show server_encoding")).isEqualTo("UTF8");
      assertThat(query(postgres, "show data_checksums")).isEqualTo("on");
      assertThat(query(postgres, "show fsync")).isEqualTo("on");
      assertThat(query(postgres, "select upper('é')")).isEqualTo("É");
    }
  }

  /** A program that starts the server, writes a row and ends when its input does. */
  private Process forked() throws IOException {
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1", // it ends before the second compiler pays
            "-cp",
            System.getProperty("java.class.path"),
            Program.class.getName(),
            home().toString(),
            programs().toString());
    builder.environment().put("DATABASE_PASSWORD", "sesame");
    return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** What {@link #forked} runs. */
  static final class Program {
    private Program() {}

    public static void main(String[] args) throws Exception {
      try (LocalPostgres postgres = LocalPostgres.start(Path.of(args[0]), Path.of(args[1]))) {
        execute(postgres, "create table kept (id int)", "insert into kept values (1)");
        System.out.println("written");
        System.in.transferTo(System.err);
      }
    }
  }

  private long postmaster() throws IOException {
    return Postmaster.read(home().resolve("data")).orElseThrow().pid();
  }

  private static void execute(LocalPostgres postgres, String... statements) throws SQLException {
    try (Connection connection = connect(postgres);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static String query(LocalPostgres postgres, String sql) throws SQLException {
    try (Connection connection = connect(postgres);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static Connection connect(LocalPostgres postgres) throws SQLException {
    return DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
  }
}
