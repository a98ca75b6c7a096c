package dev.churn.postgres;

import dev.churn.domain.port.ApiKeys;
import dev.churn.domain.port.ApiKeysContract;
import dev.churn.domain.port.DatasetCatalogContract;
import dev.churn.domain.port.ModelRegistryContract;
import dev.churn.domain.port.MonitoringReportsContract;
import dev.churn.domain.port.Organizations;
import dev.churn.domain.port.PipelinesContract;
import dev.churn.domain.port.PredictionLogContract;
import dev.churn.domain.port.PredictionOutcomesContract;
import dev.churn.domain.port.Removals;
import dev.churn.domain.port.RemovalsContract;
import dev.churn.domain.port.TestPorts;
import dev.churn.domain.port.Transactions;
import dev.churn.domain.port.TransactionsContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** The ports in PostgreSQL keep their contracts, all in one database. */
class PostgresPortsTest {
  private static DatabaseSettings settings;
  private static PostgresDatabase database;

  private final TestPorts ports = TestServer.ports(database);

  @BeforeAll
  static void open() {
    settings = TestServer.newMigratedDatabase();
    database = TestServer.open(settings);
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @Nested
  class DatasetsInPostgres extends DatasetCatalogContract {
    @Override
    protected TestPorts ports() {
      return ports;
    }
  }

  @Nested
  class ModelsInPostgres extends ModelRegistryContract {
    @Override
    protected TestPorts ports() {
      return ports;
    }
  }

  @Nested
  class PredictionsInPostgres extends PredictionLogContract {
    @Override
    protected TestPorts ports() {
      return ports;
    }
  }

  @Nested
  class OutcomesInPostgres extends PredictionOutcomesContract {
    @Override
    protected TestPorts ports() {
      return ports;
    }
  }

  @Nested
  class ReportsInPostgres extends MonitoringReportsContract {
    @Override
    protected TestPorts ports() {
      return ports;
    }
  }

  @Nested
  class PipelinesInPostgres extends PipelinesContract {
    @Override
    protected TestPorts ports() {
      return ports;
    }
  }

  @Nested
  class ApiKeysInPostgres extends ApiKeysContract {
    @Override
    protected ApiKeys keys() {
      return database.apiKeys();
    }

    @Override
    protected Organizations organizations() {
      return ports.organizations();
    }
  }

  @Nested
  class RemovalsInPostgres extends RemovalsContract {
    @Override
    protected Removals emptyRemovals() {
      Jobs.execute(settings, "delete from removals");
      return database.removals();
    }

    @Override
    protected Transactions transactions() {
      return database.transactions();
    }
  }

  @Nested
  class TransactionsInPostgres extends TransactionsContract {
    @Override
    protected TestPorts ports() {
      return ports;
    }
  }
}
