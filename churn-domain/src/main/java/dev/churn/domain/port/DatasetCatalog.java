package dev.churn.domain.port;

import dev.churn.domain.dataset.Dataset;
import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.dataset.FeatureDataset;
import dev.churn.domain.dataset.FileCheck;
import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.definition.ChurnDefinition;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.page.Page;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.storage.ObjectKey;
import java.util.List;
import java.util.Optional;

/**
 * Stores the metadata of all datasets. A target sees the raw datasets of its organization as its
 * own, with a status, a check and feature tables of its own; their files exist once.
 */
public interface DatasetCatalog {
  /**
   * Adds a raw dataset of an organization that is not a target.
   *
   * @throws dev.churn.domain.ChurnException with {@code CONFLICT} if its id exists already, {@code
   *     NOT_FOUND} if its organization does not exist
   */
  void add(RawDataset dataset);

  /**
   * Replaces the status and error message of a raw dataset.
   *
   * @throws dev.churn.domain.ChurnException with {@code NOT_FOUND} if it does not exist
   */
  void update(RawDataset dataset);

  /**
   * Adds a feature table of a raw dataset, which may have several. A table never changes.
   *
   * @return the table as stored in the catalog
   * @throws dev.churn.domain.ChurnException with {@code CONFLICT} if its id exists already, {@code
   *     NOT_FOUND} if the raw dataset does not exist
   */
  FeatureDataset putFeatures(FeatureDataset dataset);

  /** {@return a dataset of this organization, or empty if this organization has no such dataset} */
  Optional<Dataset> find(OrganizationId organization, DatasetId id);

  /** {@return a raw dataset of this organization; empty for feature tables} */
  default Optional<RawDataset> findRaw(OrganizationId organization, DatasetId id) {
    return find(organization, id).filter(RawDataset.class::isInstance).map(RawDataset.class::cast);
  }

  /** {@return a feature table of this organization; empty for raw datasets} */
  default Optional<FeatureDataset> findFeatures(OrganizationId organization, DatasetId id) {
    return find(organization, id)
        .filter(FeatureDataset.class::isInstance)
        .map(FeatureDataset.class::cast);
  }

  /** {@return the most recently computed feature table of a raw dataset} */
  Optional<FeatureDataset> findFeaturesOf(OrganizationId organization, DatasetId raw);

  /** {@return all feature tables of a raw dataset, the most recently computed first} */
  List<FeatureDataset> listFeaturesOf(OrganizationId organization, DatasetId raw);

  /** {@return the organization's most recently computed feature table} */
  Optional<FeatureDataset> findLatestFeatures(OrganizationId organization);

  /**
   * Adds the check of a raw dataset, or replaces it. It is deleted with its dataset.
   *
   * @throws dev.churn.domain.ChurnException with {@code NOT_FOUND} if the dataset does not exist
   */
  void putCheck(FileCheck check);

  /** {@return the check of a raw dataset of this organization, if one is stored} */
  Optional<FileCheck> findCheck(OrganizationId organization, DatasetId raw);

  /**
   * Adds what may count as churn in the file of a feature table, or replaces it. It is deleted with
   * its table.
   *
   * @throws dev.churn.domain.ChurnException with {@code NOT_FOUND} if the table does not exist
   */
  void putDefinition(OrganizationId organization, DatasetId table, ChurnDefinition definition);

  /** {@return what may count as churn in the file of a feature table, if it is stored} */
  Optional<ChurnDefinition> findDefinition(OrganizationId organization, DatasetId table);

  /**
   * {@return the raw dataset to compare with} This is the latest upload before the given one that
   * has a feature table, has labels if that one has, and has passed its check or has none.
   */
  Optional<RawDataset> findReference(RawDataset raw);

  /** {@return whether a dataset that this organization or target sees has its file there} */
  boolean names(OrganizationId organization, ObjectKey key);

  /** {@return datasets of both types, the latest upload first} */
  Page<Dataset> list(OrganizationId organization, PageRequest page);

  /**
   * Deletes a dataset; deleting a raw dataset also deletes its feature tables, those of all targets
   * too. Deleting a raw dataset of a target deletes what the target has of it, and leaves the
   * dataset to its organization. Models trained on it remain.
   *
   * @return whether it existed
   */
  boolean delete(OrganizationId organization, DatasetId id);
}
