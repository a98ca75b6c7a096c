package dev.churn.domain.port;

import dev.churn.domain.dataset.CsvProfile;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.definition.SilenceTally;
import dev.churn.domain.feature.FeatureManifest;
import dev.churn.domain.job.Progress;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.storage.Content;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.LocalDate;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Writes and reads feature tables: the features of all customers of a file at several as-of dates,
 * with labels where known. Memory use grows with the number of customers, but not with the size of
 * the file.
 */
public interface FeatureTables {
  /**
   * Reads a file of events and writes its feature table with the columns {@code customer_id, as_of,
   * <features>, churn_label, next_activity_days}. The last is empty where the customer was not
   * active again by the last known day. Rows are ordered by snapshot, the latest first, and then by
   * customer. Equal requests produce equal bytes.
   *
   * <p>An implementation may open the content several times. That of churn-features reads it up to
   * three times: to count event types where the profile has no counts up to the as-of date, to
   * choose the types to watch where there are more than {@link
   * dev.churn.domain.event.WatchedTypes#MAX} common ones, and to compute the features.
   *
   * @param silences receives, once, the silences of all customers up to the as-of date
   * @throws dev.churn.domain.ChurnException with {@code UNPROCESSABLE} if the history is too short
   */
  FeatureManifest build(
      FeatureRequest request,
      Content csv,
      OutputStream table,
      Consumer<SilenceTally> silences,
      Progress progress);

  /** Writes a feature table; the silences are not needed. */
  default FeatureManifest build(
      FeatureRequest request, Content csv, OutputStream table, Progress progress) {
    return build(request, csv, table, silences -> {}, progress);
  }

  /**
   * Reads, row by row, a feature table that {@code build} wrote. One of an earlier version may have
   * only the eight features; the further ones are then given as 0. Who needs them asks the manifest
   * of the table before.
   *
   * @throws dev.churn.domain.ChurnException with {@code UNPROCESSABLE} if another version wrote it
   *     with other features than those, {@code CORRUPT} if it is not a feature table
   */
  void read(InputStream table, FeatureRowConsumer consumer);

  /**
   * Reads, row by row, the rows of some as-of dates, as {@link #read(InputStream,
   * FeatureRowConsumer)} does. It need not read on behind the last of them.
   *
   * @param days at least one
   * @return the number of rows that the consumer received
   */
  default long read(InputStream table, Set<LocalDate> days, FeatureRowConsumer consumer) {
    var rows = new RowsOfDays(days, consumer);
    read(table, rows);
    return rows.count();
  }

  /**
   * A request to build a feature table from a file.
   *
   * @param profile the profile of the file from {@link EventFileProfiler#profile}
   * @param asOf E, the last known day
   */
  record FeatureRequest(
      UploadOptions options,
      CsvProfile profile,
      LocalDate uploadDay,
      LocalDate asOf,
      OrganizationSettings settings) {}
}
