package dev.churn.domain.usecase;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.dataset.Dataset;
import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.dataset.FeatureDataset;
import dev.churn.domain.job.JobKind;
import dev.churn.domain.job.JobRequest;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.page.Page;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.port.DatasetCatalog;
import dev.churn.domain.port.JobQueue;
import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.port.Organizations;
import java.util.Optional;

/** Lists, shows and removes datasets. */
public final class ManageDatasets {
  private final Organizations organizations;
  private final DatasetCatalog catalog;
  private final ObjectStore objects;
  private final JobQueue jobs;

  public ManageDatasets(
      Organizations organizations, DatasetCatalog catalog, ObjectStore objects, JobQueue jobs) {
    this.organizations = organizations;
    this.catalog = catalog;
    this.objects = objects;
    this.jobs = jobs;
  }

  public Page<Dataset> list(OrganizationId organization, PageRequest page) {
    Loading.organization(organizations, organization);
    return catalog.list(organization, page);
  }

  /**
   * {@return the dataset}
   *
   * @throws ChurnException with {@link ErrorCode#NOT_FOUND} if the organisation has none of this id
   */
  public Dataset load(OrganizationId organization, DatasetId id) {
    return Loading.dataset(catalog, organization, id);
  }

  /** {@return the feature table made from a raw dataset} */
  public Optional<FeatureDataset> findFeaturesOf(OrganizationId organization, DatasetId raw) {
    return catalog.findFeaturesOf(organization, raw);
  }

  /**
   * Removes a dataset and its file, and with a raw one its feature table.
   *
   * @throws ChurnException with {@link ErrorCode#NOT_FOUND} if the organisation has none of this
   *     id, {@link ErrorCode#CONFLICT} while its features are being computed
   */
  public void delete(OrganizationId organization, DatasetId id) {
    Dataset dataset = load(organization, id);
    if (jobs.findUnfinished(new JobRequest(JobKind.PROCESS_FEATURES, organization, id.value()))
        .isPresent()) {
      throw new ChurnException(
          ErrorCode.CONFLICT, "Dataset %s is being processed; wait for its job".formatted(id));
    }
    Optional<FeatureDataset> features = catalog.findFeaturesOf(organization, id);
    // Rows first: an object without a row harms nobody, a row without its object would.
    catalog.delete(organization, id);
    features.ifPresent(table -> objects.delete(table.file().key()));
    objects.delete(dataset.file().key());
  }
}
