package dev.churn.domain.usecase.monitoring;

import dev.churn.domain.memory.InMemoryDatabase;
import dev.churn.domain.memory.InMemoryDatasetCatalog;
import dev.churn.domain.memory.InMemoryModelRegistry;
import dev.churn.domain.memory.InMemoryMonitoringReports;
import dev.churn.domain.memory.InMemoryPredictionOutcomes;
import dev.churn.domain.port.EventFiles;
import dev.churn.domain.port.FeatureTables;
import dev.churn.domain.port.ObjectStore;

/** The judging of predictions on the in-memory ports, for tests of what else is done. */
public final class EvaluatedInMemory {
  private EvaluatedInMemory() {}

  public static <F extends EventFiles & FeatureTables> EvaluatePredictions on(
      InMemoryDatabase database, ObjectStore objects, F learning) {
    return new EvaluatePredictions(
        new InMemoryDatasetCatalog(database),
        new InMemoryModelRegistry(database),
        new InMemoryPredictionOutcomes(database),
        new InMemoryMonitoringReports(database),
        database,
        objects,
        learning,
        learning);
  }
}
