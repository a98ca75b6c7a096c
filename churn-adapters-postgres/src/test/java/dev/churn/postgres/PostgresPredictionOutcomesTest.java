package dev.churn.postgres;

import dev.churn.domain.port.ModelRegistry;
import dev.churn.domain.port.Organizations;
import dev.churn.domain.port.PredictionBatches;
import dev.churn.domain.port.PredictionLog;
import dev.churn.domain.port.PredictionOutcomes;
import dev.churn.domain.port.PredictionOutcomesContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PostgresPredictionOutcomesTest extends PredictionOutcomesContract {
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
  protected PredictionOutcomes emptyOutcomes() {
    return database.outcomes(); // every test has organizations of its own
  }

  @Override
  protected Organizations organizations() {
    return database.organizations();
  }

  @Override
  protected ModelRegistry models() {
    return database.models();
  }

  @Override
  protected PredictionBatches batches() {
    return database.predictions();
  }

  @Override
  protected PredictionLog log() {
    return database.predictionLog();
  }
}
