package dev.churn.postgres;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import liquibase.Contexts;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.UpdateSummaryOutputEnum;
import liquibase.analytics.configuration.AnalyticsArgs;
import liquibase.changelog.ChangeLogParameters;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.exception.LiquibaseException;
import liquibase.parser.ChangeLogParserFactory;
import liquibase.resource.ClassLoaderResourceAccessor;
import liquibase.sqlgenerator.SqlGeneratorFactory;
import liquibase.ui.LoggerUIService;
import org.slf4j.LoggerFactory;

/** Migrates the schema to the current version. */
final class Migrations {
  /** Changelogs in the order of application; a released file never changes. */
  private static final List<String> CHANGELOGS =
      List.of(
          "dev/churn/postgres/changelog/001-main-job.sql",
          "dev/churn/postgres/changelog/002-registry.sql",
          "dev/churn/postgres/changelog/003-predictions.sql",
          "dev/churn/postgres/changelog/004-evaluation.sql",
          "dev/churn/postgres/changelog/005-monitoring.sql",
          "dev/churn/postgres/changelog/006-latest-batches.sql",
          "dev/churn/postgres/changelog/007-model-families.sql",
          "dev/churn/postgres/changelog/008-feature-names.sql",
          "dev/churn/postgres/changelog/009-cancel.sql",
          "dev/churn/postgres/changelog/010-definitions.sql",
          "dev/churn/postgres/changelog/011-evaluation-scope.sql",
          "dev/churn/postgres/changelog/012-populations.sql",
          "dev/churn/postgres/changelog/013-activation.sql",
          "dev/churn/postgres/changelog/014-stress.sql",
          "dev/churn/postgres/changelog/015-serving.sql",
          "dev/churn/postgres/changelog/016-customers-of-batches.sql",
          "dev/churn/postgres/changelog/017-removals.sql",
          "dev/churn/postgres/changelog/019-row-level-security.sql",
          "dev/churn/postgres/changelog/020-jobs-after-others.sql",
          "dev/churn/postgres/changelog/021-file-conventions.sql",
          "dev/churn/postgres/changelog/022-time-zone.sql",
          "dev/churn/postgres/changelog/023-api-keys.sql",
          "dev/churn/postgres/changelog/024-audit.sql",
          "dev/churn/postgres/changelog/025-erasures.sql",
          "dev/churn/postgres/changelog/028-output-fingerprints.sql",
          "dev/churn/postgres/changelog/029-customer-states.sql",
          "dev/churn/postgres/changelog/030-verdict.sql",
          "dev/churn/postgres/changelog/032-customer-values.sql",
          "dev/churn/postgres/changelog/033-churn-definitions.sql",
          "dev/churn/postgres/changelog/035-value-order.sql",
          "dev/churn/postgres/changelog/036-expected-losses.sql",
          "dev/churn/postgres/changelog/037-churn-events.sql",
          "dev/churn/postgres/changelog/040-seen-values.sql",
          "dev/churn/postgres/changelog/041-targets.sql",
          "dev/churn/postgres/changelog/042-targets-in-audit.sql",
          "dev/churn/postgres/changelog/043-receipts.sql",
          "dev/churn/postgres/changelog/044-watched-types.sql");

  /** How long to wait for another server's migration, which may take long. */
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  private static final Duration MESSAGE_EVERY = Duration.ofSeconds(15);
  private static final long PAUSE_MILLIS = 100;

  /**
   * A migration has no time limit, not even one of its role, but waits at most a minute for a table
   * that others use, since everybody else would queue behind it.
   */
  private static final String LIMITS =
      "set statement_timeout = 0; set idle_in_transaction_session_timeout = 0;"
          + " set lock_timeout = '60s'";

  private Migrations() {}

  /**
   * Applies the missing change sets; if several servers start at once, one applies them and the
   * others wait. If none is missing, Liquibase is not loaded, since loading takes longer than the
   * rest of a start.
   *
   * @param source opens new connections that do not come from a pool and have no socket timeout
   */
  static void apply(DataSource source) throws SQLException {
    if (!haveRun(source)) {
      apply(source, CHANGELOGS);
    }
  }

  /**
   * Loads most of the classes that {@link #apply} needs, without a database. Useful while the
   * database is still being created, since loading Liquibase takes longer than running it.
   *
   * @return the number of change sets that were read; 0 if that failed, in which case {@link
   *     #apply} will report the failure
   */
  static int rehearse() {
    var changes = new AtomicInteger();
    ClassLoader loader = Migrations.class.getClassLoader();
    try {
      Scope.child(
          settings(loader),
          () -> {
            DatabaseFactory.getInstance();
            SqlGeneratorFactory.getInstance();
            for (String changelog : CHANGELOGS) {
              var resources = new ClassLoaderResourceAccessor(loader);
              changes.addAndGet(
                  ChangeLogParserFactory.getInstance()
                      .getParser(changelog, resources)
                      .parse(changelog, new ChangeLogParameters(), resources)
                      .getChangeSets()
                      .size());
            }
          });
      return changes.get();
    } catch (Exception e) { // declared by Scope.child
      LoggerFactory.getLogger(Migrations.class).debug("The rehearsal failed", e);
      return 0;
    }
  }

  /**
   * {@return whether all change sets have run} It needs no lock: Liquibase records a change set
   * after it has run, never before.
   */
  private static boolean haveRun(DataSource source) throws SQLException {
    try (Connection connection = source.getConnection()) {
      return ReleasedChanges.haveRun(connection);
    }
  }

  /** Applies the missing change sets of the given changelogs. */
  static void apply(DataSource source, List<String> changelogs) throws SQLException {
    try (AdvisoryLock lock = waitForTurn(source);
        Connection connection = source.getConnection()) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(LIMITS);
      }
      update(connection, changelogs);
      if (!lock.isHeld()) {
        throw new ChurnException(
            ErrorCode.UNAVAILABLE, "The connection to the database broke while it was migrated");
      }
    }
  }

  private static AdvisoryLock waitForTurn(DataSource source) throws SQLException {
    long begun = System.nanoTime();
    long deadline = begun + PATIENCE.toNanos();
    long nextMessage = begun + MESSAGE_EVERY.toNanos();
    while (true) {
      Optional<AdvisoryLock> lock = AdvisoryLock.tryAcquire(source, "migrations");
      if (lock.isPresent()) {
        return lock.get();
      }
      if (System.nanoTime() > nextMessage) {
        LoggerFactory.getLogger(Migrations.class)
            .info(
                "Another server is migrating the database; this one has waited for {} s and gives"
                    + " up after {} s",
                Duration.ofNanos(System.nanoTime() - begun).toSeconds(),
                PATIENCE.toSeconds());
        nextMessage += MESSAGE_EVERY.toNanos();
      }
      if (System.nanoTime() > deadline) {
        throw new ChurnException(
            ErrorCode.UNAVAILABLE,
            "Another server has been migrating the database for %d s"
                .formatted(PATIENCE.toSeconds()));
      }
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ChurnException(
            ErrorCode.UNAVAILABLE, "Interrupted while waiting for the database's migration", e);
      }
    }
  }

  private static void update(Connection connection, List<String> changelogs) throws SQLException {
    ClassLoader loader = Migrations.class.getClassLoader();
    try {
      Scope.child(
          settings(loader),
          () -> {
            Database database =
                DatabaseFactory.getInstance()
                    .findCorrectDatabaseImplementation(new LiquibaseConnection(connection));
            for (String changelog : changelogs) {
              var liquibase =
                  new Liquibase(changelog, new ClassLoaderResourceAccessor(loader), database);
              liquibase.setShowSummaryOutput(UpdateSummaryOutputEnum.LOG);
              // Liquibase's own lock is a row that a killed server leaves behind. This server holds
              // the advisory lock, so no other is migrating and the row can be released.
              liquibase.forceReleaseLocks();
              liquibase.update(new Contexts());
            }
          });
    } catch (LiquibaseException e) {
      throw new SQLException("The schema could not be brought up to date: " + e.getMessage(), e);
    } catch (SQLException | RuntimeException e) {
      throw e;
    } catch (Exception e) { // declared by Scope.child for the exceptions of its work
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, Object> settings(ClassLoader loader) {
    return Map.of(
        Scope.Attr.logService.name(),
        new LiquibaseLog(),
        Scope.Attr.ui.name(),
        new LoggerUIService(), // otherwise it writes to standard output
        Scope.Attr.classLoader.name(),
        loader,
        AnalyticsArgs.ENABLED.getKey(),
        false);
  }
}
