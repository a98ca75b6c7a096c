package dev.churn.domain.batch;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.dataset.StoredFile;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.storage.ObjectKey;
import java.time.LocalDate;

/** Whose customers a batch is about. */
public sealed interface PredictionInput {
  /** {@return the file from which the customers come} */
  ObjectKey key();

  /**
   * The scoring snapshot of a processed dataset: everybody at its last known day.
   *
   * @param features the feature table; it may be deleted once the batch has ended
   * @param key where the table lies
   */
  record ScoringSnapshot(DatasetId features, ObjectKey key) implements PredictionInput {
    public ScoringSnapshot {
      requireNonNull(features, "features");
      requireNonNull(key, "key");
    }
  }

  /**
   * A file of events that was sent to be scored and for nothing else.
   *
   * @param options how the file is to be read
   * @param uploadDay rows with a later day are rejected
   * @param firstDay the first day among the valid rows
   * @param eventTypes how many distinct event types the valid rows name
   * @param rowCount all rows of the file, the header not counted
   * @param rejectedRowCount how many of them are left out
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
