package dev.churn.domain.memory;

import dev.churn.domain.artifact.StoredModelArtifacts;
import dev.churn.domain.job.JobHandler;
import dev.churn.domain.port.DatasetCatalog;
import dev.churn.domain.port.DatasetCatalogContract;
import dev.churn.domain.port.JobQueue;
import dev.churn.domain.port.JobQueueContract;
import dev.churn.domain.port.ModelArtifacts;
import dev.churn.domain.port.ModelArtifactsContract;
import dev.churn.domain.port.ModelRegistry;
import dev.churn.domain.port.ModelRegistryContract;
import dev.churn.domain.port.MonitoringReports;
import dev.churn.domain.port.MonitoringReportsContract;
import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.port.ObjectStoreContract;
import dev.churn.domain.port.Organizations;
import dev.churn.domain.port.OrganizationsContract;
import dev.churn.domain.port.Pipelines;
import dev.churn.domain.port.PipelinesContract;
import dev.churn.domain.port.PredictionBatches;
import dev.churn.domain.port.PredictionBatchesContract;
import dev.churn.domain.port.PredictionLog;
import dev.churn.domain.port.PredictionLogContract;
import dev.churn.domain.port.PredictionOutcomes;
import dev.churn.domain.port.PredictionOutcomesContract;
import dev.churn.domain.port.Transactions;
import dev.churn.domain.port.TransactionsContract;
import java.time.InstantSource;
import org.junit.jupiter.api.Nested;

/** The in-memory ports keep the contracts that every adapter keeps. */
class InMemoryPortsTest {
  private final InMemoryDatabase database = new InMemoryDatabase();
  private final InstantSource clock = InstantSource.fixed(Samples.MONDAY);
  private final InMemoryJobQueue queue = new InMemoryJobQueue(database, clock);

  @Nested
  class OrganizationsInMemory extends OrganizationsContract {
    @Override
    protected Organizations emptyOrganizations() {
      return new InMemoryOrganizations(database);
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
    protected DatasetCatalog emptyCatalog() {
      return new InMemoryDatasetCatalog(database);
    }

    @Override
    protected Organizations organizations() {
      return new InMemoryOrganizations(database);
    }
  }

  @Nested
  class ModelsInMemory extends ModelRegistryContract {
    @Override
    protected ModelRegistry emptyRegistry() {
      return new InMemoryModelRegistry(database);
    }

    @Override
    protected Organizations organizations() {
      return new InMemoryOrganizations(database);
    }

    @Override
    protected DatasetCatalog catalog() {
      return new InMemoryDatasetCatalog(database);
    }
  }

  @Nested
  class BatchesInMemory extends PredictionBatchesContract {
    @Override
    protected PredictionBatches emptyBatches() {
      return new InMemoryPredictionBatches(database);
    }

    @Override
    protected Organizations organizations() {
      return new InMemoryOrganizations(database);
    }
  }

  @Nested
  class PredictionsInMemory extends PredictionLogContract {
    @Override
    protected PredictionLog emptyLog() {
      return new InMemoryPredictionLog(database);
    }

    @Override
    protected Organizations organizations() {
      return new InMemoryOrganizations(database);
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
    protected JobQueue emptyQueue() {
      return queue;
    }

    @Override
    protected Organizations organizations() {
      return new InMemoryOrganizations(database);
    }

    @Override
    protected void workOff(JobHandler handler) {
      queue.runAll(handler);
    }
  }

  @Nested
  class PipelinesInMemory extends PipelinesContract {
    @Override
    protected Pipelines emptyPipelines() {
      return new InMemoryPipelines(database);
    }

    @Override
    protected Organizations organizations() {
      return new InMemoryOrganizations(database);
    }

    @Override
    protected DatasetCatalog catalog() {
      return new InMemoryDatasetCatalog(database);
    }
  }

  @Nested
  class OutcomesInMemory extends PredictionOutcomesContract {
    @Override
    protected PredictionOutcomes emptyOutcomes() {
      return new InMemoryPredictionOutcomes(database);
    }

    @Override
    protected Organizations organizations() {
      return new InMemoryOrganizations(database);
    }

    @Override
    protected ModelRegistry models() {
      return new InMemoryModelRegistry(database);
    }

    @Override
    protected PredictionBatches batches() {
      return new InMemoryPredictionBatches(database);
    }

    @Override
    protected PredictionLog log() {
      return new InMemoryPredictionLog(database);
    }
  }

  @Nested
  class ReportsInMemory extends MonitoringReportsContract {
    @Override
    protected MonitoringReports emptyReports() {
      return new InMemoryMonitoringReports(database);
    }

    @Override
    protected Organizations organizations() {
      return new InMemoryOrganizations(database);
    }
  }

  @Nested
  class TransactionsInMemory extends TransactionsContract {
    @Override
    protected Transactions transactions() {
      return database;
    }

    @Override
    protected Organizations organizations() {
      return new InMemoryOrganizations(database);
    }

    @Override
    protected DatasetCatalog catalog() {
      return new InMemoryDatasetCatalog(database);
    }

    @Override
    protected JobQueue jobs() {
      return queue;
    }
  }
}
