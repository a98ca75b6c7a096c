package dev.churn.postgres;

import dev.churn.domain.port.MonitoringReports;
import dev.churn.domain.port.MonitoringReportsContract;
import dev.churn.domain.port.Organizations;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PostgresMonitoringReportsTest extends MonitoringReportsContract {
  private static PostgresDatabase database;

  @BeforeAll
  static void open() {
    database = TestServer.open(TestServer.newDatabase());
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @Override
  protected MonitoringReports emptyReports() {
    return database.reports(); // every test has organizations of its own
  }

  @Override
  protected Organizations organizations() {
    return database.organizations();
  }
}
