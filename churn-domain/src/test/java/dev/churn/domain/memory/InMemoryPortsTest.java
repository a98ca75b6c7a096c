package dev.churn.domain.memory;

import dev.churn.domain.artifact.StoredModelArtifacts;
import dev.churn.domain.job.JobHandler;
import dev.churn.domain.port.ApiKeys;
import dev.churn.domain.port.ApiKeysContract;
import dev.churn.domain.port.AuditLog;
import dev.churn.domain.port.AuditLogContract;
import dev.churn.domain.port.CustomerRecords;
import dev.churn.domain.port.CustomerRecordsContract;
import dev.churn.domain.port.CustomerStatesContract;
import dev.churn.domain.port.DatasetCatalogContract;
import dev.churn.domain.port.Erasures;
import dev.churn.domain.port.ErasuresContract;
import dev.churn.domain.port.ExpectedLossContract;
import dev.churn.domain.port.JobQueueContract;
import dev.churn.domain.port.ModelArtifacts;
import dev.churn.domain.port.ModelArtifactsContract;
import dev.churn.domain.port.ModelRegistryContract;
import dev.churn.domain.port.MonitoringReportsContract;
import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.port.ObjectStoreContract;
import dev.churn.domain.port.Organizations;
import dev.churn.domain.port.OrganizationsContract;
import dev.churn.domain.port.PipelinesContract;
import dev.churn.domain.port.PredictionBatchesContract;
import dev.churn.domain.port.PredictionLogContract;
import dev.churn.domain.port.PredictionOutcomesContract;
import dev.churn.domain.port.PredictionSortContract;
import dev.churn.domain.port.Removals;
import dev.churn.domain.port.RemovalsContract;
import dev.churn.domain.port.TargetsContract;
import dev.churn.domain.port.TestPorts;
import dev.churn.domain.port.Transactions;
import dev.churn.domain.port.TransactionsContract;
import dev.churn.domain.port.Usages;
import dev.churn.domain.port.UsagesContract;
import java.time.InstantSource;
import org.junit.jupiter.api.Nested;

/** The in-memory ports keep the contracts that every adapter keeps. */
class InMemoryPortsTest {
  private final InMemoryDatabase database = new InMemoryDatabase();
  private final InstantSource clock = InstantSource.fixed(Samples.MONDAY);
  private final InMemoryJobQueue queue = new InMemoryJobQueue(database, clock);
  private final TestPorts ports =
      new TestPorts(
          new InMemoryOrganizations(database),
          new InMemoryDatasetCatalog(database),
          new InMemoryModelRegistry(database),
          new InMemoryPredictionBatches(database),
          new InMemoryPredictionLog(database),
          new InMemoryPredictionOutcomes(database),
          new InMemoryMonitoringReports(database),
          new InMemoryPipelines(database),
          queue,
          database);

  @Nested
  class OrganizationsInMemory extends OrganizationsContract {
    @Override
    protected Organizations emptyOrganizations() {
      return new InMemoryOrganizations(database);
    }
  }

  @Nested
  class ApiKeysInMemory extends ApiKeysContract {
    @Override
    protected ApiKeys keys() {
      return new InMemoryApiKeys(database);
    }

    @Override
    protected Organizations organizations() {
      return ports.organizations();
    }
  }

  @Nested
  class ObjectsInMemory extends ObjectStoreContract {
    @Override
    protected ObjectStore emptyStore() {
      return new InMemoryObjectStore();
    }
  }

  @Nested
  class DatasetsInMemory extends DatasetCatalogContract {
    @Override
    protected TestPorts ports() {
      return ports;
    }
  }

  @Nested
  class ModelsInMemory extends ModelRegistryContract {
    @Override
    protected TestPorts ports() {
      return ports;
    }
  }

  @Nested
  class BatchesInMemory extends PredictionBatchesContract {
    @Override
    protected TestPorts ports() {
      return ports;
    }
  }

  @Nested
  class StatesInMemory extends CustomerStatesContract {
    @Override
    protected TestPorts ports() {
      return ports;
    }

    @Override
    protected CustomerRecords records() {
      return new InMemoryCustomerRecords(database);
    }
  }

  @Nested
  class SortsInMemory extends PredictionSortContract {
    @Override
    protected TestPorts ports() {
      return ports;
    }

    @Override
    protected CustomerRecords records() {
      return new InMemoryCustomerRecords(database);
    }
  }

  @Nested
  class LossesInMemory extends ExpectedLossContract {
    @Override
    protected TestPorts ports() {
      return ports;
    }

    @Override
    protected CustomerRecords records() {
      return new InMemoryCustomerRecords(database);
    }
  }

  @Nested
  class PredictionsInMemory extends PredictionLogContract {
    @Override
    protected TestPorts ports() {
      return ports;
    }
  }

  @Nested
  class ArtifactsInObjectStorage extends ModelArtifactsContract {
    @Override
    protected ModelArtifacts emptyArtifacts() {
      return new StoredModelArtifacts(new InMemoryObjectStore());
    }
  }

  @Nested
  class JobsInMemory extends JobQueueContract {
    @Override
    protected TestPorts ports() {
      return ports;
    }

    @Override
    protected void workOff(JobHandler handler) {
      queue.runAll(handler);
    }
  }

  @Nested
  class PipelinesInMemory extends PipelinesContract {
    @Override
    protected TestPorts ports() {
      return ports;
    }
  }

  @Nested
  class OutcomesInMemory extends PredictionOutcomesContract {
    @Override
    protected TestPorts ports() {
      return ports;
    }
  }

  @Nested
  class ReportsInMemory extends MonitoringReportsContract {
    @Override
    protected TestPorts ports() {
      return ports;
    }
  }

  @Nested
  class UsagesInMemory extends UsagesContract {
    @Override
    protected TestPorts ports() {
      return ports;
    }

    @Override
    protected Usages usages() {
      return new InMemoryUsages(database);
    }
  }

  @Nested
  class TargetsInMemory extends TargetsContract {
    @Override
    protected TestPorts ports() {
      return ports;
    }

    @Override
    protected Usages usages() {
      return new InMemoryUsages(database);
    }
  }

  @Nested
  class ErasuresInMemory extends ErasuresContract {
    @Override
    protected TestPorts ports() {
      return ports;
    }

    @Override
    protected Erasures erasures() {
      return new InMemoryErasures(database);
    }
  }

  @Nested
  class RecordsInMemory extends CustomerRecordsContract {
    @Override
    protected TestPorts ports() {
      return ports;
    }

    @Override
    protected CustomerRecords records() {
      return new InMemoryCustomerRecords(database);
    }
  }

  @Nested
  class RemovalsInMemory extends RemovalsContract {
    @Override
    protected Removals emptyRemovals() {
      return new InMemoryRemovals(database);
    }

    @Override
    protected Transactions transactions() {
      return database;
    }
  }

  @Nested
  class AuditInMemory extends AuditLogContract {
    @Override
    protected AuditLog emptyLog() {
      return new InMemoryAuditLog(database);
    }

    @Override
    protected Organizations organizations() {
      return ports.organizations();
    }

    @Override
    protected Transactions transactions() {
      return database;
    }
  }

  @Nested
  class TransactionsInMemory extends TransactionsContract {
    @Override
    protected TestPorts ports() {
      return ports;
    }
  }
}
