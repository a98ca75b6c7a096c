package dev.churn.domain.dataset;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.feature.FeatureManifest;
import dev.churn.domain.feature.FeatureNames;
import dev.churn.domain.organization.OrganizationId;
import java.time.Instant;

/**
 * The feature table made from a raw dataset; there is at most one for each.
 *
 * @param sourceId the raw dataset
 */
public record FeatureDataset(
    DatasetId id,
    OrganizationId organizationId,
    StoredFile file,
    DatasetId sourceId,
    FeatureManifest manifest,
    Instant uploadedAt)
    implements Dataset {
  public FeatureDataset {
    requireNonNull(id, "id");
    requireNonNull(organizationId, "organizationId");
    requireNonNull(file, "file");
    requireNonNull(sourceId, "sourceId");
    requireNonNull(manifest, "manifest");
    requireNonNull(uploadedAt, "uploadedAt");
  }

  /**
   * Refuses a table that another version made with other features.
   *
   * @throws dev.churn.domain.ChurnException with {@code UNPROCESSABLE} and the names of the
   *     features
   */
  public void requireKnownFeatures() {
    FeatureNames.requireKnown(
        "The feature table " + id, manifest.features(), "process the dataset again");
  }

  @Override
  public DatasetStatus status() {
    return DatasetStatus.READY;
  }

  @Override
  public long rowCount() {
    return manifest.rows();
  }
}
