package dev.churn.postgres;

import dev.churn.domain.port.DatasetCatalog;
import dev.churn.domain.port.DatasetCatalogContract;
import dev.churn.domain.port.Organizations;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PostgresDatasetCatalogTest extends DatasetCatalogContract {
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
  protected DatasetCatalog emptyCatalog() {
    return database.datasets(); // every test has organizations of its own
  }

  @Override
  protected Organizations organizations() {
    return database.organizations();
  }
}
