package dev.churn.domain.dataset;

import dev.churn.domain.organization.OrganizationId;
import java.time.Instant;

/** A stored file of an organization and its metadata. */
public sealed interface Dataset permits RawDataset, FeatureDataset {
  DatasetId id();

  OrganizationId organizationId();

  StoredFile file();

  DatasetStatus status();

  /** {@return data rows in the file, the header not counted} */
  long rowCount();

  /** {@return when the file was stored} */
  Instant uploadedAt();
}
