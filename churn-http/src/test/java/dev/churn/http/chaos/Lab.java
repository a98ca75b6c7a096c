package dev.churn.http.chaos;

import dev.churn.domain.artifact.StoredModelArtifacts;
import dev.churn.domain.usecase.removal.OrganizationRemoval;
import dev.churn.domain.usecase.removal.Receipts;
import dev.churn.domain.usecase.removal.RemoveObjects;
import dev.churn.domain.usecase.removal.SweepOrphans;
import dev.churn.http.ChurnServer;
import dev.churn.http.settings.Settings;
import dev.churn.local.LocalObjectStore;
import dev.churn.local.LocalPostgres;
import dev.churn.postgres.DatabaseSettings;
import dev.churn.postgres.JobSettings;
import dev.churn.postgres.PostgresDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A database server that outlives the servers that are killed, and worlds in it: a database and a
 * folder that belong together and can be copied within a moment.
 */
final class Lab implements AutoCloseable {
  /**
   * Settings of a server that refuses nobody for calling too often, nor for a disk that is small.
   */
  static final Map<String, String> UNLIMITED =
      Map.of(
          "PORT", "0",
          "PREDICTIONS_PER_MINUTE", "1000000",
          "UPLOADS_PER_MINUTE", "1000000",
          "REQUESTS_PER_MINUTE", "1000000",
          "MIN_FREE_DISK_BYTES", "0");

  private static final Duration DATABASE_PATIENCE = Duration.ofMinutes(3);

  private final Path folder;
  private final LocalPostgres postgres;
  private int worlds;

  Lab(Path folder) {
    this.folder = folder;
    this.postgres = LocalPostgres.start(folder.resolve("postgres"));
  }

  /** Everything that a server keeps. */
  final class World implements AutoCloseable {
    private final String database;
    private final Path home;

    private World(String database, Path home) {
      this.database = database;
      this.home = home;
    }

    Path home() {
      return home;
    }

    Map<String, String> variables() {
      Map<String, String> variables = new TreeMap<>(UNLIMITED);
      variables.put("CHURN_HOME", home.toString());
      variables.put("DATABASE_URL", url());
      return variables;
    }

    private String url() {
      return postgres.url().replaceFirst("/[^/]*$", "/" + database);
    }

    ChurnServer start() {
      return ChurnServer.start(Settings.from(variables()));
    }

    /** Notes for removal whatever no row names, however young; a running server removes it. */
    void sweep() {
      var clock = Clock.systemUTC();
      var objects = new LocalObjectStore(home.resolve("storage"), "http://localhost");
      var artifacts = new StoredModelArtifacts(objects);
      try (var database =
          PostgresDatabase.open(DatabaseSettings.parse(url()), JobSettings.defaults(), clock)) {
        var receipts =
            new Receipts(database.erasures(), database.removals(), database.transactions(), clock);
        try (var removals =
            new RemoveObjects(
                database.removals(),
                receipts,
                objects,
                artifacts,
                new OrganizationRemoval(
                    database.organizations(),
                    database.models(),
                    artifacts,
                    objects,
                    receipts,
                    organization -> {}),
                clock)) {
          new SweepOrphans(
                  objects,
                  database.organizations(),
                  database.datasets(),
                  database.predictions(),
                  removals,
                  clock)
              .sweep(Duration.ZERO);
        }
      }
    }

    /** {@return a copy of it, which no server may use at the moment} */
    World copy() {
      World copy = world();
      execute(
          "create database %s template %s strategy file_copy".formatted(copy.database, database));
      for (String part : List.of("storage", "models")) {
        copyAll(home.resolve(part), copy.home.resolve(part));
      }
      return copy;
    }

    /** {@return the first column of all rows as text} */
    List<String> query(String sql) {
      try (Connection connection = connect(database);
          Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery(sql)) {
        List<String> found = new ArrayList<>();
        while (rows.next()) {
          found.add(rows.getString(1));
        }
        return found;
      } catch (SQLException e) {
        throw new IllegalStateException(sql, e);
      }
    }

    /** {@return the files below a part of its folder, by name} */
    Map<String, Path> files(String part) {
      Map<String, Path> files = new TreeMap<>();
      Path top = home.resolve(part);
      if (!Files.exists(top)) {
        return files;
      }
      try (Stream<Path> found = Files.walk(top)) {
        found
            .filter(Files::isRegularFile)
            .forEach(file -> files.put(top.relativize(file).toString(), file));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return files;
    }

    @Override
    public void close() {
      execute("drop database %s with (force)".formatted(database));
      try (Stream<Path> found = Files.walk(home)) {
        for (Path file : found.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** {@return an empty world} */
  World newWorld() {
    World world = world();
    execute("create database " + world.database);
    return world;
  }

  private World world() {
    worlds++;
    Path home = folder.resolve("home" + worlds);
    try {
      Files.createDirectories(home);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new World("world_" + worlds, home);
  }

  private Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(
        postgres.jdbcUrl().replaceFirst("/[^/]*$", "/" + database),
        postgres.user(),
        postgres.password());
  }

  private void execute(String sql) {
    try (Connection connection = connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  String url() {
    return postgres.url();
  }

  /** {@return the id of the database server's first process} */
  long postmaster() {
    try {
      return Long.parseLong(
          Files.readAllLines(folder.resolve("postgres/data/postmaster.pid")).get(0).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until the database server, if it was killed, has been started again by its watch. */
  void awaitDatabase() {
    long begin = System.nanoTime();
    while (true) {
      try {
        connect("postgres").close();
        return;
      } catch (SQLException e) {
        if (System.nanoTime() - begin > DATABASE_PATIENCE.toNanos()) {
          throw new IllegalStateException(e);
        }
        Api.pause(100);
      }
    }
  }

  private static void copyAll(Path from, Path to) {
    if (!Files.exists(from)) {
      return;
    }
    try (Stream<Path> found = Files.walk(from)) {
      for (Path file : found.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    postgres.close();
  }
}
