package dev.churn.postgres;

import dev.churn.domain.port.DatasetCatalog;
import dev.churn.domain.port.Organizations;
import dev.churn.domain.port.Pipelines;
import dev.churn.domain.port.PipelinesContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PostgresPipelinesTest extends PipelinesContract {
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
  protected Pipelines emptyPipelines() {
    return database.pipelines(); // every test has organizations of its own
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
