package dev.churn.domain.batch;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.dataset.StoredFile;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.storage.ObjectKey;
import java.time.LocalDate;

/** The source of a batch's customers. */
public sealed interface PredictionInput {
  /** {@return the key of the file that contains the customers} */
  ObjectKey key();

  /**
   * The scoring snapshot of a processed dataset: every customer on its last known day.
   *
   * @param features the feature table; it may be deleted once the batch has ended
   * @param key the key of the table in object storage
   */
  record ScoringSnapshot(DatasetId features, ObjectKey key) implements PredictionInput {
    public ScoringSnapshot {
      requireNonNull(features, "features");
      requireNonNull(key, "key");
    }
  }

  /**
   * An event file that was uploaded only to be scored.
   *
   * @param options the options for reading the file
   * @param uploadDay the day of the upload; rows with a later day are rejected
   * @param firstDay the first day among the valid rows
   * @param eventTypes the number of distinct event types in the valid rows
   * @param rowCount the number of rows in the file, without the header
   * @param rejectedRowCount the number of rejected rows
   */
  record UploadedEvents(
      StoredFile file,
      UploadOptions options,
      LocalDate uploadDay,
      LocalDate firstDay,
      int eventTypes,
      long rowCount,
      long rejectedRowCount)
      implements PredictionInput {
    public UploadedEvents {
      requireNonNull(file, "file");
      requireNonNull(options, "options");
      requireNonNull(uploadDay, "uploadDay");
      requireNonNull(firstDay, "firstDay");
    }

    @Override
    public ObjectKey key() {
      return file.key();
    }
  }
}
