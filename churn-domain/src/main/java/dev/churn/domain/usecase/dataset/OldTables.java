package dev.churn.domain.usecase.dataset;

import dev.churn.domain.dataset.FeatureDataset;
import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.port.DatasetCatalog;
import dev.churn.domain.port.ModelRegistry;
import dev.churn.domain.port.Organizations;
import dev.churn.domain.port.PredictionBatches;
import dev.churn.domain.port.Transactions;
import dev.churn.domain.removal.Removal.StoredObject;
import dev.churn.domain.usecase.removal.RemoveObjects;
import java.util.List;

/**
 * Deletes feature tables that a newer table of the same raw dataset replaced, unless a model or a
 * batch refers to them.
 */
public final class OldTables {
  private final Organizations organizations;
  private final DatasetCatalog catalog;
  private final ModelRegistry registry;
  private final PredictionBatches batches;
  private final Transactions transactions;
  private final RemoveObjects removals;

  public OldTables(
      Organizations organizations,
      DatasetCatalog catalog,
      ModelRegistry registry,
      PredictionBatches batches,
      Transactions transactions,
      RemoveObjects removals) {
    this.organizations = organizations;
    this.catalog = catalog;
    this.registry = registry;
    this.batches = batches;
    this.transactions = transactions;
    this.removals = removals;
  }

  /** Deletes all tables of a raw dataset except the latest and those that are referred to. */
  void delete(RawDataset raw) {
    List<StoredObject> files =
        transactions.call(
            () -> {
              organizations.lock(raw.organizationId()); // nobody chooses a table meanwhile
              List<FeatureDataset> found =
                  catalog.listFeaturesOf(raw.organizationId(), raw.id()).stream()
                      .skip(1)
                      .filter(table -> !isUsed(table))
                      .toList();
              found.forEach(table -> catalog.delete(table.organizationId(), table.id()));
              List<StoredObject> unused =
                  found.stream().map(table -> new StoredObject(table.file().key())).toList();
              removals.note(unused);
              return unused;
            });
    removals.removeSoon(files);
  }

  private boolean isUsed(FeatureDataset table) {
    return registry.refersTo(table.organizationId(), table.id())
        || batches.refersTo(table.organizationId(), table.id());
  }
}
