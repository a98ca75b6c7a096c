package dev.churn.domain.port;

import dev.churn.domain.dataset.CsvProfile;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.feature.FeatureManifest;
import dev.churn.domain.job.Progress;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.storage.Content;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.LocalDate;

/**
 * Writes and reads feature tables: the features of all customers of a file at several as-of days,
 * with labels where they are known. Memory grows with the number of customers, never with the size
 * of a file.
 */
public interface FeatureTables {
  /**
   * Reads a CSV file once and writes the feature table: {@code customer_id, as_of, <features>,
   * churn_label}, by snapshot, the latest first, and customer. The same request gives the same
   * bytes.
   *
   * @throws dev.churn.domain.ChurnException with {@code UNPROCESSABLE} if the history is too short
   */
  FeatureManifest build(FeatureRequest request, Content csv, OutputStream table, Progress progress);

  /**
   * Reads a feature table that {@link #build} wrote, row by row.
   *
   * @throws dev.churn.domain.ChurnException with {@code CORRUPT} if it is none
   */
  void read(InputStream table, FeatureRowConsumer consumer);

  /**
   * What a feature table is made from, besides the file.
   *
   * @param profile what {@link EventFileProfiler#profile} found in the file
   * @param asOf E, the last known day
   */
  record FeatureRequest(
      UploadOptions options,
      CsvProfile profile,
      LocalDate uploadDay,
      LocalDate asOf,
      OrganizationSettings settings) {}
}
