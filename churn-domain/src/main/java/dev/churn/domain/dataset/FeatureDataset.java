package dev.churn.domain.dataset;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.feature.FeatureManifest;
import dev.churn.domain.feature.FeatureNames;
import dev.churn.domain.organization.OrganizationId;
import java.time.Instant;

/**
 * A feature table of a raw dataset. Every processing of the raw dataset creates a new table with a
 * new id, and a table never changes.
 *
 * @param sourceId the id of the raw dataset
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
   * Checks that the table has the features of this version.
   *
   * @throws dev.churn.domain.ChurnException with {@code UNPROCESSABLE} and the names of the
   *     features if another version made the table with other features
   */
  public void requireKnownFeatures() {
    FeatureNames.requireKnown(
        "The feature table " + id, manifest.features(), "process the dataset again");
  }

  /** {@return a copy of this table with fewer rows} */
  public FeatureDataset with(StoredFile newFile, FeatureManifest newManifest) {
    return new FeatureDataset(id, organizationId, newFile, sourceId, newManifest, uploadedAt);
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
