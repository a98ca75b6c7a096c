package dev.churn.postgres;

import dev.churn.domain.port.Organizations;
import dev.churn.domain.port.PredictionBatches;
import dev.churn.domain.port.PredictionBatchesContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PostgresPredictionBatchesTest extends PredictionBatchesContract {
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
  protected PredictionBatches emptyBatches() {
    return database.predictions(); // every test has organisations of its own
  }

  @Override
  protected Organizations organizations() {
    return database.organizations();
  }
}
