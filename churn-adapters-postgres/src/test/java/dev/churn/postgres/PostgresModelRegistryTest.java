package dev.churn.postgres;

import dev.churn.domain.port.DatasetCatalog;
import dev.churn.domain.port.ModelRegistry;
import dev.churn.domain.port.ModelRegistryContract;
import dev.churn.domain.port.Organizations;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PostgresModelRegistryTest extends ModelRegistryContract {
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
  protected ModelRegistry emptyRegistry() {
    return database.models(); // every test has organizations of its own
  }

  @Override
  protected Organizations organizations() {
    return database.organizations();
  }

  @Override
  protected DatasetCatalog catalog() {
    return database.datasets();
  }
}
