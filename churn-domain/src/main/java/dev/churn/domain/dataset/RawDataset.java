package dev.churn.domain.dataset;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.organization.OrganizationId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/**
 * A file as a user uploaded it, byte for byte.
 *
 * @param errorMessage the reason why its features could not be computed; present only with status
 *     ERROR
 */
public record RawDataset(
    DatasetId id,
    OrganizationId organizationId,
    StoredFile file,
    UploadOptions options,
    CsvProfile profile,
    DatasetStatus status,
    Optional<String> errorMessage,
    Instant uploadedAt)
    implements Dataset {
  public RawDataset {
    requireNonNull(id, "id");
    requireNonNull(organizationId, "organizationId");
    requireNonNull(file, "file");
    requireNonNull(options, "options");
    requireNonNull(profile, "profile");
    requireNonNull(uploadedAt, "uploadedAt");
    if (errorMessage.isPresent() != (status == DatasetStatus.ERROR)) {
      throw new IllegalArgumentException("an error message belongs to status ERROR and only to it");
    }
  }

  @Override
  public long rowCount() {
    return profile.rowCount();
  }

  /** {@return the day of the upload in the file's time zone; no event of the file may be later} */
  public LocalDate uploadDay() {
    return LocalDate.ofInstant(uploadedAt, options.conventions().timeZone());
  }

  /**
   * {@return the last known day E: the as-of date given with the upload, or else the day of the
   * last event}
   */
  public LocalDate asOf() {
    return options.asOf().orElse(profile.lastDay());
  }

  /**
   * {@return this dataset as a target of its organization sees it, with status UPLOADED} Targets
   * work on the files of their organization and have a status of their own.
   */
  public RawDataset in(OrganizationId target) {
    return new RawDataset(
        id, target, file, options, profile, DatasetStatus.UPLOADED, Optional.empty(), uploadedAt);
  }

  /** {@return a copy of this dataset with status UPLOADED} */
  public RawDataset uploaded() {
    return with(DatasetStatus.UPLOADED, Optional.empty());
  }

  /** {@return a copy of this dataset with status PROCESSING} */
  public RawDataset processing() {
    return with(DatasetStatus.PROCESSING, Optional.empty());
  }

  /** {@return a copy of this dataset with status READY} */
  public RawDataset ready() {
    return with(DatasetStatus.READY, Optional.empty());
  }

  /** {@return a copy of this dataset with status ERROR and the given reason} */
  public RawDataset failed(String reason) {
    return with(DatasetStatus.ERROR, Optional.of(reason));
  }

  /** {@return a copy of this dataset with another file of the same meaning} */
  public RawDataset with(StoredFile newFile, UploadOptions newOptions, CsvProfile newProfile) {
    return new RawDataset(
        id, organizationId, newFile, newOptions, newProfile, status, errorMessage, uploadedAt);
  }

  private RawDataset with(DatasetStatus newStatus, Optional<String> error) {
    return new RawDataset(id, organizationId, file, options, profile, newStatus, error, uploadedAt);
  }
}
