package dev.churn.domain.memory;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.dataset.Dataset;
import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.dataset.FeatureDataset;
import dev.churn.domain.dataset.FileCheck;
import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.definition.ChurnDefinition;
import dev.churn.domain.memory.InMemoryDatabase.ScopedDataset;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.page.Page;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.port.DatasetCatalog;
import dev.churn.domain.storage.ObjectKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The dataset catalog in memory. */
public final class InMemoryDatasetCatalog implements DatasetCatalog {
  private final InMemoryDatabase database;

  public InMemoryDatasetCatalog(InMemoryDatabase database) {
    this.database = database;
  }

  @Override
  public void add(RawDataset dataset) {
    database.run(
        () -> {
          InMemoryOrganizations.require(database, dataset.organizationId());
          if (database.datasets.putIfAbsent(dataset.id(), dataset) != null) {
            throw new ChurnException(
                ErrorCode.CONFLICT, "Dataset %s exists already".formatted(dataset.id()));
          }
        });
  }

  @Override
  public void update(RawDataset dataset) {
    database.run(
        () -> {
          requireRaw(dataset.organizationId(), dataset.id());
          if (dataset.organizationId().isTarget()) {
            database.targetDatasets.put(
                new ScopedDataset(dataset.organizationId(), dataset.id()), dataset);
          } else {
            database.datasets.put(dataset.id(), dataset);
          }
        });
  }

  @Override
  public FeatureDataset putFeatures(FeatureDataset dataset) {
    return database.call(
        () -> {
          requireRaw(dataset.organizationId(), dataset.sourceId());
          if (database.datasets.putIfAbsent(dataset.id(), dataset) != null) {
            throw new ChurnException(
                ErrorCode.CONFLICT, "Dataset %s exists already".formatted(dataset.id()));
          }
          return dataset;
        });
  }

  private void requireRaw(OrganizationId organization, DatasetId id) {
    if (!(find(organization, id).orElse(null) instanceof RawDataset)) {
      throw new ChurnException(ErrorCode.NOT_FOUND, "There is no raw dataset " + id);
    }
  }

  @Override
  public Optional<Dataset> find(OrganizationId organization, DatasetId id) {
    return database.call(
        () ->
            Optional.ofNullable(database.datasets.get(id))
                .flatMap(dataset -> seenBy(organization, dataset)));
  }

  @Override
  public Optional<FeatureDataset> findFeaturesOf(OrganizationId organization, DatasetId raw) {
    return listFeaturesOf(organization, raw).stream().findFirst();
  }

  @Override
  public List<FeatureDataset> listFeaturesOf(OrganizationId organization, DatasetId raw) {
    return database.call(
        () -> {
          List<FeatureDataset> tables =
              new ArrayList<>(
                  tables(organization).filter(table -> table.sourceId().equals(raw)).toList());
          Collections.reverse(tables); // with equal times, the table added last is the latest
          tables.sort(Comparator.comparing(FeatureDataset::uploadedAt).reversed());
          return List.copyOf(tables);
        });
  }

  @Override
  public Optional<FeatureDataset> findLatestFeatures(OrganizationId organization) {
    return database.call(
        () -> tables(organization).max(Comparator.comparing(FeatureDataset::uploadedAt)));
  }

  private Stream<FeatureDataset> tables(OrganizationId organization) {
    return of(organization)
        .filter(FeatureDataset.class::isInstance)
        .map(FeatureDataset.class::cast);
  }

  private Stream<Dataset> of(OrganizationId organization) {
    return database.datasets.values().stream()
        .flatMap(dataset -> seenBy(organization, dataset).stream());
  }

  /**
   * {@return a dataset as an organization or a target sees it, or empty if it does not} Targets see
   * the raw datasets of their organization, with a state of their own.
   */
  private Optional<Dataset> seenBy(OrganizationId organization, Dataset dataset) {
    if (dataset.organizationId().equals(organization)) {
      return Optional.of(dataset);
    }
    OrganizationId owner = InMemoryOrganizations.owner(database, organization);
    if (!(dataset instanceof RawDataset raw) || !raw.organizationId().equals(owner)) {
      return Optional.empty();
    }
    RawDataset state = database.targetDatasets.get(new ScopedDataset(organization, dataset.id()));
    RawDataset seen = raw.in(organization);
    if (state == null) {
      return Optional.of(seen);
    }
    return Optional.of(
        switch (state.status()) {
          case UPLOADED -> seen;
          case PROCESSING -> seen.processing();
          case READY -> seen.ready();
          case ERROR -> seen.failed(state.errorMessage().orElseThrow());
        });
  }

  @Override
  public void putCheck(FileCheck check) {
    database.run(
        () -> {
          requireRaw(check.organizationId(), check.dataset());
          database.checks.put(new ScopedDataset(check.organizationId(), check.dataset()), check);
        });
  }

  @Override
  public Optional<FileCheck> findCheck(OrganizationId organization, DatasetId raw) {
    return database.call(
        () ->
            find(organization, raw)
                .map(found -> database.checks.get(new ScopedDataset(organization, raw))));
  }

  @Override
  public void putDefinition(
      OrganizationId organization, DatasetId table, ChurnDefinition definition) {
    database.run(
        () -> {
          if (findFeatures(organization, table).isEmpty()) {
            throw new ChurnException(ErrorCode.NOT_FOUND, "There is no feature table " + table);
          }
          database.definitions.put(table, definition);
        });
  }

  @Override
  public Optional<ChurnDefinition> findDefinition(OrganizationId organization, DatasetId table) {
    return database.call(
        () -> findFeatures(organization, table).map(found -> database.definitions.get(found.id())));
  }

  @Override
  public Optional<RawDataset> findReference(RawDataset raw) {
    OrganizationId organization = raw.organizationId();
    return database.call(
        () ->
            of(organization)
                .filter(RawDataset.class::isInstance)
                .map(RawDataset.class::cast)
                .filter(other -> other.uploadedAt().isBefore(raw.uploadedAt()))
                .filter(other -> other.options().hasChurnLabel() == raw.options().hasChurnLabel())
                .filter(other -> findFeaturesOf(organization, other.id()).isPresent())
                .filter(
                    other ->
                        findCheck(organization, other.id()).map(FileCheck::isPassed).orElse(true))
                .max(Comparator.comparing(RawDataset::uploadedAt)));
  }

  @Override
  public boolean names(OrganizationId organization, ObjectKey key) {
    return database.call(
        () -> of(organization).anyMatch(dataset -> dataset.file().key().equals(key)));
  }

  @Override
  public Page<Dataset> list(OrganizationId organization, PageRequest page) {
    List<Dataset> all =
        database.call(
            () ->
                of(organization)
                    .sorted(Comparator.comparing(Dataset::uploadedAt).reversed())
                    .toList());
    return Page.of(all, page);
  }

  private Optional<OrganizationId> owner(DatasetId id) {
    return Optional.ofNullable(database.datasets.get(id)).map(Dataset::organizationId);
  }

  @Override
  public boolean delete(OrganizationId organization, DatasetId id) {
    return database.call(
        () -> {
          Optional<Dataset> found = find(organization, id);
          boolean isShared = found.isPresent() && owner(id).filter(organization::equals).isEmpty();
          List<FeatureDataset> tables =
              database.datasets.values().stream()
                  .filter(FeatureDataset.class::isInstance)
                  .map(FeatureDataset.class::cast)
                  .filter(table -> found.isPresent() && table.sourceId().equals(id))
                  .filter(table -> !isShared || table.organizationId().equals(organization))
                  .toList();
          tables.forEach(
              table -> {
                database.datasets.remove(table.id());
                database.definitions.remove(table.id());
              });
          Predicate<ScopedDataset> gone =
              scoped ->
                  found.isPresent()
                      && scoped.dataset().equals(id)
                      && (!isShared || scoped.organization().equals(organization));
          database.targetDatasets.keySet().removeIf(gone);
          database.checks.keySet().removeIf(gone);
          database.pipelines.keySet().removeIf(gone);
          if (found.isPresent() && !isShared) {
            database.datasets.remove(id);
            database.definitions.remove(id);
          }
          return found.isPresent();
        });
  }
}
