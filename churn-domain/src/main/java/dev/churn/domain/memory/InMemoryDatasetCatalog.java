package dev.churn.domain.memory;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.dataset.Dataset;
import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.dataset.FeatureDataset;
import dev.churn.domain.dataset.FileCheck;
import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.definition.ChurnDefinition;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.page.Page;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.port.DatasetCatalog;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
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
                ErrorCode.CONFLICT, "Dataset %s is there".formatted(dataset.id()));
          }
        });
  }

  @Override
  public void update(RawDataset dataset) {
    database.run(
        () -> {
          requireRaw(dataset.organizationId(), dataset.id());
          database.datasets.put(dataset.id(), dataset);
        });
  }

  @Override
  public FeatureDataset putFeatures(FeatureDataset dataset) {
    return database.call(
        () -> {
          requireRaw(dataset.organizationId(), dataset.sourceId());
          if (database.datasets.putIfAbsent(dataset.id(), dataset) != null) {
            throw new ChurnException(
                ErrorCode.CONFLICT, "Dataset %s is there".formatted(dataset.id()));
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
                .filter(dataset -> dataset.organizationId().equals(organization)));
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
        .filter(dataset -> dataset.organizationId().equals(organization));
  }

  @Override
  public void putCheck(FileCheck check) {
    database.run(
        () -> {
          requireRaw(check.organizationId(), check.dataset());
          database.checks.put(check.dataset(), check);
        });
  }

  @Override
  public Optional<FileCheck> findCheck(OrganizationId organization, DatasetId raw) {
    return database.call(
        () ->
            Optional.ofNullable(database.checks.get(raw))
                .filter(check -> check.organizationId().equals(organization)));
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
  public Page<Dataset> list(OrganizationId organization, PageRequest page) {
    List<Dataset> all =
        database.call(
            () ->
                of(organization)
                    .sorted(Comparator.comparing(Dataset::uploadedAt).reversed())
                    .toList());
    return Page.of(all, page);
  }

  @Override
  public boolean delete(OrganizationId organization, DatasetId id) {
    return database.call(
        () -> {
          Optional<Dataset> found = find(organization, id);
          listFeaturesOf(organization, id)
              .forEach(
                  table -> {
                    database.datasets.remove(table.id());
                    database.definitions.remove(table.id());
                  });
          found.ifPresent(dataset -> database.datasets.remove(dataset.id()));
          database.checks.remove(id);
          database.definitions.remove(id);
          return found.isPresent();
        });
  }
}
