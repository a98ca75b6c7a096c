package dev.churn.domain.dataset;

import dev.churn.domain.organization.OrganizationId;
import java.time.Instant;

/** A stored file of an organization and its metadata. */
public sealed interface Dataset permits RawDataset, FeatureDataset {
  DatasetId id();

  OrganizationId organizationId();

  StoredFile file();

  DatasetStatus status();

  /** {@return the number of data rows in the file, without the header} */
  long rowCount();

  /** {@return the time at which the file was stored} */
  Instant uploadedAt();
}
