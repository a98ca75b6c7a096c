package dev.churn.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.port.ApiKeys;
import dev.churn.domain.port.AuditLog;
import dev.churn.domain.port.CustomerRecords;
import dev.churn.domain.port.DatasetCatalog;
import dev.churn.domain.port.Erasures;
import dev.churn.domain.port.ModelRegistry;
import dev.churn.domain.port.MonitoringReports;
import dev.churn.domain.port.Organizations;
import dev.churn.domain.port.Pipelines;
import dev.churn.domain.port.PredictionBatches;
import dev.churn.domain.port.PredictionLog;
import dev.churn.domain.port.PredictionOutcomes;
import dev.churn.domain.port.Removals;
import dev.churn.domain.port.Transactions;
import dev.churn.domain.port.Usages;
import java.sql.SQLException;
import java.time.InstantSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A database with an up-to-date schema, and the ports that store their data in it. Jobs and their
 * locks need sessions, so a connection pooler in between must be in session mode. Safe for use by
 * several threads.
 */
public final class PostgresDatabase implements AutoCloseable {
  private static final long CONNECTION_TIMEOUT_MILLIS = 10_000;
  private static final int MINIMUM_IDLE = 1;

  /** The pool looks every 30 s, so that an idle connection is closed within a minute. */
  private static final long IDLE_TIMEOUT_MILLIS = 25_000;

  private static final long VALIDATION_TIMEOUT_MILLIS = 1_000;

  private final HikariDataSource pool;
  private final Database database;
  private final PostgresJobQueue jobs;
  private final DatabasePing ping;

  private PostgresDatabase(
      HikariDataSource pool,
      PGSimpleDataSource lockSource,
      JobSettings jobSettings,
      InstantSource clock) {
    this.pool = pool;
    this.database = new Database(pool);
    this.jobs = new PostgresJobQueue(database, pool, lockSource, jobSettings, clock);
    this.ping = new DatabasePing(database, pool);
  }

  /**
   * Connects, creates or updates the schema, and opens a connection pool.
   *
   * @param clock source of the times of jobs
   * @throws ChurnException with {@link ErrorCode#UNAVAILABLE} if the database cannot be reached or
   *     its schema cannot be updated; with {@link ErrorCode#INVALID_INPUT} if the settings lead to
   *     a connection pooler in transaction mode, or name a role that does not see the tables; the
   *     message gives the reason and never the password
   */
  public static PostgresDatabase open(
      DatabaseSettings settings, JobSettings jobSettings, InstantSource clock) {
    PGSimpleDataSource source = settings.newSource();
    try {
      StartChecks.check(source, settings.address());
      Migrations.apply(settings.newPatientSource());
    } catch (SQLException e) {
      throw new ChurnException(
          ErrorCode.UNAVAILABLE,
          "The database %s cannot be used: %s".formatted(settings.address(), e.getMessage()),
          e);
    }
    var config = new HikariConfig();
    config.setPoolName("churn");
    config.setDataSource(source);
    config.setMaximumPoolSize(settings.poolSize());
    // open further connections on demand rather than at the start of the server
    config.setMinimumIdle(MINIMUM_IDLE);
    // idle connections go back soon: other servers may need them
    config.setIdleTimeout(IDLE_TIMEOUT_MILLIS);
    config.setConnectionTimeout(CONNECTION_TIMEOUT_MILLIS);
    config.setValidationTimeout(VALIDATION_TIMEOUT_MILLIS);
    // otherwise its locked rows stay locked, and the server that takes over its job waits
    config.setConnectionInitSql(AdvisoryLock.NOTICE_DEATH + "; " + Database.END_IDLE);
    config.setInitializationFailTimeout(-1); // the migration has just reached it
    return new PostgresDatabase(
        new HikariDataSource(config), settings.newSource(), jobSettings, clock);
  }

  /**
   * Loads the classes that are needed to create a schema. Call this in a separate thread while the
   * database is still being created.
   */
  public static void rehearse() {
    Migrations.rehearse();
  }

  public Organizations organizations() {
    return new PostgresOrganizations(database);
  }

  public DatasetCatalog datasets() {
    return new PostgresDatasetCatalog(database);
  }

  public ModelRegistry models() {
    return new PostgresModelRegistry(database);
  }

  public PredictionOutcomes outcomes() {
    return new PostgresPredictionOutcomes(database);
  }

  public MonitoringReports reports() {
    return new PostgresMonitoringReports(database);
  }

  public Pipelines pipelines() {
    return new PostgresPipelines(database);
  }

  public Removals removals() {
    return new PostgresRemovals(database);
  }

  public Erasures erasures() {
    return new PostgresErasures(database);
  }

  public CustomerRecords customerRecords() {
    return new PostgresCustomerRecords(database);
  }

  public Usages usages() {
    return new PostgresUsages(database);
  }

  public AuditLog auditLog() {
    return new PostgresAuditLog(database);
  }

  public ApiKeys apiKeys() {
    return new PostgresApiKeys(database);
  }

  public PredictionBatches predictions() {
    return new PostgresPredictionBatches(database);
  }

  public PredictionLog predictionLog() {
    return new PostgresPredictionLog(database);
  }

  public Transactions transactions() {
    return new JdbiTransactions(database);
  }

  /**
   * {@return the queue, always the same object; it accepts jobs at once and runs them once started}
   */
  public PostgresJobQueue jobs() {
    return jobs;
  }

  /**
   * Checks that the database answers; takes at most a second and a half, whatever the database
   * does.
   *
   * @throws ChurnException with {@link ErrorCode#UNAVAILABLE} if it does not
   */
  public void ping() {
    ping.ping();
  }

  /** {@return the connections of the pool; answers at once whatever the database does} */
  public ConnectionCounts connections() {
    HikariPoolMXBean numbers = pool.getHikariPoolMXBean();
    if (numbers == null) { // the pool has not been used yet
      return new ConnectionCounts(0, 0, 0, pool.getMaximumPoolSize());
    }
    return new ConnectionCounts(
        numbers.getActiveConnections(),
        numbers.getIdleConnections(),
        numbers.getThreadsAwaitingConnection(),
        pool.getMaximumPoolSize());
  }

  /** Stops the job queue, then closes the connections; closing again does nothing. */
  @Override
  public void close() {
    jobs.close();
    pool.close();
  }
}
