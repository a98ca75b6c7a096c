package dev.churn.postgres;

import dev.churn.domain.port.Organizations;
import dev.churn.domain.port.PredictionLog;
import dev.churn.domain.port.PredictionLogContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PostgresPredictionLogTest extends PredictionLogContract {
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
  protected PredictionLog emptyLog() {
    return database.predictionLog(); // every test has organizations of its own
  }

  @Override
  protected Organizations organizations() {
    return database.organizations();
  }
}
