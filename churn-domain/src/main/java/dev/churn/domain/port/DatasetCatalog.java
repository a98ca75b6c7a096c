package dev.churn.domain.port;

import dev.churn.domain.dataset.Dataset;
import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.dataset.FeatureDataset;
import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.page.Page;
import dev.churn.domain.page.PageRequest;
import java.util.Optional;

/** What is known of the datasets of every organization. */
public interface DatasetCatalog {
  /**
   * Adds a raw dataset.
   *
   * @throws dev.churn.domain.ChurnException with {@code CONFLICT} if its id is taken, {@code
   *     NOT_FOUND} if its organization is not there
   */
  void add(RawDataset dataset);

  /**
   * Replaces the status and error message of a raw dataset.
   *
   * @throws dev.churn.domain.ChurnException with {@code NOT_FOUND} if it is not there
   */
  void update(RawDataset dataset);

  /**
   * Adds the feature table of a raw dataset. If that has one already, the one that is there keeps
   * its id, and file, manifest and time are replaced.
   *
   * @return as it now stands in the catalog
   * @throws dev.churn.domain.ChurnException with {@code NOT_FOUND} if the raw dataset is not there
   */
  FeatureDataset putFeatures(FeatureDataset dataset);

  /** {@return a dataset of this organization; those of others are not found} */
  Optional<Dataset> find(OrganizationId organization, DatasetId id);

  /** {@return a raw dataset of this organization; feature tables are not found} */
  default Optional<RawDataset> findRaw(OrganizationId organization, DatasetId id) {
    return find(organization, id).filter(RawDataset.class::isInstance).map(RawDataset.class::cast);
  }

  /** {@return a feature table of this organization; raw datasets are not found} */
  default Optional<FeatureDataset> findFeatures(OrganizationId organization, DatasetId id) {
    return find(organization, id)
        .filter(FeatureDataset.class::isInstance)
        .map(FeatureDataset.class::cast);
  }

  /** {@return the feature table made from a raw dataset} */
  Optional<FeatureDataset> findFeaturesOf(OrganizationId organization, DatasetId raw);

  /** {@return the feature table of the organization that was made last} */
  Optional<FeatureDataset> findLatestFeatures(OrganizationId organization);

  /** {@return datasets of both types, the latest upload first} */
  Page<Dataset> list(OrganizationId organization, PageRequest page);

  /**
   * Removes a dataset, and with a raw one its feature table. Models that learned from it stay.
   *
   * @return whether it was there
   */
  boolean delete(OrganizationId organization, DatasetId id);
}
