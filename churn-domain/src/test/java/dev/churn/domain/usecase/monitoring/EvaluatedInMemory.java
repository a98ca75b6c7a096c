package dev.churn.domain.usecase.monitoring;

import dev.churn.domain.memory.InMemoryDatabase;
import dev.churn.domain.memory.InMemoryDatasetCatalog;
import dev.churn.domain.memory.InMemoryModelRegistry;
import dev.churn.domain.memory.InMemoryMonitoringReports;
import dev.churn.domain.memory.InMemoryPredictionOutcomes;
import dev.churn.domain.port.FeatureEngineering;
import dev.churn.domain.port.ObjectStore;

/** The judging of predictions on the in-memory ports, for tests of what else is done. */
public final class EvaluatedInMemory {
  private EvaluatedInMemory() {}

  public static EvaluatePredictions on(
      InMemoryDatabase database, ObjectStore objects, FeatureEngineering features) {
    return new EvaluatePredictions(
        new InMemoryDatasetCatalog(database),
        new InMemoryModelRegistry(database),
        new InMemoryPredictionOutcomes(database),
        new InMemoryMonitoringReports(database),
        database,
        objects,
        features);
  }
}
