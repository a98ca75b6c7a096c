package dev.churn.domain.dataset;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.feature.FeatureManifest;
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

  @Override
  public DatasetStatus status() {
    return DatasetStatus.READY;
  }

  @Override
  public long rowCount() {
    return manifest.rows();
  }
}
