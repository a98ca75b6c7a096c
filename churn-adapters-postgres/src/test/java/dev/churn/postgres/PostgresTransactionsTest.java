package dev.churn.postgres;

import dev.churn.domain.port.DatasetCatalog;
import dev.churn.domain.port.JobQueue;
import dev.churn.domain.port.Organizations;
import dev.churn.domain.port.Transactions;
import dev.churn.domain.port.TransactionsContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PostgresTransactionsTest extends TransactionsContract {
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
  protected Transactions transactions() {
    return database.transactions();
  }

  @Override
  protected Organizations organizations() {
    return database.organizations();
  }

  @Override
  protected DatasetCatalog catalog() {
    return database.datasets();
  }

  @Override
  protected JobQueue jobs() {
    return database.jobs();
  }
}
